import type { Order, Refund } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { readTerms } from "./retailer";
import { mapReturn, mapSale } from "./sale-mapper";
import { sale } from "./sale-schema";
import { readCollection, readOne } from "./values";

/** GET /sales, GET /sales/{id}. */

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { currency } = await readTerms(api);
  return readCollection(api, query, "/sales", sale, (from) => mapSale(from, currency));
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const raw = await readOne(api, `/sales/${encodeURIComponent(id)}`);
  const from = expectShape(sale, raw, "sale");
  const { currency } = await readTerms(api);
  return { value: mapping("sale", () => mapSale(from, currency)), raw };
}

/** Pages of sales looked through for returns in one call. */
const MAX_PAGES = 5;
const PAGE = 100;

/** The returns among the sales: there is no list of them, so that a page may be short or empty before the end. */
export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { currency } = await readTerms(api);
  const limit = Math.min(PAGE, query.limit);
  let cursor = query.cursor;
  for (let page = 1; ; page++) {
    const { records, next } = await readCollection(api, { limit, cursor }, "/sales", sale, (from) =>
      mapReturn(from, currency),
    );
    const returns = records.flatMap(({ value, raw }): Mapped<Refund>[] => (value ? [{ value, raw }] : []));
    if (returns.length > 0 || next === null || page === MAX_PAGES)
      return { records: returns, next, warnings: [] };
    cursor = next;
  }
}
