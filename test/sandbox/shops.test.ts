import { describe, expect, it } from "vitest";
import { exponentOf } from "../../src/kernel/money";
import { SANDBOX_END } from "../../src/sandbox/calendar";
import { product, productCount } from "../../src/sandbox/catalogue";
import { customer } from "../../src/sandbox/customers";
import { order } from "../../src/sandbox/orders";
import { location } from "../../src/sandbox/places";
import type { Shop } from "../../src/sandbox/shop";
import { findShop, SHOPS } from "../../src/sandbox/shops";
import { stock, stockCount } from "../../src/sandbox/stock";
import { spread } from "../../src/sandbox/sums";
import type { WireOrder } from "../../src/sandbox/wire";

function allOrders(shop: Shop): WireOrder[] {
  return Array.from({ length: shop.orders }, (_, index) => order(shop, index));
}
/** Gathers what is wrong over thousands of records; one expectation at the end is much faster than one for each. */
class Faults {
  readonly found: string[] = [];
  same(what: string, ref: string, actual: unknown, expected: unknown): void {
    if (actual !== expected) this.found.push(`${ref}: ${what} is ${actual}, not ${expected}`);
  }
  true(what: string, ref: string, holds: boolean): void {
    if (!holds) this.found.push(`${ref}: not ${what}`);
  }
}
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

describe("the sandbox's shops", () => {
  it("are one for each currency, under keys that fit into tokens", () => {
    expect(SHOPS.map((shop) => shop.currency).sort()).toEqual(
      ["NGN", "KES", "ZAR", "EGP", "XOF", "EUR", "USD", "JPY", "KWD"].sort(),
    );
    expect(new Set(SHOPS.map((shop) => shop.key)).size).toBe(SHOPS.length);
    for (const shop of SHOPS) expect(shop.key).toMatch(/^[a-z]+-[a-z]+$/);
    expect(findShop("lagos-home")?.currency).toBe("NGN");
    expect(findShop("nowhere")).toBeNull();
  });

  it("do not change: known records stay as they were first made", () => {
    const lagos = findShop("lagos-home")!;
    expect(order(lagos, 17)).toMatchInlineSnapshot(`
      {
        "changed": 1731593174,
        "closed": 1731593174,
        "currency": "NGN",
        "customer": null,
        "delivery": null,
        "dispatch": "carried_away",
        "location": "loc_1",
        "memo": null,
        "number": "#1018",
        "pay": "captured",
        "placed": 1731593174,
        "reductions": [],
        "ref": "ord_000017",
        "returns": [],
        "rows": [
          {
            "code": "LAG-0004-1",
            "each": 2480000,
            "gross": 2480000,
            "pays": 2666000,
            "product": "prd_0004",
            "qty_milli": 1000,
            "reduced": 0,
            "ref": "ord_000017_1",
            "sent_milli": 1000,
            "tax": 186000,
            "title": "Adire bed sheet set, 6 × 6 ft",
            "variant": "var_0004_1",
          },
        ],
        "ship_to": null,
        "source": {
          "label": "Till",
          "type": "till",
        },
        "state": "done",
        "sums": {
          "delivery": 0,
          "goods": 2480000,
          "grand": 2666000,
          "gratuity": 0,
          "paid": 2666000,
          "reduced": 0,
          "returned": 0,
          "service": 0,
          "tax": 186000,
          "tax_on_top": 186000,
        },
        "tax_included": false,
        "taxes": [
          {
            "amount": 186000,
            "label": "VAT",
            "rate_bp": 750,
          },
        ],
        "voided": null,
      }
    `);
    const digest = SHOPS.map((shop) => `${shop.key} ${sum(allOrders(shop).map((o) => o.sums.grand))}`);
    expect(digest).toMatchInlineSnapshot(`
      [
        "lagos-home 36128340951",
        "nairobi-fresh 581167472",
        "cape-outdoor 1513433780",
        "cairo-cotton 730892275",
        "dakar-mode 141871898",
        "lyon-librairie 21887821",
        "austin-roasters 53291606",
        "kyoto-utsuwa 45408859",
        "kuwait-oud 133576090",
      ]
    `);
  });
});

describe.each(SHOPS.map((shop) => [shop.key, shop] as const))("%s", (_, shop) => {
  const orders = allOrders(shop);

  it("has the promised size", () => {
    expect(shop.orders).toBeGreaterThanOrEqual(2_000);
    expect(shop.orders).toBeLessThanOrEqual(4_000);
    expect(productCount(shop)).toBeGreaterThanOrEqual(150);
    expect(shop.locations.length).toBeGreaterThanOrEqual(2);
    expect(shop.locations.length).toBeLessThanOrEqual(4);
  });

  it("gives a record alone as it gives it among others", () => {
    for (const index of [shop.orders - 1, 0, 1_234]) expect(order(shop, index)).toEqual(orders[index]);
  });

  it("has totals that add up, to the last minor unit", () => {
    const faults = new Faults();
    for (const o of orders) {
      const { sums, ref } = o;
      const added = shop.taxation.kind === "added";
      const rowsPay = sum(o.rows.map((row) => row.pays));
      const deliveryTaxOnTop = added ? (o.delivery?.tax ?? 0) : 0;
      const extras = sums.service + sums.gratuity;
      faults.same("goods", ref, sums.goods, sum(o.rows.map((row) => row.gross)));
      faults.same("reduced by row", ref, sums.reduced, sum(o.rows.map((row) => row.reduced)));
      faults.same("reduced", ref, sums.reduced, sum(o.reductions.map((entry) => entry.amount)));
      faults.same("delivery", ref, sums.delivery, o.delivery ? o.delivery.gross - o.delivery.reduced : 0);
      faults.same("tax by row", ref, sums.tax, sum(o.rows.map((row) => row.tax)) + (o.delivery?.tax ?? 0));
      faults.same("tax", ref, sums.tax, sum(o.taxes.map((tax) => tax.amount)));
      faults.same("tax on top", ref, sums.tax_on_top, added ? sums.tax : 0);
      faults.same(
        "grand",
        ref,
        sums.grand,
        sums.goods - sums.reduced + sums.delivery + sums.tax_on_top + extras,
      );
      faults.same("grand by row", ref, sums.grand, rowsPay + sums.delivery + deliveryTaxOnTop + extras);
      for (const amount of [...Object.values(sums), ...o.rows.flatMap((row) => [row.gross, row.pays])]) {
        faults.true("a whole amount", ref, Number.isSafeInteger(amount) && amount >= 0);
      }
      for (const row of o.rows) {
        faults.same("gross", row.ref, row.gross, Math.round((row.each * row.qty_milli) / 1_000));
      }
    }
    expect(faults.found).toEqual([]);
  });

  it("taxes at the country's rate, contained or added", () => {
    const rates = new Set(orders.flatMap((o) => o.taxes.map((tax) => tax.rate_bp)));
    const expected: Record<string, number[]> = {
      NG: [750],
      KE: [0, 1_600],
      ZA: [1_500],
      EG: [1_400],
      SN: [1_800],
      FR: [550, 2_000],
      US: [0, 200, 625],
      JP: [800, 1_000],
      KW: [],
    };
    expect([...rates].sort((a, b) => a - b)).toEqual(expected[shop.country]);
    const one = orders.find((o) => o.rows.length === 1 && o.taxes.length === 1 && o.delivery === null);
    if (shop.taxation.kind === "none") return expect(one).toBeUndefined();
    const [row, tax] = [one!.rows[0]!, one!.taxes[0]!];
    const base = row.gross - row.reduced;
    const exact = (base * tax.rate_bp) / (one!.tax_included ? 10_000 + tax.rate_bp : 10_000);
    expect(Math.abs(tax.amount - exact)).toBeLessThanOrEqual(0.5);
  });

  it("gives back what was paid and never more", () => {
    const faults = new Faults();
    for (const o of orders) {
      const { sums, ref } = o;
      const done = o.returns.filter((entry) => entry.state === "done");
      faults.same("returned", ref, sums.returned, sum(done.map((entry) => entry.amount)));
      faults.true("paid before it is returned", ref, sums.returned <= sums.paid && sums.paid <= sums.grand);
      if (o.pay === "returned") faults.same("returned", ref, sums.returned, sums.grand);
      if (o.pay === "part_returned") {
        faults.true("returned in part", ref, sums.returned > 0 && sums.returned < sums.grand);
      }
      for (const back of o.returns.flatMap((entry) => entry.rows)) {
        const row = o.rows.find((candidate) => candidate.ref === back.row);
        faults.true("a row of the order", back.row, row !== undefined && back.qty_milli <= row.qty_milli);
      }
    }
    expect(faults.found).toEqual([]);
    expect(orders.filter((o) => o.returns.length > 0).length).toBeGreaterThan(shop.orders / 50);
  });

  it("tells a story that holds together", () => {
    const faults = new Faults();
    orders.forEach((o, index) => {
      const { ref } = o;
      faults.true("placed in order", ref, o.placed >= (orders[index - 1]?.placed ?? 0));
      faults.true(
        "changed between placing and the end",
        ref,
        o.changed >= o.placed && o.changed < SANDBOX_END,
      );
      faults.same("closed", ref, o.closed !== null, o.state === "done");
      faults.same("voided", ref, o.voided !== null, o.state === "void");
      for (const entry of o.returns) {
        faults.true("returned after it was closed", ref, entry.created >= (o.closed ?? o.placed));
      }
      const sent = new Set(o.rows.map((row) => row.sent_milli === row.qty_milli));
      const expected = { all: [true], carried_away: [true], none: [false], part: [true, false] }[o.dispatch];
      faults.same("sent", ref, [...sent].join(), expected.join());
    });
    expect(faults.found).toEqual([]);
    const span = orders.at(-1)!.placed - orders[0]!.placed;
    expect(span / 86_400).toBeGreaterThan(700);
    expect(SANDBOX_END - orders.at(-1)!.placed).toBeLessThan(3 * 86_400);
  });

  it("has every kind of order there is", () => {
    expect(new Set(orders.map((o) => o.state))).toEqual(new Set(["placed", "done", "void"]));
    expect(new Set(orders.map((o) => o.pay))).toEqual(
      new Set(["due", "authorised", "part_captured", "captured", "part_returned", "returned", "released"]),
    );
    expect(new Set(orders.map((o) => o.dispatch))).toEqual(new Set(["none", "part", "all", "carried_away"]));
    expect(new Set(orders.map((o) => o.source.type))).toEqual(new Set(["till", "web"]));
    expect(new Set(orders.flatMap((o) => o.returns.map((entry) => entry.state)))).toContain("failed");
    expect(orders.some((o) => o.reductions.some((entry) => entry.code !== null))).toBe(true);
    expect(orders.some((o) => o.delivery !== null && o.delivery.reduced > 0)).toBe(true);
    expect(orders.some((o) => o.customer === null)).toBe(true);
    expect(orders.some((o) => o.location === null)).toBe(true);
  });

  it("points only at what exists", () => {
    const products = Array.from({ length: productCount(shop) }, (_, index) => product(shop, index));
    const variants = new Map(products.flatMap((p) => p.variants.map((v) => [v.ref, { p, v }] as const)));
    const places = new Set(shop.locations.map((_place, index) => location(shop, index).ref));
    const customers = new Map(
      Array.from({ length: shop.customers }, (_, index) => customer(shop, index)).map((c) => [c.ref, c]),
    );
    expect(customers.size).toBe(shop.customers);
    const faults = new Faults();
    for (const o of orders) {
      faults.true("at a location", o.ref, o.location === null || places.has(o.location));
      const buyer = o.customer === null ? null : customers.get(o.customer);
      faults.true("of a known customer", o.ref, buyer === null || (buyer?.created ?? Infinity) < o.placed);
      for (const row of o.rows) {
        const { p, v } = variants.get(row.variant)!;
        const sold = [row.product, row.each, row.code, row.title].join();
        faults.same("sold", row.ref, sold, [p.ref, v.price, v.code, v.title].join());
        faults.true("for sale", row.ref, p.visibility !== "hidden" && p.created < o.placed);
      }
    }
    expect(faults.found).toEqual([]);
    const levels = Array.from({ length: stockCount(shop) }, (_, index) => stock(shop, index)!);
    expect(stock(shop, stockCount(shop))).toBeNull();
    expect(new Set(levels.map((s) => `${s.stock_item}@${s.location}`)).size).toBe(levels.length);
    const counted = [...variants.values()].filter(({ v }) => v.counted);
    expect(new Set(levels.map((s) => s.variant))).toEqual(new Set(counted.map(({ v }) => v.ref)));
    for (const s of levels) {
      const { p, v } = variants.get(s.variant)!;
      faults.same("counted", s.stock_item, [s.product, s.stock_item].join(), [p.ref, v.stock_item].join());
      faults.true("at a location", s.stock_item, places.has(s.location));
    }
    expect(faults.found).toEqual([]);
    expect(levels.some((s) => s.free_milli < 0)).toBe(true);
  });

  it("writes prices as people do there, and bar codes with a right check digit", () => {
    const products = Array.from({ length: productCount(shop) }, (_, index) => product(shop, index));
    expect(new Set(products.map((p) => p.title)).size).toBe(products.length);
    const faults = new Faults();
    for (const { ref, price, ean } of products.flatMap((p) => p.variants)) {
      faults.true("a price tag", ref, price > 0 && price % shop.priceStep === 0);
      const digits = [...ean].map(Number);
      const weighed = sum(digits.map((digit, i) => digit * (i % 2 === 0 ? 1 : 3)));
      faults.true("an EAN-13", ref, digits.length === 13 && weighed % 10 === 0);
    }
    expect(faults.found).toEqual([]);
    const typical = sum(orders.map((o) => o.sums.grand)) / orders.length / 10 ** exponentOf(shop.currency);
    const usual: Record<string, [number, number]> = {
      NGN: [10_000, 200_000],
      KES: [500, 5_000],
      ZAR: [500, 6_000],
      EGP: [500, 5_000],
      XOF: [5_000, 100_000],
      EUR: [20, 200],
      USD: [15, 250],
      JPY: [2_000, 30_000],
      KWD: [8, 200],
    };
    expect(typical).toBeGreaterThan(usual[shop.currency]![0]);
    expect(typical).toBeLessThan(usual[shop.currency]![1]);
  });
});

describe("spread", () => {
  it("gives every unit away, and none to a weight of nothing", () => {
    expect(spread(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(spread(5, [0, 0])).toEqual([0, 0]);
    expect(spread(7, [10, 0, 4])).toEqual([5, 0, 2]);
  });
});
