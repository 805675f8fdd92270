import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connectionStub } from "../../../src/connections/stub";
import { api, frozenClock, ORIGIN } from "../../support/harness";
import type { WebhookAddress } from "./fixture";
import { forgetClient, named, Stage, SUBJECTS, type Subject, secretOf } from "./stage";

let stage: Stage;
afterEach(() => stage?.close());

const SENDING = SUBJECTS.filter(({ adapter }) => adapter.webhooks !== null);
type Kind = "uninstalled" | "changed" | "privacy_request";

const send = (request: Request) => exports.default.fetch(request);

type Told = WebhookAddress & { status: string };
const told = async (id: string) => (await (await stage.get(`/v1/connections/${id}/webhook`)).json()) as Told;

/** Lets the connection's object do what its alarm is set for. */
const ring = async (id: string) => runDurableObjectAlarm(connectionStub(env, id)!);

/** Waits until it is subscribed: the alarm may have rung by itself, and be at it. */
async function subscribed(id: string): Promise<string> {
  await ring(id);
  return vi.waitFor(async () => {
    const { url, status } = await told(id);
    expect(status).toBe("subscribed");
    return url;
  }, 5_000);
}

/** Connected while the platform takes no subscriptions, and one attempt has failed. */
async function connectWhileDown(subject: Subject): Promise<string> {
  stage = await Stage.open(subject);
  stage.interrupt = ({ kind }) => (kind === "subscription" ? new Response("down", { status: 503 }) : null);
  const id = await stage.connect();
  await ring(id);
  await vi.waitFor(
    () =>
      runInDurableObject(connectionStub(env, id)!, (_, { storage }) =>
        expect(storage.sql.exec("SELECT attempts FROM subscription").one()).toEqual({ attempts: 1 }),
      ),
    10_000,
  );
  stage.interrupt = null;
  return id;
}

/** The alarm's next time has come. */
async function later(id: string): Promise<void> {
  const time = frozenClock(Date.now() + 60_000);
  try {
    await ring(id);
  } finally {
    time.release();
  }
}

async function addressFor(subject: Subject, id: string): Promise<WebhookAddress> {
  const { webhooks } = subject.adapter;
  if (webhooks?.subscription) await subscribed(id);
  switch (webhooks?.secret) {
    case "per_connection":
      return told(id);
    case "issued": {
      const { url } = await told(id);
      if (webhooks.subscription) return { url, secret: "" }; // the platform made it, and has it
      const secret = stage.fake.issuedSecret ?? "";
      const entered = await api(stage.developer, "PUT", `/v1/connections/${id}/webhook`, { secret });
      expect(await entered.json()).toMatchObject({ url, secret: null, status: "secret_entered" });
      return { url, secret };
    }
    default:
      return { url: `${ORIGIN}/webhooks/${subject.key}`, secret: secretOf(subject) };
  }
}

/** Connected, with a delivery of that kind ready to be sent; the test is skipped where the platform does not send it. */
async function delivery(subject: Subject, kind: Kind, skip: (why: string) => never) {
  stage = await Stage.open(subject);
  expect(stage.fake.webhook, "an adapter with webhooks has a fixture that signs them").toBeDefined();
  const id = await stage.connect();
  const request = await stage.fake.webhook!(kind, await addressFor(subject, id));
  return request ? { id, request } : skip(`${subject.key} sends nothing of this kind`);
}

/** The delivery with one byte more: in what is signed, or in the code that stands for a signature. */
async function spoilt({ adapter }: Subject, request: Request): Promise<Request> {
  const { url, method } = request;
  const headers = new Headers(request.headers);
  const body = await request.clone().text();
  const bearer = adapter.webhooks?.bearer;
  if (!bearer) return new Request(url, { method, headers, body: `${body} ` });
  headers.set(bearer, `${headers.get(bearer)}x`);
  return new Request(url, { method, headers, body });
}

const audited = async () =>
  (await env.DB.prepare(
    "SELECT count(*) AS n FROM audit_log WHERE action LIKE 'privacy.%_request'",
  ).first<number>("n")) ?? 0;

const eventsOf = async (id: string) =>
  ((await (await stage.get(`/v1/events?connection_id=${id}`)).json()) as { data: Record<string, unknown>[] })
    .data;

const SUBSCRIBED = SENDING.filter(({ adapter }) => adapter.webhooks?.subscription);
describe.each(named(SUBSCRIBED))("%s: the subscription to a shop's events", (_key, subject) => {
  it("is made once the shop is in use, once however often it connects, and ends with the connection", async () => {
    stage = await Stage.open(subject);
    const { subscriptions } = stage.fake;
    expect(subscriptions, "its fixture takes subscriptions").toBeDefined();
    const id = await stage.connect();
    const url = await subscribed(id);
    expect(subscriptions!()).toEqual([url]);
    await stage.reconnect(id);
    await subscribed(id);
    expect(subscriptions!()).toEqual([url]);
    await stage.disconnect(id);
    expect(subscriptions!()).toEqual([]);
  });

  it("is tried again where the platform is down, and the shop is in use meanwhile", async () => {
    const id = await connectWhileDown(subject);
    expect((await told(id)).status).toBe("pending");
    expect(await (await stage.get(`/v1/connections/${id}`)).json()).toMatchObject({ status: "active" });
    await later(id);
    await subscribed(id);
  });

  it("is left alone while the person objects to passing the shop's data on", async () => {
    const id = await connectWhileDown(subject);
    await connectionStub(env, id)!.limitProcessing(["retail_data"]);
    await later(id);
    expect(stage.fake.subscriptions!()).toEqual([]);
  });
});

describe.each(named(SENDING))("%s: its webhooks", (_key, subject) => {
  it("are refused with 401 when a byte of them is another, and change nothing", async ({ skip }) => {
    const { id, request } = await delivery(subject, "changed", skip);
    expect((await send(await spoilt(subject, request))).status).toBe(401);
    // Where the body is itself a signed token (Wix) there is nothing in the headers to be left out.
    if ([...request.headers.keys()].some((name) => name !== "content-type")) {
      const bare = new Request(request.url, { method: "POST", body: await request.clone().text() });
      expect((await send(bare)).status).toBe(401);
    }
    expect(await eventsOf(id)).toEqual([]);
  });

  it("are refused with 401 where no secret is configured", async ({ skip }) => {
    if (subject.adapter.webhooks?.secret === "per_connection") skip("its secret is derived, never absent");
    const { id, request } = await delivery(subject, "changed", skip);
    if (subject.adapter.webhooks?.secret === "issued") await stage.disconnect(id);
    else forgetClient(subject.key);
    expect((await send(request)).status).toBe(401);
  });

  it("become one thin event, however often they are delivered", async ({ skip }) => {
    const { id, request } = await delivery(subject, "changed", skip);
    const copies = [request.clone(), request.clone(), request];
    expect((await send(copies[0]!)).status).toBe(200);
    expect((await send(copies[1]!)).status).toBe(200);
    expect((await send(copies[2]!)).status).toBe(200);
    const events = await eventsOf(id);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: "connection.changed", connection_id: id });
    expect(Object.keys(events[0]!).sort()).toEqual(["connection_id", "created_at", "id", "topic", "type"]);
  });

  it("end the account's connections when the app is uninstalled", async ({ skip }) => {
    const { id, request } = await delivery(subject, "uninstalled", skip);
    expect((await send(request)).status).toBe(200);
    expect(await (await stage.get(`/v1/connections/${id}`)).json()).toMatchObject({ status: "disconnected" });
    expect(await eventsOf(id)).toMatchObject([{ type: "connection.disconnected" }]);
  });

  it("open a rights request for the account, and are on record", async ({ skip }) => {
    const { id, request } = await delivery(subject, "privacy_request", skip);
    const before = await audited();
    expect((await send(request)).status).toBe(200);
    expect(await audited()).toBe(before + 1);
    const opened = await env.DB.prepare("SELECT count(*) AS n FROM rights_subjects WHERE connection_id = ?1")
      .bind(id)
      .first<number>("n");
    expect(opened).toBe(1);
  });
});
