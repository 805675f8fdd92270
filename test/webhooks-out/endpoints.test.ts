import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { insertEvents } from "../../src/events/store";
import { DAY, HOUR } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { SealBroken } from "../../src/kernel/seal";
import { forgetHosts } from "../../src/platforms/host-guard";
import { deliveryStep } from "../../src/webhooks-out/deliver";
import { openSecrets } from "../../src/webhooks-out/secrets";
import { addressFault } from "../../src/webhooks-out/target";
import { api, type Developer, frozenClock, newDeveloper, ORIGIN } from "../support/harness";
import { clear, deliveriesOf, HOOKS, newEndpoint, receivers, verifies } from "./receiver";

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

const post = (developer: Developer, path: string, body?: unknown) => api(developer, "POST", path, body);

describe("an endpoint", () => {
  it("is made with a secret that is shown once and lies sealed to it", async () => {
    receivers();
    const endpoint = await newEndpoint(mine);
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const list = await (await api(mine, "GET", "/v1/webhook-endpoints")).text();
    expect(list).toContain(endpoint.id);
    expect(list).not.toContain("whsec_");
    const row = await env.DB.prepare("SELECT * FROM webhook_endpoints").first<Record<string, unknown>>();
    expect(JSON.stringify(row)).not.toContain(endpoint.secret.slice(6, 20));
    const sealed = new Uint8Array(row!["secrets"] as number[]);
    expect(await openSecrets(env, endpoint.id, sealed)).toEqual([{ secret: endpoint.secret, endsAt: null }]);
    await expect(openSecrets(env, newId("whk"), sealed)).rejects.toThrow(SealBroken);
  });

  it("answers a test at once, and a failing test is no mark against it", async () => {
    let status = 200;
    const received = receivers(() => new Response(null, { status }));
    const endpoint = await newEndpoint(mine, { types: ["rights.erased"] });
    await newEndpoint(mine, { url: `${HOOKS}/other` });
    const good = await post(mine, `/v1/webhook-endpoints/${endpoint.id}/test`);
    expect(await good.json()).toMatchObject({
      status: "delivered",
      event_type: "webhook.test",
      last_status: 200,
    });
    status = 410;
    const bad = await post(mine, `/v1/webhook-endpoints/${endpoint.id}/test`);
    expect(await bad.json()).toMatchObject({ status: "dead", attempts: 1, last_status: 410 });
    await deliveryStep(env);
    expect(received.map(({ url }) => url)).toEqual([HOOKS, HOOKS]);
    expect(await verifies(received[0]!, endpoint.secret)).toBe(true);
    expect(await (await api(mine, "GET", `/v1/webhook-endpoints/${endpoint.id}`)).json()).toMatchObject({
      status: "enabled",
      failing_since: null,
    });
  });

  it("with its secret replaced is signed by both for a day, then by the new one alone", async () => {
    const received = receivers();
    const { id, secret: old } = await newEndpoint(mine);
    const answer = await post(mine, `/v1/webhook-endpoints/${id}/rotate-secret`, {});
    const next = (await answer.json()) as { secret: string; former_secret_ends_at: string };
    expect(answer.status).toBe(200);
    expect(next.secret).not.toBe(old);
    expect(next.former_secret_ends_at).toBe("2026-11-26T12:00:00.000Z");
    const test = () => post(mine, `/v1/webhook-endpoints/${id}/test`);
    time.add(DAY - 1);
    await test();
    expect(received[0]!.headers.get("webhook-signature")!.split(" ")).toHaveLength(2);
    expect(await verifies(received[0]!, old)).toBe(true);
    expect(await verifies(received[0]!, next.secret)).toBe(true);
    time.add(1);
    await test();
    expect(received[1]!.headers.get("webhook-signature")!.split(" ")).toHaveLength(1);
    expect(await verifies(received[1]!, old)).toBe(false);
    expect(await verifies(received[1]!, next.secret)).toBe(true);
  });

  it("whose secret leaked is signed by the new one alone, at once", async () => {
    const received = receivers();
    const { id, secret: old } = await newEndpoint(mine);
    const answer = await post(mine, `/v1/webhook-endpoints/${id}/rotate-secret`, { overlap_seconds: 0 });
    expect(await answer.json()).toMatchObject({ former_secret_ends_at: null });
    await post(mine, `/v1/webhook-endpoints/${id}/test`);
    expect(await verifies(received[0]!, old)).toBe(false);
  });

  it("goes with its deliveries", async () => {
    const received = receivers(() => new Response(null, { status: 500 }));
    const { id } = await newEndpoint(mine);
    await insertEvents(env.DB, [
      {
        id: newId("evt"),
        appId: mine.appId,
        mode: "test",
        type: "policy.published",
        connectionId: null,
        topic: null,
        createdAt: NOW,
      },
    ]);
    expect(await deliveriesOf(mine, id)).toHaveLength(1);
    expect(await (await api(mine, "DELETE", `/v1/webhook-endpoints/${id}`)).json()).toEqual({
      id,
      deleted: true,
    });
    expect((await api(mine, "DELETE", `/v1/webhook-endpoints/${id}`)).status).toBe(404);
    time.add(HOUR);
    await deliveryStep(env);
    expect(received).toEqual([]);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM outgoing_deliveries").first("n")).toBe(0);
  });

  it("is one of ten at most", async () => {
    receivers();
    const answers = await Promise.all(
      Array.from({ length: 13 }, () => post(mine, "/v1/webhook-endpoints", { url: HOOKS })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...new Array<number>(10).fill(201),
      ...new Array<number>(3).fill(409),
    ]);
  });

  it("of another app or mode does not exist, on any route", async () => {
    receivers();
    const { id } = await newEndpoint(mine);
    await post(mine, `/v1/webhook-endpoints/${id}/test`);
    const [delivery] = await deliveriesOf(mine, id);
    const live = await newDeveloper({ appId: mine.appId, mode: "live" });
    for (const other of [await newDeveloper(), live]) {
      for (const [method, path, body] of [
        ["GET", `/v1/webhook-endpoints/${id}`],
        ["DELETE", `/v1/webhook-endpoints/${id}`],
        ["POST", `/v1/webhook-endpoints/${id}/rotate-secret`, {}],
        ["POST", `/v1/webhook-endpoints/${id}/enable`],
        ["POST", `/v1/webhook-endpoints/${id}/test`],
        ["GET", `/v1/webhook-endpoints/${id}/deliveries`],
        ["POST", `/v1/webhook-deliveries/${delivery!.id}/replay`],
      ] as const) {
        const answer = await api(other, method, path, body);
        expect(answer.status, `${method} ${path}`).toBe(404);
        expect(await answer.json()).toMatchObject({ code: "not_found" });
      }
      expect(await (await api(other, "GET", "/v1/webhook-endpoints")).json()).toMatchObject({ data: [] });
    }
    expect((await api(mine, "GET", `/v1/webhook-endpoints/${id}`)).status).toBe(200);
  });

  it("needs the scope of its own", async () => {
    const reader = await newDeveloper({ appId: mine.appId, scopes: ["connections", "usage"] });
    expect((await api(reader, "GET", "/v1/webhook-endpoints")).status).toBe(403);
  });

  it("lists its deliveries page by page", async () => {
    receivers();
    const { id } = await newEndpoint(mine);
    for (let i = 0; i < 5; i++) {
      time.add(i % 2);
      await post(mine, `/v1/webhook-endpoints/${id}/test`);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const answer = await api(mine, "GET", `/v1/webhook-endpoints/${id}/deliveries?limit=2${query}`);
      const page = (await answer.json()) as { data: { id: string }[]; next_cursor: string | null };
      seen.push(...page.data.map((delivery) => delivery.id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });
});

/** Ways into somebody's private network, and other places that are none of ours to call. */
const INWARD = [
  "http://hooks.acme-books.com/",
  "ftp://hooks.acme-books.com/",
  "https://hooks.acme-books.com:8443/",
  "https://user:pass@hooks.acme-books.com/",
  "https://hooks.acme-books.com/#x",
  "https://localhost/",
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://[::1]/",
  "https://[::ffff:169.254.169.254]/",
  "https://169.254.169.254/latest/meta-data",
  "https://10.1.2.3/",
  "https://metadata.google.internal/",
  "https://printer.local/",
  "https://hooks/",
  "https://hooks.acme-books.com./",
  `${ORIGIN}/webhooks/square`,
  "not a url",
  "javascript:alert(1)",
];

describe("the guard against inward addresses", () => {
  it.each(INWARD)("%s is refused when it is registered, and nothing is asked", async (url) => {
    const received = receivers();
    const answer = await post(mine, "/v1/webhook-endpoints", { url });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ path: "body.url" }] });
    expect(received).toEqual([]);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM webhook_endpoints").first("n")).toBe(0);
  });

  it.each([
    [["10.0.0.5"]],
    [["93.184.215.14", "192.168.1.1"]],
    [["93.184.215.14", "::1"]],
    [["fd00::1"]],
    [[]],
  ])("a name that resolves to %j is refused", async (addresses) => {
    receivers(undefined, () => addresses);
    expect((await post(mine, "/v1/webhook-endpoints", { url: HOOKS })).status).toBe(422);
  });

  it("a name that is moved inward after it was registered is not called", async () => {
    let address = "93.184.215.14";
    const received = receivers(undefined, () => [address]);
    const endpoint = await newEndpoint(mine);
    address = "169.254.169.254";
    forgetHosts();
    const answer = await post(mine, `/v1/webhook-endpoints/${endpoint.id}/test`);
    expect(await answer.json()).toMatchObject({
      status: "dead",
      last_fault: "address_refused",
      last_status: null,
    });
    expect(received).toEqual([]);
  });

  it("lets plain http through to this machine in a local trial, and nowhere else", () => {
    const local = { environment: "local", publicOrigin: "http://localhost:8787" } as const;
    const production = { environment: "production", publicOrigin: "https://api.metristack.com" } as const;
    expect(addressFault("http://localhost:9000/hooks", local)).toBeNull();
    expect(addressFault("http://localhost:8787/hooks", local)).not.toBeNull();
    expect(addressFault("http://192.168.1.10:9000/hooks", local)).not.toBeNull();
    expect(addressFault("http://localhost:9000/hooks", production)).not.toBeNull();
    expect(addressFault("https://api.metristack.com/hooks", production)).not.toBeNull();
    expect(addressFault(HOOKS, production)).toBeNull();
  });
});
