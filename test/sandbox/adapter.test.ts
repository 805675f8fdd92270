import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { clock } from "../../src/kernel/clock";
import { exponentOf, fromMinor } from "../../src/kernel/money";
import {
  customerSchema,
  inventoryLevelSchema,
  locationSchema,
  orderSchema,
  productSchema,
  refundSchema,
  storeSchema,
} from "../../src/model/retail";
import { type Api, type ListQuery, type Page, PlatformFailure } from "../../src/platforms/adapter";
import { sandbox } from "../../src/platforms/sandbox";
import { order } from "../../src/sandbox/orders";
import { SHOPS } from "../../src/sandbox/shops";
import { NO_CALLBACK, outgoing } from "../support/adapter-calls";
import { connect, ORIGIN, type TokenAnswer } from "./support";

/** The adapter's view of the platform, with nothing of the shell but the origin it puts in. */
function apiOf(tokens: TokenAnswer, change: (response: Response) => Promise<unknown> = (r) => r.json()): Api {
  const account = { id: tokens.shop, facts: { shop: tokens.shop, grant_id: tokens.grant_id } };
  const target = { mode: "test", shop: null } as const;
  return {
    account,
    target,
    now: clock.now(),
    async send(request) {
      const base = sandbox.apiBase(target, account).replace("https://sandbox.metristack.invalid", ORIGIN);
      const url = new URL(base + request.path);
      for (const [name, value] of Object.entries(request.query ?? {})) {
        if (value !== undefined) url.searchParams.set(name, String(value));
      }
      const headers = new Headers();
      sandbox.authorise(outgoing(tokens.access_token, { headers }));
      const response = await exports.SandboxPlatform.fetch(new Request(url, { headers }));
      const answer = { status: response.status, headers: response.headers, body: await change(response) };
      const failure = sandbox.classify(answer, clock.now());
      if (failure) throw new PlatformFailure(failure, response.status);
      return answer;
    },
  };
}

const query = (more: Partial<ListQuery> = {}): ListQuery => ({ limit: 100, cursor: null, ...more });

async function failureOf(step: Promise<unknown>) {
  const error = await step.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PlatformFailure);
  return (error as PlatformFailure).failure;
}

describe.each(SHOPS.map((shop) => [shop.key, shop] as const))("the unified model of %s", (key, shop) => {
  it("has every resource, as the model says", async () => {
    const api = apiOf(await connect(key));
    const { read } = sandbox;
    const store = await read.store!(api);
    expect(storeSchema().parse(store.value)).toEqual(store.value);
    expect(store.value).toMatchObject({ id: key, currency: shop.currency, country: shop.country });

    const lists: [Page<unknown>, { parse(value: unknown): unknown }][] = [
      [await read.locations!(api, query()), locationSchema()],
      [await read.products!(api, query()), productSchema()],
      [await read.orders!(api, query()), orderSchema()],
      [await read.refunds!(api, query()), refundSchema()],
      [await read.inventory!(api, query()), inventoryLevelSchema()],
      [await read.customers!(api, query()), customerSchema()],
    ];
    for (const [page, schema] of lists) {
      expect(page.records.length).toBeGreaterThan(1);
      expect(page.warnings).toEqual([]);
      for (const { value } of page.records) expect(schema.parse(value)).toEqual(value);
      // A word without a translation would hide here.
      expect(JSON.stringify(page.records.map(({ value }) => value))).not.toContain('"unknown"');
    }
  });

  it("has its money exact, in the currency's own decimals", async () => {
    const api = apiOf(await connect(key));
    const { records } = await sandbox.read.orders!(api, query());
    const exponent = exponentOf(shop.currency);
    const form = exponent === 0 ? /^\d+$/ : new RegExp(`^\\d+\\.\\d{${exponent}}$`);
    for (const { value, raw } of records) {
      const wire = raw as ReturnType<typeof order>;
      expect(value.difference).toBeNull();
      expect(value.totals.total).toEqual(fromMinor(wire.sums.grand, shop.currency));
      for (const money of [
        ...Object.values(value.totals),
        ...value.lines.flatMap((l) => [l.unit_price, l.total]),
      ]) {
        expect(money.currency).toBe(shop.currency);
        expect(money.amount).toMatch(form);
      }
    }
  });
});

describe("one order", () => {
  it("is mapped field by field", async () => {
    const shop = SHOPS.find((candidate) => candidate.key === "nairobi-fresh")!;
    const index = Array.from({ length: shop.orders }, (_, i) => i).find((i) => {
      const wire = order(shop, i);
      return (
        wire.pay === "part_returned" &&
        wire.source.type === "web" &&
        wire.rows.some((row) => row.qty_milli % 1_000 !== 0) &&
        wire.reductions.some((entry) => entry.code !== null)
      );
    })!;
    const wire = order(shop, index);
    const { value, raw } = await sandbox.read.order!(apiOf(await connect(shop.key)), wire.ref);
    const kes = (units: number) => ({ amount: (units / 100).toFixed(2), currency: "KES" });
    const at = (seconds: number | null) =>
      seconds === null ? null : new Date(seconds * 1_000).toISOString();
    expect(raw).toEqual(wire);
    expect(value).toEqual({
      id: wire.ref,
      number: wire.number,
      status: "completed",
      payment_status: "partially_refunded",
      fulfillment_status: "fulfilled",
      channel: { kind: "online", name: "Web shop" },
      currency: "KES",
      tax_inclusive: true,
      totals: {
        subtotal: kes(wire.sums.goods),
        discount: kes(wire.sums.reduced),
        shipping: kes(wire.sums.delivery),
        fees: kes(0),
        tax: kes(wire.sums.tax),
        tax_added: kes(0),
        tip: kes(0),
        total: kes(wire.sums.grand),
        refunded: kes(wire.sums.returned),
      },
      difference: null,
      lines: wire.rows.map((row) => ({
        id: row.ref,
        product_id: row.product,
        variant_id: row.variant,
        sku: row.code,
        name: row.title,
        quantity: String(row.qty_milli / 1_000),
        unit_price: kes(row.each),
        subtotal: kes(row.gross),
        discount: kes(row.reduced),
        tax: kes(row.tax),
        total: kes(row.pays),
      })),
      discounts: wire.reductions.map((entry) => ({
        name: entry.label,
        code: entry.code,
        amount: kes(entry.amount),
      })),
      taxes: wire.taxes.map((tax) => ({
        name: tax.label,
        rate: tax.rate_bp === 0 ? "0" : "0.16",
        inclusive: true,
        amount: kes(tax.amount),
      })),
      shipping: [
        { name: wire.delivery!.label, code: wire.delivery!.code, amount: kes(wire.delivery!.gross) },
      ],
      refunds: wire.returns.map((entry) => ({
        id: entry.ref,
        order_id: wire.ref,
        status: { done: "completed", waiting: "pending", failed: "failed" }[entry.state],
        amount: kes(entry.amount),
        reason: entry.why,
        location_id: entry.location,
        lines: entry.rows.map((row) => ({
          order_line_id: row.row,
          quantity: String(row.qty_milli / 1_000),
          amount: kes(row.amount),
        })),
        created_at: at(entry.created),
        updated_at: at(entry.changed),
      })),
      customer_id: wire.customer,
      location_id: wire.location,
      shipping_address: {
        name: wire.ship_to!.name,
        line1: wire.ship_to!.street,
        line2: wire.ship_to!.extra,
        city: wire.ship_to!.town,
        region: wire.ship_to!.province,
        postal_code: wire.ship_to!.postcode,
        country: "KE",
        phone: wire.ship_to!.tel,
      },
      note: wire.memo,
      placed_at: at(wire.placed),
      updated_at: at(wire.changed),
      completed_at: at(wire.closed),
      cancelled_at: null,
    });
  });
});

describe("the adapter's lists", () => {
  it("go on by the platform's cursor to the end", async () => {
    const api = apiOf(await connect("lyon-librairie"));
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<{ id: string }> = await sandbox.read.customers!(api, query({ cursor }));
      ids.push(...page.records.map(({ value }) => value.id));
      cursor = page.next;
    } while (cursor !== null);
    expect(ids).toHaveLength(850);
    expect(new Set(ids).size).toBe(850);
  });

  it("translate every filter they claim", async () => {
    const api = apiOf(await connect("cape-outdoor"));
    const { read, resources } = sandbox;
    for (const status of resources.orders!.statuses!) {
      const { records } = await read.orders!(api, query({ status, limit: 20 }));
      expect(new Set(records.map(({ value }) => value.status))).toEqual(new Set([status]));
    }
    for (const status of resources.products!.statuses!) {
      const { records } = await read.products!(api, query({ status, limit: 20 }));
      expect(new Set(records.map(({ value }) => value.status))).toEqual(new Set([status]));
    }
    for (const status of ["completed", "failed"]) {
      const { records } = await read.refunds!(api, query({ status, limit: 20 }));
      expect(new Set(records.map(({ value }) => value.status))).toEqual(new Set([status]));
    }
    const since = "2026-03-01T00:00:00+02:00";
    const until = "2026-04-01T00:00:00+02:00";
    const window = await read.orders!(
      api,
      query({ created_after: since, created_before: until, location_id: "loc_1" }),
    );
    expect(window.records.length).toBeGreaterThan(10);
    for (const { value } of window.records) {
      expect(Date.parse(value.placed_at)).toBeGreaterThanOrEqual(Date.parse(since));
      expect(Date.parse(value.placed_at)).toBeLessThan(Date.parse(until));
      expect(value.location_id).toBe("loc_1");
    }
    const fresh = await read.inventory!(api, query({ updated_since: "2026-10-20T00:00:00Z", limit: 20 }));
    expect(fresh.records.length).toBe(20);
    for (const { value } of fresh.records) {
      expect(Date.parse(value.updated_at!)).toBeGreaterThanOrEqual(Date.parse("2026-10-20T00:00:00Z"));
    }
  });

  it("refuse a status the platform has not", async () => {
    const api = apiOf(await connect("cape-outdoor"));
    expect((await failureOf(sandbox.read.orders!(api, query({ status: "draft" })))).kind).toBe("rejected");
    expect((await failureOf(sandbox.read.orders!(api, query({ status: "toString" })))).kind).toBe("rejected");
  });
});

describe("the adapter's errors", () => {
  it("say what the platform's refusals mean", () => {
    const classify = (status: number, headers: Record<string, string> = {}, body: unknown = null) =>
      sandbox.classify({ status, headers: new Headers(headers), body }, clock.now());
    expect(classify(200)).toBeNull();
    expect(classify(401)?.kind).toBe("unauthorized");
    expect(classify(403)?.kind).toBe("forbidden");
    expect(classify(404)).toEqual({ kind: "not_found" });
    expect(classify(429, { "retry-after": "7" })).toEqual({ kind: "throttled", retryAfter: 7 });
    expect(classify(503)?.kind).toBe("unavailable");
    expect(classify(400, {}, { fault: { code: "bad_parameter", text: "No." } })).toEqual({
      kind: "rejected",
      detail: "No.",
    });
  });

  it("name the field of an answer that is not as documented", async () => {
    const tokens = await connect("lagos-home");
    const spoilt = apiOf(tokens, async (response) => {
      const list = (await response.json()) as { items: { sums: { grand: unknown } }[] };
      list.items[1]!.sums.grand = "12.50";
      return list;
    });
    expect(await failureOf(sandbox.read.orders!(spoilt, query({ limit: 3 })))).toMatchObject({
      kind: "unexpected",
      field: "items.1.sums.grand",
    });
    const page = apiOf(tokens, async () => "<html>");
    expect((await failureOf(sandbox.read.products!(page, query()))).kind).toBe("unexpected");
  });

  it("tell a missing record", async () => {
    const api = apiOf(await connect("lagos-home"));
    expect(await failureOf(sandbox.read.order!(api, "ord_999999"))).toEqual({ kind: "not_found" });
    expect(await failureOf(sandbox.read.product!(api, "../shop"))).toEqual({ kind: "not_found" });
  });
});

describe("identifying the account", () => {
  it("takes shop and grant from the token answer", async () => {
    const tokens = await connect("dakar-mode");
    const { account: _, ...api } = apiOf(tokens);
    const account = await sandbox.connect.identify({ tokens: { ...tokens }, callback: NO_CALLBACK, api });
    expect(account).toEqual({
      id: "dakar-mode",
      facts: { shop: "dakar-mode", grant_id: tokens.grant_id },
    });
    expect((await failureOf(sandbox.connect.identify({ tokens: {}, callback: NO_CALLBACK, api }))).kind).toBe(
      "unexpected",
    );
  });
});
