import { exponentOf, fromMinor } from "../../../src/kernel/money";
import type { FakePlatform } from "../suite/fixture";
import { Shelf } from "../suite/shelf";

const at = (n: number) => `2026-01-${String(n).padStart(2, "0")} 12:00:00`;

type Row = Record<string, unknown> & { entity_id: number };

export const refused = (status: number, message: string) => Response.json({ message }, { status });

/** What Magento's REST API answers about one shop, below `V1`, to whoever has been let in. */
export function magentoShop(): Pick<FakePlatform, "ids" | "grow" | "trade"> & {
  answer(path: string, query: URLSearchParams): Response;
} {
  let currency = "USD";

  const units = (amount: number) => Math.round(amount * 10 ** exponentOf(currency));
  const figure = (amount: number) => Number(fromMinor(units(amount), currency).amount);
  /** Two lines of 10 and 5, 1 off, 2 of tax on top: 16. */
  const order = (n: number): Row => ({
    entity_id: n,
    increment_id: String(n).padStart(9, "0"),
    state: "complete",
    order_currency_code: currency,
    discount_amount: -figure(1),
    coupon_code: "regular",
    shipping_amount: 0,
    tax_amount: figure(2),
    grand_total: figure(16),
    total_paid: figure(16),
    total_refunded: n === 1 ? figure(1) : 0,
    created_at: at(n),
    updated_at: at(n),
    items: [item(1, 10, 1, 2), item(2, 5, 0, 0)],
  });
  const item = (id: number, row: number, off: number, tax: number) => ({
    item_id: id,
    product_id: id,
    sku: `TEA-${id}`,
    name: `Tea ${id}`,
    qty_ordered: 1,
    qty_shipped: 1,
    price: figure(row),
    row_total: figure(row),
    discount_amount: figure(off),
    tax_amount: figure(tax),
  });
  const memo = (n: number): Row => ({
    entity_id: n,
    order_id: 1,
    state: 2,
    order_currency_code: currency,
    grand_total: figure(1),
    created_at: at(n),
    updated_at: at(n),
  });
  const product = (n: number): Row => ({
    entity_id: n,
    id: n,
    sku: `TEA-${n}`,
    name: `Tea ${n}`,
    price: 4.5,
    status: 1,
    created_at: at(n),
    updated_at: at(n),
  });
  const customer = (n: number): Row => ({
    entity_id: n,
    id: n,
    firstname: "Amina",
    lastname: "O",
    email: `amina${n}@example.com`,
    created_at: at(n),
    updated_at: at(n),
  });
  const source = (n: number): Row => ({
    entity_id: n,
    source_code: `source-${n}`,
    name: `Source ${n}`,
    enabled: true,
    country_id: "KE",
    postcode: "00100",
  });
  const sourceItem = (n: number): Row => ({
    entity_id: n,
    sku: `TEA-${n}`,
    source_code: "source-1",
    quantity: n,
    status: 1,
  });
  const named = (field: string) => (row: Row) => String(row[field]);
  const shelves: Record<string, Shelf<Row>> = {
    "/orders": new Shelf(order, named("entity_id"), "last"),
    "/creditmemos": new Shelf(memo, named("entity_id"), "last"),
    "/products": new Shelf(product, named("entity_id"), "last"),
    "/customers/search": new Shelf(customer, named("entity_id"), "last"),
    "/inventory/sources": new Shelf(source, named("source_code"), "last"),
    "/inventory/source-items": new Shelf(sourceItem, (row) => `${row["sku"]}@${row["source_code"]}`, "last"),
  };
  const PATHS: Record<string, string> = {
    orders: "/orders",
    refunds: "/creditmemos",
    products: "/products",
    customers: "/customers/search",
    locations: "/inventory/sources",
    inventory: "/inventory/source-items",
  };
  const shelfOf = (resource: string) => shelves[PATHS[resource] ?? ""] as Shelf<Row>;

  function answer(path: string, query: URLSearchParams): Response {
    if (path === "/store/storeConfigs")
      return Response.json([
        {
          id: 1,
          code: "default",
          website_id: 1,
          locale: "en_US",
          base_currency_code: currency,
          timezone: "UTC",
        },
      ]);
    if (path === "/store/websites") return Response.json([{ id: 1, code: "base", name: "Suite" }]);
    const single = /^\/orders\/(\d+)$/.exec(path)?.[1];
    if (single !== undefined) {
      const record = shelves["/orders"]?.find(single);
      return record ? Response.json(record) : refused(404, "No such entity");
    }
    const shelf = shelves[path];
    if (!shelf) return refused(404, "Request does not match any route.");
    const conditions = [0, 1, 2, 3].flatMap((group) => {
      const part = (name: string) =>
        query.get(`searchCriteria[filterGroups][${group}][filters][0][${name}]`) ?? "";
      return part("field") ? [{ field: part("field"), value: part("value"), is: part("conditionType") }] : [];
    });
    const rows = shelf.all.filter((row) =>
      conditions.every(({ field, value, is }) => {
        const own = row[field];
        if (is === "in") return value.split(",").includes(String(own));
        if (is === "gt") return typeof own === "number" ? own > Number(value) : String(own) > value;
        return is === "neq" ? String(own) !== value : String(own) === value;
      }),
    );
    const size = Number(query.get("searchCriteria[pageSize]"));
    const page = Number(query.get("searchCriteria[currentPage]") ?? 1);
    return Response.json({ items: rows.slice((page - 1) * size, page * size), total_count: rows.length });
  }

  return {
    answer,
    ids: (resource) => shelfOf(resource).ids,
    grow: (resource) => shelfOf(resource).grow(),
    trade(chosen) {
      currency = chosen;
      shelves["/orders"] = new Shelf(order, named("entity_id"), "last");
      shelves["/creditmemos"] = new Shelf(memo, named("entity_id"), "last");
      return { orderId: "1", total: fromMinor(units(16), currency).amount };
    },
  };
}
