import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { ORIGIN } from "../../support/harness";
import type { WebhookAddress } from "./fixture";
import { forgetClient, Stage, SUBJECTS, type Subject, secretOf } from "./stage";

let stage: Stage;
afterEach(() => stage?.close());

const SENDING = SUBJECTS.filter(({ adapter }) => adapter.webhooks !== null);
type Kind = "uninstalled" | "changed" | "privacy_request";

const send = (request: Request) => exports.default.fetch(request);

async function addressFor(subject: Subject, id: string): Promise<WebhookAddress> {
  if (subject.adapter.webhooks?.secret !== "per_connection")
    return { url: `${ORIGIN}/webhooks/${subject.key}`, secret: secretOf(subject) };
  return (await (await stage.get(`/v1/connections/${id}/webhook`)).json()) as WebhookAddress;
}

/** Connected, with a delivery of that kind ready to be sent; null where the platform does not send it. */
async function delivery(subject: Subject, kind: Kind) {
  stage = await Stage.open(subject);
  expect(stage.fake.webhook, "an adapter with webhooks has a fixture that signs them").toBeDefined();
  const id = await stage.connect();
  const request = await stage.fake.webhook!(kind, await addressFor(subject, id));
  return request && { id, request };
}

const eventsOf = async (id: string) =>
  ((await (await stage.get(`/v1/events?connection_id=${id}`)).json()) as { data: Record<string, unknown>[] })
    .data;

describe.each(named(SENDING))("%s: its webhooks", (_key, subject) => {
  it("are refused with 401 when a byte of them is another, and change nothing", async () => {
    const ready = await delivery(subject, "changed");
    if (!ready) return;
    const { id, request } = ready;
    const body = `${await request.clone().text()} `;
    const forged = new Request(request.url, { method: request.method, headers: request.headers, body });
    expect((await send(forged)).status).toBe(401);
    const bare = new Request(request.url, { method: "POST", body: await request.clone().text() });
    expect((await send(bare)).status).toBe(401);
    expect(await eventsOf(id)).toEqual([]);
  });

  it("are refused with 401 where no secret is configured", async () => {
    if (subject.adapter.webhooks?.secret === "per_connection") return; // its secret is derived, never absent
    const ready = await delivery(subject, "changed");
    if (!ready) return;
    forgetClient(subject.key);
    expect((await send(ready.request)).status).toBe(401);
  });

  it("become one thin event, however often they are delivered", async () => {
    const ready = await delivery(subject, "changed");
    if (!ready) return;
    const { id, request } = ready;
    const copies = [request.clone(), request.clone(), request];
    expect((await send(copies[0]!)).status).toBe(200);
    expect((await send(copies[1]!)).status).toBe(200);
    expect((await send(copies[2]!)).status).toBe(200);
    const events = await eventsOf(id);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: "connection.changed", connection_id: id });
    expect(Object.keys(events[0]!).sort()).toEqual(["connection_id", "created_at", "id", "topic", "type"]);
  });

  it("end the account's connections when the app is uninstalled", async () => {
    const ready = await delivery(subject, "uninstalled");
    if (!ready) return;
    const { id, request } = ready;
    expect((await send(request)).status).toBe(200);
    expect(await (await stage.get(`/v1/connections/${id}`)).json()).toMatchObject({ status: "disconnected" });
    expect(await eventsOf(id)).toMatchObject([{ type: "connection.disconnected" }]);
  });

  it("open a rights request for the account, and are on record", async () => {
    const ready = await delivery(subject, "privacy_request");
    if (!ready) return;
    expect((await send(ready.request)).status).toBe(200);
    const audited = await env.DB.prepare(
      "SELECT count(*) AS n FROM audit_log WHERE action LIKE 'privacy.%_request'",
    ).first<number>("n");
    expect(audited).toBe(1);
    const opened = await env.DB.prepare("SELECT count(*) AS n FROM rights_subjects WHERE connection_id = ?1")
      .bind(ready.id)
      .first<number>("n");
    expect(opened).toBe(1);
  });
});
