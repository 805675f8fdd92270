import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { configOf } from "../../src/config/config";
import { Vault } from "../../src/connections/vault";
import { hourOf } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { Sealer } from "../../src/kernel/sealer";
import { pack } from "../../src/logs/partition";
import { meterOf } from "../../src/meter/shards";
import { SandboxPlatform } from "../../src/worker";
import { line } from "../logs/fixture";
import { api, connectSandbox, type Developer, flushMeter, newDeveloper, ORIGIN } from "../support/harness";
import { collectMarks, formsOf } from "../support/marks";
import { dump, findMarks, inEvery, type Stored, Watch } from "../support/stores";

/** DESIGN rule 2: business data passes through, and stays nowhere. */

const SHOPS = ["lagos-home", "kuwait-oud", "lyon-librairie", "kyoto-utsuwa"];
const LISTS = ["locations", "products", "orders", "refunds", "inventory", "customers"];

let watch: Watch;
let developer: Developer;
/** By field; all of it was really answered to the caller. */
const marks = new Map<string, Set<string>>();
const answered = new Map<number, number>();

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await api(developer, method, path, body, {
    "cf-connecting-ip": "203.0.113.77",
    "cf-ipcountry": "NG",
    ...headers,
  });
  answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
  return answer.text();
}

async function read(path: string): Promise<Record<string, unknown>> {
  const body = JSON.parse(await call("GET", path)) as Record<string, unknown>;
  collectMarks(body, marks);
  return body;
}

/** What the sandbox answers next on its retail API, instead of what it has. */
let instead: ((request: Request) => Promise<Response | null>) | null = null;

async function readEverything(id: string): Promise<void> {
  const base = `/v1/connections/${id}`;
  await read(`${base}/store`);
  await read(`${base}/store?raw=true`);
  for (const list of LISTS) {
    const first = await read(`${base}/${list}?limit=100`);
    await read(`${base}/${list}?limit=30&raw=true`);
    if (typeof first.next_cursor === "string")
      await read(`${base}/${list}?limit=100&cursor=${encodeURIComponent(first.next_cursor)}`);
  }
  const [order] = (await read(`${base}/orders?limit=1`)).data as { id: string }[];
  const [product] = (await read(`${base}/products?limit=1`)).data as { id: string }[];
  for (const raw of ["", "?raw=true"]) {
    await read(`${base}/orders/${order!.id}${raw}`);
    await read(`${base}/products/${product!.id}${raw}`);
  }
  for (const path of [
    "shop",
    "customers?limit=40",
    "orders?limit=40",
    "products?limit=40",
    `orders/${order!.id}`,
  ]) {
    await read(`${base}/proxy/${path}`);
  }
}

/** Puts marks wherever a caller can put text. */
async function sayMarks(id: string, mark: string): Promise<void> {
  const base = `/v1/connections/${id}`;
  const text = encodeURIComponent(mark);
  const header = /^[ -~]*$/.test(mark) ? mark : text;
  for (const path of [
    `${base}/orders/${text}`,
    `${base}/products/${text}`,
    `${base}/orders?location_id=${text}`,
    `${base}/refunds?location_id=${text}`,
    `${base}/orders?status=${text}`,
    `${base}/orders?updated_since=${text}`,
    `${base}/orders?cursor=${text}`,
    `${base}/orders?limit=${text}`,
    `${base}/customers?raw=${text}`,
    `${base}/customers?email=${text}`,
    `${base}/customers/${text}`,
    `${base}/proxy/customers?mail=${text}`,
    `${base}/proxy/customers/${text}`,
    `${base}/proxy/${text}/../../../${text}`,
    `/v1/connections/${text}`,
    `/v1/connections/${text}/orders`,
    `/v1/connections?external_user_id=${text}`,
    `/v1/connections?status=${text}`,
    `/v1/usage?from=${text}`,
    `/v1/logs?operation=${text}`,
    `/v1/logs?connection_id=${text}`,
    `/v1/${text}`,
  ]) {
    await call("GET", path, undefined, {
      "user-agent": header,
      referer: `https://shop.example/${text}`,
      "x-request-id": header,
      "accept-language": header,
    });
  }
  const body = { given: mark, mail: mark, note: [mark] };
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    await call(method, `${base}/proxy/customers/${text}`, body);
  await call("POST", `${base}/proxy/customers`, `{"broken": "${mark}`);
  await call("POST", "/v1/connect/sessions", {
    external_user_id: 7,
    redirect_uri: mark,
    platforms: [mark],
    region: mark,
  });
  await call("POST", "/v1/connect/exchange", { code: mark });
  await call("POST", "/v1/api-keys", { name: "ok", scopes: [mark] });
  await call("POST", `/v1/sandbox/connections/${id}/break`, { as: mark });
  await call("DELETE", `/v1/connections/${text}`);
}

/** A platform that repeats business data in everything it says: in refusals, in broken answers, in headers. */
async function platformSays(id: string, mark: string): Promise<void> {
  const base = `/v1/connections/${id}`;
  const fault =
    (status: number, headers: Record<string, string> = {}) =>
    async () =>
      Response.json(
        { fault: { code: mark, text: `${mark} has no such order` } },
        { status, headers: { link: `<${ORIGIN}/${encodeURIComponent(mark)}>`, ...headers } },
      );
  const says: (() => Promise<Response>)[] = [
    fault(400),
    fault(403),
    fault(404),
    fault(422),
    fault(429, { "retry-after": "60" }),
    fault(500),
    async () =>
      Response.json({ items: [{ ref: 7, given: mark, mail: [mark] }], paging: { next: null, limit: 1 } }),
    async () => Response.json({ items: mark, paging: mark }),
    async () => new Response(`<p>${mark}</p>`, { headers: { "content-type": "text/html" } }),
    async () =>
      new Response(`{"items":[{"given":"${mark}`, { headers: { "content-type": "application/json" } }),
    async () => new Response(new Uint8Array([...new TextEncoder().encode(mark), 0xff, 0xfe])),
  ];
  for (const say of says) {
    instead = say;
    for (const path of ["customers?limit=1", "orders/ord_000001", "proxy/customers"])
      await call("GET", `${base}/${path}`);
    await call("POST", `${base}/proxy/customers`, { mail: mark }, { "idempotency-key": newId("req") });
  }
  instead = null;
}

beforeAll(async () => {
  watch = new Watch();
  const real = SandboxPlatform.prototype.fetch;
  vi.spyOn(SandboxPlatform.prototype, "fetch").mockImplementation(async function (
    this: SandboxPlatform,
    request: Request,
  ) {
    const other = new URL(request.url).pathname.startsWith("/sandbox/api/") ? await instead?.(request) : null;
    return other ?? real.call(this, request);
  });
  developer = await newDeveloper();
  for (const shop of SHOPS) {
    const { id } = await connectSandbox(developer, shop);
    await readEverything(id);
    const people = [...(marks.get("full_name") ?? [])].at(-1)!;
    const mail = [...(marks.get("email") ?? [])].at(-1)!;
    await sayMarks(id, shop === SHOPS[0] ? mail : people);
    if (shop === SHOPS[1] || shop === SHOPS[3]) await platformSays(id, people);
    instead = async (request) => Response.json({ customer: await request.json() }, { status: 201 });
    for (const repeat of ["first", "again"]) {
      await call(
        "POST",
        `/v1/connections/${id}/proxy/customers`,
        { given: people, mail },
        { "idempotency-key": `${shop}-${mail}`, "x-repeat": repeat },
      );
    }
    instead = null;
    await call(
      "POST",
      `/v1/sandbox/connections/${id}/break`,
      { as: "throttled" },
      { "idempotency-key": mail },
    );
    await call("GET", `/v1/connections/${id}/customers?limit=5`);
    if (shop === SHOPS[0]) {
      await call("POST", `/v1/sandbox/connections/${id}/break`, { as: "down" });
      await call("GET", `/v1/connections/${id}/orders?limit=5`);
    }
    if (shop === SHOPS[1]) {
      await call("DELETE", `/v1/connections/${id}`);
      await call("GET", `/v1/connections/${id}/orders`);
    }
  }
  await call("GET", "/v1/logs?limit=100");
  await call("GET", "/v1/usage?group_by=operation,platform,key,status");
  await watch.settle();
}, 120_000);

afterAll(() => {
  vi.restoreAllMocks();
});

/** Sealing is no licence to keep: what our own keys open is searched as well. */
async function opened(): Promise<Stored[]> {
  const { sealKeys, vaultKeys } = configOf(env);
  const all: Stored[] = [];
  for (const [table, idColumn, column, purpose] of [
    ["idempotency_keys", "id", "answer", "idempotency"],
    ["oauth_states", "state_hash", "sealed", "oauth-state"],
  ] as const) {
    const { results } = await env.DB.prepare(
      `SELECT ${idColumn} AS id, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
    ).all<{ id: string; sealed: number[] }>();
    for (const { id, sealed } of results) {
      all.push({
        where: `D1 ${table}.${column}, opened`,
        text: JSON.stringify(await new Sealer(sealKeys, purpose).open(id, Uint8Array.from(sealed))),
      });
    }
  }
  const contents = await inEvery("ConnectionObject", async (state) => {
    const id = state.storage.sql.exec<{ id: string }>("SELECT connection_id AS id FROM connection").one().id;
    const vault = new Vault(state.storage, id, vaultKeys);
    return vault.isEmpty
      ? []
      : [
          {
            where: `vault of ${id}, opened`,
            text: JSON.stringify([await vault.tokens(), await vault.account()]),
          },
        ];
  });
  return [...all, ...contents.flat()];
}

const allForms = () => [...marks.values()].flatMap((set) => [...set]).flatMap(formsOf);

describe("business data", () => {
  it("was really there: every field gives marks, and every kind of answer occurred", () => {
    for (const field of [
      "first_name",
      "full_name",
      "email",
      "phone",
      "line1",
      "city",
      "note",
      "name",
      "sku",
      "amount",
      "description",
      "mail",
      "memo",
      "grand",
    ]) {
      expect(marks.get(field)?.size ?? 0, field).toBeGreaterThan(0);
    }
    expect([...marks.values()].reduce((sum, set) => sum + set.size, 0)).toBeGreaterThan(3_000);
    for (const status of [200, 201, 400, 403, 404, 409, 422, 429, 502])
      expect(answered.get(status) ?? 0, String(status)).toBeGreaterThan(0);
    // 500 in the proxy is the platform's own; none of ours may have been one.
    expect(watch.console.filter((text) => text.includes("unforeseen"))).toEqual([]);
  });

  it("rests in no table, no object, no bucket, no queue, no cache, no log", async () => {
    const places = await dump(watch);
    // The search is worth nothing unless it looks everywhere.
    for (const store of [
      "D1 usage_hourly",
      "D1 connections",
      "D1 idempotency_keys",
      "MeterObject commits_0",
      "ConnectionObject vault_values",
      "SandboxObject grants",
      "R2 LOGS logs/",
      "queue",
    ]) {
      expect(
        places.some(({ where }) => where.startsWith(store)),
        store,
      ).toBe(true);
    }
    expect(search(places)).toEqual([]);
  });

  it("is not sealed away either", async () => {
    const places = await opened();
    expect(places.length).toBeGreaterThan(4);
    // Which account a connection is for is what the vault is there to keep; the sandbox's accounts are its shops' keys.
    const isAccount = (found: string) => SHOPS.some((shop) => found.startsWith(`"${shop}" in vault`));
    expect(search(places).filter((found) => !isAccount(found))).toEqual([]);
  });

  it("in the words of a failure is not logged, and the failure is told as the platform's", async () => {
    const { id } = await connectSandbox(developer, "nairobi-fresh");
    // As a runtime may speak of an address it was given.
    instead = () =>
      Promise.reject(
        new TypeError("Fetch failed: https://shop.example/customers?mail=canary@failure.example"),
      );
    try {
      for (const path of ["customers?limit=1", "proxy/customers"]) {
        const answer = await api(developer, "GET", `/v1/connections/${id}/${path}`);
        expect.soft(await answer.json(), path).toMatchObject({ code: "platform_error", status: 502 });
      }
    } finally {
      instead = null;
    }
    expect(findMarks(await dump(watch), formsOf("canary@failure.example"))).toEqual([]);
  });

  it("of a proxied POST is not kept for its repetition, which changes nothing at the platform all the same", async () => {
    const { id } = await connectSandbox(developer, "cairo-cotton");
    let asked = 0;
    instead = async (request) => {
      asked += 1;
      return Response.json({ customer: await request.json() }, { status: 201 });
    };
    try {
      const post = () =>
        api(
          developer,
          "POST",
          `/v1/connections/${id}/proxy/customers`,
          { mail: "canary@shop.example" },
          { "idempotency-key": "canary-post" },
        );
      const first = await post();
      expect(first.status).toBe(201);
      expect(await first.json()).toEqual({ customer: { mail: "canary@shop.example" } });
      const again = await post();
      expect(again.status).toBe(201);
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      expect(await again.text()).toBe("");
      expect(asked).toBe(1);
    } finally {
      instead = null;
    }
    expect(findMarks([...(await dump(watch)), ...(await opened())], formsOf("canary@shop.example"))).toEqual(
      [],
    );
  });
});

function search(places: readonly Stored[]): string[] {
  return findMarks(places, allForms());
}

describe("the search itself", () => {
  const mark = () => [...marks.get("full_name")!][0]!;

  const search = async () => findMarks(await dump(watch), formsOf(mark())).join("\n");

  it("finds a mark in a log line: in the ledger, in the queue", async () => {
    const keyId = newId("key");
    await meterOf(env, keyId).settle(
      line(newId("req"), { key_id: keyId, connection_id: null, operation: mark() }),
      {
        leased: false,
        raw: false,
      },
    );
    expect(await search()).toContain("in MeterObject commits_");
    await flushMeter(keyId);
    expect(await search()).toMatch(/in queue/);
    expect(await search()).toMatch(/in D1 usage_hourly.operation/);
  });

  it("finds a mark in a packed partition", async () => {
    const { key, body } = await pack(hourOf(Date.now()), [line(newId("req"), { code: mark() })]);
    await env.LOGS.put(key, body);
    expect(await search()).toContain(`in R2 LOGS ${key}`);
    await env.LOGS.delete(key);
  });

  it("finds a mark in a table, as text, as bytes and in base64", async () => {
    for (const value of [mark(), new TextEncoder().encode(mark()), btoa(mark())]) {
      await env.DB.prepare(
        "INSERT INTO idempotency_keys (id, request_hash, answer, created_at, expires_at) VALUES ('planted', '', ?1, 0, 0)",
      )
        .bind(value)
        .run();
      expect(await search(), String(value)).toContain("in D1 idempotency_keys.answer");
      await env.DB.prepare("DELETE FROM idempotency_keys WHERE id = 'planted'").run();
    }
  });

  it("finds a mark in a key-value entry of an object, on the console, and in a cache", async () => {
    const stub = env.API_KEYS.get(env.API_KEYS.idFromName("planted"));
    await runInDurableObject(stub, (_, state) => state.storage.put("planted", { customer: mark() }));
    console.warn("could not read", { customer: mark() });
    await caches.default.put(`https://cache.example/${encodeURIComponent(mark())}`, new Response("x"));
    const found = await search();
    expect(found).toContain("in ApiKeyObject key-value.value");
    expect(found).toContain("in console");
    expect(found).toContain("in cache");
  });
});
