import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { deliveryStatement } from "../../src/webhooks-out/delivery-store";
import { frozenClock, unescapeHtml } from "../support/harness";
import { clear, HOOKS, receivers, verifies } from "../webhooks-out/receiver";
import { owner, type Person, shownIn, teammate } from "./people";

const NOW = Date.parse("2026-11-25T12:00:00.000Z");

let time: ReturnType<typeof frozenClock>;
let ada: Person;
let here: string;

beforeEach(async () => {
  time = frozenClock(NOW);
  ada = await owner();
  here = `${(await ada.submit("/portal/apps", { name: "Ledger" })).headers.get("location")}/webhooks`;
});
afterEach(async () => {
  vi.restoreAllMocks();
  time.release();
  await clear();
});

async function made(
  fields: Record<string, string | string[]> = {},
): Promise<{ path: string; secret: string }> {
  const answer = await ada.submit(here, { url: HOOKS, mode: "test", ...fields });
  const html = await answer.text();
  expect(answer.status, html).toBe(200);
  return { path: `${here}/${/whk_\w+/.exec(html)![0]}`, secret: shownIn(html) };
}

describe("an endpoint", () => {
  it("is made with a secret that is shown once, and signs the test that is sent", async () => {
    const received = receivers();
    const { path, secret } = await made({ types: ["rights.erased"], description: "<i>mine</i>" });
    const list = await ada.page(here);
    expect(list).toContain(HOOKS);
    expect(list).toContain("&lt;i&gt;mine&lt;/i&gt;");
    for (const page of [list, await ada.page(path)]) expect(page).not.toContain("whsec_");
    expect(await ada.page(`${here}?mode=live`)).not.toContain(HOOKS);

    expect((await ada.submit(`${path}/test`)).headers.get("location")).toBe(path);
    expect(received).toHaveLength(1);
    expect(await verifies(received[0]!, secret)).toBe(true);
    const page = await ada.page(path);
    expect(page).toContain("webhook.test");
    expect(page).toContain('<span class="badge badge-good">delivered</span>');
    expect(page).toContain("<td>200</td>");
  });

  it("is refused where the API refuses it, and the form says so at the field and keeps the rest", async () => {
    receivers(undefined, () => ["10.0.0.1"]);
    for (const url of ["http://a.example/x", "https://localhost/x", HOOKS, ""]) {
      const answer = await ada.submit(here, { url, mode: "test", description: "kept", types: "nonsense" });
      expect(answer.status, url).toBe(422);
    }
    const answer = await ada.submit(here, { url: HOOKS, mode: "live", description: "kept" });
    const html = unescapeHtml(await answer.text());
    expect(html).toMatch(/id="url-error".*must name a host on the public network/);
    expect(html).toContain('value="kept"');
    expect(await env.DB.prepare("SELECT count(*) AS n FROM webhook_endpoints").first("n")).toBe(0);
  });

  it("has its secret replaced, and signs with both until the overlap ends", async () => {
    const received = receivers();
    const { path, secret } = await made();
    const rotated = await (await ada.submit(`${path}/rotate`, { overlap_seconds: "3600" })).text();
    const next = shownIn(rotated);
    expect(next).not.toBe(secret);
    expect(rotated).toContain("2026-11-25 13:00 UTC");
    await ada.submit(`${path}/test`);
    expect([await verifies(received[0]!, secret), await verifies(received[0]!, next)]).toEqual([true, true]);
    const last = shownIn(await (await ada.submit(`${path}/rotate`, { overlap_seconds: "0" })).text());
    await ada.submit(`${path}/test`);
    expect([await verifies(received[1]!, next), await verifies(received[1]!, last)]).toEqual([false, true]);
    for (const overlap_seconds of ["-1", "86401", "1.5", "soon"])
      expect((await ada.submit(`${path}/rotate`, { overlap_seconds })).status, overlap_seconds).toBe(422);
    expect((await ada.submit(`${path}/rotate`)).status).toBe(422);
  });

  it("that was disabled is enabled again, takes no test until then, and is deleted with its deliveries", async () => {
    receivers();
    const { path } = await made();
    await env.DB.prepare("UPDATE webhook_endpoints SET status = 'disabled', failing_since = ?1")
      .bind(NOW)
      .run();
    expect(await ada.page(path)).toContain("disabled");
    expect((await ada.submit(`${path}/test`)).status).toBe(409);
    expect((await ada.submit(`${path}/enable`)).status).toBe(303);
    expect((await ada.submit(`${path}/test`)).status).toBe(303);
    expect((await ada.submit(`${path}/delete`)).headers.get("location")).toBe(`${here}?mode=test`);
    expect((await ada.get(path)).status).toBe(404);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM outgoing_deliveries").first("n")).toBe(0);
  });
});

describe("deliveries", () => {
  it("that are dead are listed with their last answer, and replayed with the same id", async () => {
    let status = 500;
    const received = receivers(() => new Response(null, { status }));
    const { path } = await made();
    await ada.submit(`${path}/test`);
    const dead = unescapeHtml(await ada.page(`${path}?status=dead`));
    expect(dead).toContain('<span class="badge badge-danger">dead</span>');
    expect(dead).toContain("500, status");
    expect(await ada.page(`${path}?status=delivered`)).toContain("There are none");
    const replay = /action="([^"]+\/replay)"/.exec(dead)![1]!;
    status = 200;
    expect((await ada.submit(replay)).headers.get("location")).toBe(path);
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[1]!.headers.get("webhook-id")).toBe(received[0]!.headers.get("webhook-id"));
    await vi.waitFor(async () => expect(await ada.page(path)).toContain("delivered</span>"));
  });

  it("are read page by page, and a cursor of one endpoint is none of another's", async () => {
    receivers();
    const [one, other] = [await made(), await made()];
    const endpointId = one.path.split("/").at(-1)!;
    const ids = Array.from({ length: 51 }, () => newId("evt"));
    await env.DB.batch(
      ids.map((eventId, i) =>
        deliveryStatement(env.DB, { id: newId("whd"), endpointId, eventId, now: NOW - i * DAY }),
      ),
    );
    const first = await ada.page(one.path);
    expect(first).toContain(ids[49]);
    expect(first).not.toContain(ids[50]);
    const next = unescapeHtml(/href="([^"]+cursor=[^"]+)"/.exec(first)![1]!);
    expect(await ada.page(next)).toContain(ids[50]);
    expect((await ada.get(next.replace(one.path, other.path))).status).toBe(422);
    expect((await ada.get(next.replace("?", "?status=dead&"))).status).toBe(422);
  });

  it("are read by a viewer, who is shown nothing to press", async () => {
    receivers();
    const { path } = await made();
    await ada.submit(`${path}/test`);
    const viewer = await teammate(ada, "viewer");
    for (const page of [here, path]) expect(await viewer.page(page)).not.toContain("<form");
  });
});
