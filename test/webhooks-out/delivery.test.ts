import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fanOut } from "../../src/events/outbox";
import { insertEvents } from "../../src/events/store";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/kernel/clock";
import { newConnectionId, newId } from "../../src/kernel/ids";
import { noticeStatements } from "../../src/rights/notices";
import { deliverDue, deliveryStep } from "../../src/webhooks-out/deliver";
import { retryAt } from "../../src/webhooks-out/schedule";
import { signatureOf } from "../../src/webhooks-out/secrets";
import worker from "../../src/worker";
import { api, connectSandbox, type Developer, frozenClock, newDeveloper } from "../support/harness";
import { clear, deliveriesOf, HOOKS, newEndpoint, readEndpoint, receivers, verifies } from "./receiver";

const NOW = Date.parse("2026-11-25T12:00:00.000Z");

let time: ReturnType<typeof frozenClock>;
let mine: Developer;

beforeEach(async () => {
  time = frozenClock(NOW);
  mine = await newDeveloper();
});
afterEach(async () => {
  vi.restoreAllMocks();
  time.release();
  await clear();
});

async function happen(developer: Developer, more: { topic?: string; connectionId?: string } = {}) {
  const id = newId("evt");
  await insertEvents(env.DB, [
    {
      id,
      appId: developer.appId,
      mode: developer.mode,
      type: "connection.changed",
      connectionId: more.connectionId ?? newConnectionId("eu"),
      topic: more.topic ?? "orders/updated",
      createdAt: NOW,
    },
  ]);
  return id;
}

describe("an event", () => {
  it("reaches its endpoint thin, signed, once, and without following anything it answers", async () => {
    const received = receivers();
    const endpoint = await newEndpoint(mine);
    const connectionId = newConnectionId("eu");
    const id = await happen(mine, { connectionId });
    expect(await deliveryStep(env)).toEqual({ delivered: 1, failed: 0 });
    expect(await deliveryStep(env)).toEqual({ delivered: 0, failed: 0 });
    expect(received).toHaveLength(1);
    const [seen] = received;
    expect(seen).toMatchObject({ method: "POST", url: HOOKS, redirect: "manual" });
    expect(JSON.parse(seen!.body)).toEqual({
      type: "connection.changed",
      id,
      timestamp: "2026-11-25T12:00:00.000Z",
      data: { app_id: mine.appId, mode: "test", connection_id: connectionId, topic: "orders/updated" },
    });
    expect(seen!.headers.get("webhook-id")).toBe(id);
    expect(seen!.headers.get("webhook-timestamp")).toBe(String(NOW / SECOND));
    expect(await verifies(seen!, endpoint.secret)).toBe(true);
    expect(await verifies({ ...seen!, body: `${seen!.body} ` }, endpoint.secret)).toBe(false);
    expect(await verifies(seen!, `whsec_${btoa("another secret of thirty-two byt")}`)).toBe(false);
    expect(await deliveriesOf(mine, endpoint.id)).toMatchObject([
      { event_id: id, event_type: "connection.changed", status: "delivered", attempts: 1, last_status: 200 },
    ]);
  });

  it("is signed as the specification says, by a sum that was made elsewhere", async () => {
    // HMAC-SHA256 of id.timestamp.body under the 32 bytes, computed with Python's hmac.
    const secret = "whsec_dGhpcnR5LXR3byBieXRlcyBmb3Igb3VyIHZlY3RvcnM=";
    const message = {
      id: "evt_vector1",
      at: 1_795_608_000_000,
      body: '{"type":"connection.changed","data":{"topic":"orders/updated"}}',
    };
    expect(await signatureOf([{ secret, endsAt: null }], message, message.at)).toBe(
      "v1,dnOvA7TV1MvJn2Gm/2pGEPXQU9dSOMZ2lhIcuS94+/A=",
    );
  });

  it("reaches every endpoint that wants its type, in its mode and app, and no other", async () => {
    const received = receivers();
    const live = await newDeveloper({ appId: mine.appId, mode: "live" });
    const stranger = await newDeveloper();
    await newEndpoint(mine, { url: `${HOOKS}/all` });
    await newEndpoint(mine, { url: `${HOOKS}/changes`, types: ["connection.changed"] });
    await newEndpoint(mine, { url: `${HOOKS}/rights`, types: ["rights.erased"] });
    await newEndpoint(live, { url: `${HOOKS}/live` });
    await newEndpoint(stranger, { url: `${HOOKS}/stranger` });
    await happen(mine);
    await deliveryStep(env);
    expect(received.map(({ url }) => url.slice(HOOKS.length)).sort()).toEqual(["/all", "/changes"]);
  });

  it("put on its way twice goes once to each endpoint", async () => {
    const received = receivers();
    await newEndpoint(mine, { url: `${HOOKS}/a` });
    await newEndpoint(mine, { url: `${HOOKS}/b` });
    const id = await happen(mine);
    await fanOut(env.DB, "events", [id], NOW).run();
    await Promise.all([deliveryStep(env), deliveryStep(env), deliverDue(env, 10)]);
    await fanOut(env.DB, "events", [id], NOW).run();
    await deliveryStep(env);
    expect(received.map(({ url }) => url.slice(HOOKS.length)).sort()).toEqual(["/a", "/b"]);
  });

  it("written by one statement over many apps is found by cron, but not by an endpoint that came later", async () => {
    const received = receivers();
    await newEndpoint(mine, { url: `${HOOKS}/before` });
    await env.DB.prepare(
      "INSERT INTO events (id, app_id, mode, type, topic, created_at) VALUES (?1, ?2, 'test', 'policy.published', '2027-01-01', ?3)",
    )
      .bind(newId("evt"), mine.appId, NOW + 1)
      .run();
    time.add(MINUTE);
    await newEndpoint(mine, { url: `${HOOKS}/after` });
    await deliveryStep(env);
    expect(received.map(({ url }) => url)).toEqual([`${HOOKS}/before`]);
    expect(JSON.parse(received[0]!.body).data).toEqual({
      app_id: mine.appId,
      mode: "test",
      policy_version: "2027-01-01",
    });
  });

  it("of a right that was carried out names the request", async () => {
    const received = receivers();
    await newEndpoint(mine);
    const notice = {
      appId: mine.appId,
      mode: mine.mode,
      connectionId: newConnectionId("us"),
      requestId: newId("rr"),
    };
    await env.DB.batch(noticeStatements(env.DB, { ...notice, kind: "erased", now: NOW }));
    await deliveryStep(env);
    expect(JSON.parse(received[0]!.body)).toMatchObject({
      type: "rights.erased",
      data: { connection_id: notice.connectionId, rights_request_id: notice.requestId },
    });
  });

  it("tells once that a connection ended, whoever ended it and however often D1 is told", async () => {
    receivers();
    const endpoint = await newEndpoint(mine, { types: ["connection.disconnected"] });
    vi.restoreAllMocks();
    const { id } = await connectSandbox(mine);
    for (let i = 0; i < 2; i++) expect((await api(mine, "DELETE", `/v1/connections/${id}`)).status).toBe(200);
    const { data } = (await (await api(mine, "GET", "/v1/events")).json()) as { data: unknown[] };
    expect(data).toMatchObject([{ type: "connection.disconnected", connection_id: id, topic: null }]);
    expect(await deliveriesOf(mine, endpoint.id)).toHaveLength(1);
  });

  it("that is gone by the time of its delivery is let go of", async () => {
    const received = receivers();
    const endpoint = await newEndpoint(mine);
    const id = await happen(mine);
    await env.DB.prepare("DELETE FROM events WHERE id = ?1").bind(id).run();
    await deliveryStep(env);
    expect(received).toEqual([]);
    expect(await deliveriesOf(mine, endpoint.id)).toMatchObject([
      { status: "dead", last_fault: "event_gone", event_type: null },
    ]);
  });
});

describe("a receiver that fails", () => {
  it("is asked again with growing pauses for some three days, then the delivery is dead and can be replayed", async () => {
    const received = receivers(() => new Response(null, { status: 500 }));
    const endpoint = await newEndpoint(mine);
    const id = await happen(mine);
    const moments: number[] = [];
    for (let i = 0; i < 20; i++) {
      await deliveryStep(env);
      const [delivery] = await deliveriesOf(mine, endpoint.id);
      if (delivery!.status === "dead") break;
      const next = Date.parse(delivery!.next_attempt_at!);
      moments.push(next - NOW);
      time.set(next - 1);
      const before = received.length;
      await deliveryStep(env);
      expect(received.length).toBe(before);
      time.set(next);
    }
    expect(received).toHaveLength(12);
    expect(moments[0]).toBeGreaterThanOrEqual(5 * SECOND);
    expect(moments[0]).toBeLessThanOrEqual(6 * SECOND);
    expect(moments.at(-1)).toBeGreaterThan(2.5 * DAY);
    expect(moments.at(-1)).toBeLessThan(3.6 * DAY);
    expect(new Set(received.map(({ headers }) => headers.get("webhook-id")))).toEqual(new Set([id]));
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    for (const seen of received) expect(await verifies(seen, endpoint.secret)).toBe(true);
    const [dead] = await deliveriesOf(mine, endpoint.id);
    expect(dead).toMatchObject({ status: "dead", attempts: 12, last_status: 500, last_fault: "status" });

    vi.restoreAllMocks();
    const again = receivers();
    const replay = await api(mine, "POST", `/v1/webhook-deliveries/${dead!.id}/replay`);
    expect(replay.status).toBe(200);
    await vi.waitFor(async () => {
      expect(await deliveriesOf(mine, endpoint.id)).toMatchObject([{ status: "delivered", attempts: 1 }]);
    });
    expect(again.map(({ headers }) => headers.get("webhook-id"))).toEqual([id]);
  });

  it("pauses as published, with a little chance and never less", () => {
    const pauses = Array.from({ length: 12 }, (_, i) => retryAt(i + 1, 0, 0));
    expect(pauses.slice(0, 6)).toEqual([5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR]);
    expect(pauses.at(-1)).toBeNull();
    expect(retryAt(2, 0, 0.999)).toBeLessThanOrEqual(6 * MINUTE);
  });

  it.each([
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: "https://10.0.0.1/" } }),
      302,
      "redirect",
    ],
    ["a refusal", () => new Response("no", { status: 404 }), 404, "status"],
    [
      "no answer in time",
      () => Promise.reject(new DOMException("took too long", "TimeoutError")),
      null,
      "timeout",
    ],
    ["no connection", () => Promise.reject(new TypeError("refused")), null, "unreachable"],
  ] as const)("by %s is asked again", async (_, answer, status, fault) => {
    const received = receivers(answer as () => Response);
    const endpoint = await newEndpoint(mine);
    await happen(mine);
    expect(await deliveryStep(env)).toEqual({ delivered: 0, failed: 1 });
    expect(received).toHaveLength(1);
    expect(await deliveriesOf(mine, endpoint.id)).toMatchObject([
      { status: "pending", attempts: 1, last_status: status, last_fault: fault },
    ]);
  });

  it("for five days is disabled, and its developer alerted once", async () => {
    receivers(() => new Response(null, { status: 503 }));
    const endpoint = await newEndpoint(mine);
    await happen(mine);
    await deliveryStep(env);
    time.add(5 * DAY - 1);
    await happen(mine);
    await deliveryStep(env);
    expect(await readEndpoint(mine, endpoint.id)).toMatchObject({
      status: "enabled",
      failing_since: "2026-11-25T12:00:00.000Z",
    });
    time.add(2 * HOUR);
    await happen(mine);
    await deliveryStep(env);
    expect(await readEndpoint(mine, endpoint.id)).toMatchObject({ status: "disabled" });
    const { results } = await env.DB.prepare("SELECT rule, app_id, about FROM alerts").all();
    expect(results).toEqual([{ rule: "endpoint_failing", app_id: mine.appId, about: endpoint.id }]);
    expect((await deliveriesOf(mine, endpoint.id)).every(({ status }) => status === "dead")).toBe(true);
    const enabled = await api(mine, "POST", `/v1/webhook-endpoints/${endpoint.id}/enable`);
    expect(await enabled.json()).toMatchObject({ status: "enabled", failing_since: null });
  });

  it("and recovers is no longer failing", async () => {
    let status = 500;
    receivers(() => new Response(null, { status }));
    const endpoint = await newEndpoint(mine);
    await happen(mine);
    await deliveryStep(env);
    status = 204;
    time.add(HOUR);
    await deliveryStep(env);
    expect(await readEndpoint(mine, endpoint.id)).toMatchObject({ status: "enabled", failing_since: null });
  });

  it("with 410 is disabled at once", async () => {
    const received = receivers(() => new Response(null, { status: 410 }));
    const endpoint = await newEndpoint(mine);
    await happen(mine);
    await deliveryStep(env);
    await happen(mine);
    await deliveryStep(env);
    expect(received).toHaveLength(1);
    expect(await readEndpoint(mine, endpoint.id)).toMatchObject({ status: "disabled" });
    expect(await deliveriesOf(mine, endpoint.id)).toMatchObject([{ status: "dead", last_fault: "gone" }]);
    const replay = await api(
      mine,
      "POST",
      `/v1/webhook-deliveries/${(await deliveriesOf(mine, endpoint.id))[0]!.id}/replay`,
    );
    expect(replay.status).toBe(409);
  });

  it("with a long backlog keeps no other endpoint waiting", async () => {
    const received = receivers(
      ({ url }) => new Response(null, { status: url.endsWith("/down") ? 500 : 200 }),
    );
    const other = await newDeveloper();
    await newEndpoint(mine, { url: `${HOOKS}/down` });
    for (let i = 0; i < 8; i++) await happen(mine);
    await newEndpoint(other, { url: `${HOOKS}/up` });
    time.add(1);
    await happen(other);
    await deliverDue(env, 2);
    expect(received.map(({ url }) => url.slice(HOOKS.length)).sort()).toEqual(["/down", "/up"]);
  });
});

describe("an attempt that died", () => {
  it("is made again after its claim has lapsed, and its late outcome changes nothing", async () => {
    const received = receivers();
    const endpoint = await newEndpoint(mine);
    await happen(mine);
    await env.DB.prepare("UPDATE outgoing_deliveries SET attempts = 1, next_at = ?1")
      .bind(NOW + MINUTE)
      .run();
    await deliveryStep(env);
    expect(received).toHaveLength(0);
    time.add(MINUTE);
    await deliveryStep(env);
    expect(received).toHaveLength(1);
    expect(await deliveriesOf(mine, endpoint.id)).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });
});

it("cron delivers each minute, by a trigger of its own", async () => {
  const received = receivers();
  await newEndpoint(mine);
  await happen(mine);
  await worker.scheduled(createScheduledController({ cron: "* * * * *" }), env);
  expect(received).toHaveLength(1);
});
