import { afterEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { clock, SECOND } from "../../../src/kernel/clock";
import { exponentOf } from "../../../src/kernel/money";
import {
  customerSchema,
  inventoryLevelSchema,
  locationSchema,
  orderSchema,
  productSchema,
  refundSchema,
  storeSchema,
} from "../../../src/model/retail";
import { RESOURCES } from "../../../src/platforms/adapter";
import { tokensOf } from "../../support/fake-platforms";
import { frozenClock } from "../../support/harness";
import type { Listed } from "./fixture";
import { named, Stage, SUBJECTS, type Subject } from "./stage";

let stage: Stage;
let frozen: ReturnType<typeof frozenClock> | undefined;
afterEach(() => {
  stage?.close();
  frozen?.release();
});

const SCHEMAS: Record<Listed, z.ZodType> = {
  locations: locationSchema(),
  products: productSchema(),
  orders: orderSchema(),
  refunds: refundSchema(),
  inventory: inventoryLevelSchema(),
  customers: customerSchema(),
};

interface ListPage {
  data: Record<string, unknown>[];
  next_cursor: string | null;
  warnings: { code: string; message: string }[];
}

const listed = (subject: Subject): Listed[] =>
  RESOURCES.filter(
    (name): name is Listed => name !== "store" && subject.adapter.resources[name] !== undefined,
  );

const LISTS = SUBJECTS.flatMap((subject) =>
  listed(subject).map((resource) => [subject.key, resource, subject] as const),
);

/** A record's identity, as fixtures write it. */
function keyOf(resource: Listed, record: Record<string, unknown>): string {
  if (resource !== "inventory") return String(record["id"]);
  const item = record["variant_id"] ?? record["inventory_item_id"] ?? record["product_id"];
  return `${item}@${record["location_id"] ?? ""}`;
}

async function page(id: string, resource: Listed, limit: number, cursor: string | null): Promise<ListPage> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) });
  const answer = await stage.get(`/v1/connections/${id}/${resource}?${query}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return answer.json();
}

describe.each(named(SUBJECTS))("%s: what it declares", (_key, { adapter }) => {
  it("is whole: every resource has its reader, its filters and statuses belong together", () => {
    for (const resource of RESOURCES) {
      const facts = adapter.resources[resource];
      expect(facts === undefined, resource).toBe(adapter.read[resource] === undefined);
      if (!facts) continue;
      expect(facts.statuses !== undefined, resource).toBe(facts.filters.includes("status"));
      expect(facts.maxPageSize, resource).toBeGreaterThan(0);
      expect(
        facts.scopes.filter((scope) => !adapter.scopes.includes(scope)),
        resource,
      ).toEqual([]);
    }
    expect(adapter.limits.description.length).toBeGreaterThan(20);
    if (adapter.connect.kind === "pasted_key")
      expect(adapter.connect.fields.some(({ secret }) => secret)).toBe(true);
  });
});

describe.each(named(SUBJECTS))("%s: reading", (_key, subject) => {
  it("a resource it does not have is refused as such, never answered with an empty list", async () => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    for (const resource of RESOURCES.filter((name) => !subject.adapter.resources[name])) {
      const answer = await stage.get(`/v1/connections/${id}/${resource}`);
      expect([resource, answer.status]).toEqual([resource, 422]);
      expect(await answer.json()).toMatchObject({ code: "unsupported_resource" });
    }
    if (!subject.adapter.resources.store) return;
    const store = await stage.get(`/v1/connections/${id}/store`);
    expect(store.status, await store.clone().text()).toBe(200);
    const value = await store.json();
    expect(storeSchema().parse(value)).toEqual(value);
  });

  it("a call over the platform's limit is told as 429 with the wait, in whole seconds", async () => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    const { seconds } = stage.fake.says.throttled();
    stage.interrupt = ({ kind }) => (kind === "api" ? stage.fake.says.throttled().response : null);
    const answer = await stage.get(`/v1/connections/${id}/${listed(subject)[0]}`);
    expect(answer.status, await answer.clone().text()).toBe(429);
    expect(await answer.json()).toMatchObject({ code: "platform_rate_limited" });
    expect(answer.headers.get("retry-after")).toBe(String(seconds));
  });
});

describe.each(LISTS)("%s: the list of %s", (_key, resource, subject) => {
  it("visits each record once, even while records are added", async () => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    const known = stage.fake.ids(resource);
    const limit = known ? Math.max(2, Math.ceil(known.length / 3)) : 2;
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 30; pages++) {
      const { data, next_cursor } = await page(id, resource, limit, cursor);
      for (const record of data) {
        expect(SCHEMAS[resource].parse(record)).toEqual(record);
        seen.push(keyOf(resource, record));
      }
      if (typeof stage.fake.grow === "function" && pages < 2) stage.fake.grow(resource);
      cursor = next_cursor;
      if (cursor === null || (known === null && pages === 4)) break;
    }
    expect(
      seen.filter((record, at) => seen.indexOf(record) !== at),
      "visited twice",
    ).toEqual([]);
    if (known)
      expect(
        known.filter((record) => !seen.includes(record)),
        "not visited",
      ).toEqual([]);
    expect(seen.length).toBeGreaterThanOrEqual(known ? 5 : 1);
  });

  it("goes on by the same cursor after the token has lapsed", async () => {
    frozen = frozenClock(clock.now());
    stage = await Stage.open(subject);
    const id = await stage.connect();
    const first = await page(id, resource, 2, null);
    if (first.next_cursor === null) return; // all on one page: there is no cursor to lose
    const { expires_at } = await tokensOf(id);
    if (expires_at !== undefined) frozen.set(expires_at + SECOND);
    const second = await page(id, resource, 2, first.next_cursor);
    const repeated = second.data.filter((record) =>
      first.data.some((other) => keyOf(resource, other) === keyOf(resource, record)),
    );
    expect(repeated).toEqual([]);
  });

  it.each([
    ["is no JSON", () => "<html>sign in</html>"],
    ["is another shape", () => '"surprise"'],
    ["has objects where values belong", (text: string) => JSON.stringify(strange(JSON.parse(text)))],
  ])("says which field is at fault when the answer %s", async (_, spoil) => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    stage.interrupt = ({ kind }, usual) =>
      kind !== "api"
        ? null
        : usual().then(async (answer) => {
            const headers = new Headers(answer.headers);
            headers.delete("content-length");
            return new Response(spoil(await answer.text()), { status: answer.status, headers });
          });
    const answer = await stage.get(`/v1/connections/${id}/${resource}`);
    expect(answer.status, await answer.clone().text()).toBe(502);
    const problem = (await answer.json()) as { code: string; errors?: { path: string }[] };
    expect(problem.code).toBe("platform_error");
    expect(problem.errors?.[0]?.path).toMatch(/^platform\../);
  });
});

/** The same answer with an object in place of every value. */
function strange(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strange);
  if (typeof value !== "object" || value === null) return { strange: true };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strange(inner)]));
}

const CURRENCIES = ["JPY", "KWD", "TND", "UGX", "XOF", "NGN"];
const SELLING = SUBJECTS.filter(({ adapter }) => adapter.resources.orders !== undefined);

describe.each(named(SELLING))("%s: money", (_key, subject) => {
  it.each(CURRENCIES)("in %s is exact, in the currency's own decimals", async (currency) => {
    stage = await Stage.open(subject);
    const expected = stage.fake.trade(currency);
    if (!expected) return; // the platform has no shops in it
    const id = await stage.connect();
    let cursor: string | null = null;
    let found: z.infer<ReturnType<typeof orderSchema>> | undefined;
    for (let pages = 0; pages < 10 && !found; pages++) {
      const next: ListPage = await page(id, "orders", 100, cursor);
      found = next.data.find((record) => record["id"] === expected.orderId) as typeof found;
      cursor = next.next_cursor;
      if (cursor === null) break;
    }
    expect(found?.totals.total).toEqual({ amount: expected.total, currency });
    const exponent = exponentOf(currency);
    const form = exponent === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${exponent}}$`);
    const amounts = [...JSON.stringify(found).matchAll(/"amount":"([^"]*)"/g)].map((match) => match[1]!);
    expect(amounts.length).toBeGreaterThan(5);
    for (const amount of amounts) expect(amount).toMatch(form);
  });
});
