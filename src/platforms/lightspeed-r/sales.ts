import type { Order, Refund } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapRefund, mapSale, sale } from "./sale-mapper";
import { createdFilter, readAccount, readById, readList } from "./values";

/** GET /Sale, GET /Sale/{id}, with their lines and what those sold. */

const RELATIONS = ["SaleLines", "SaleLines.Item", "SaleNotes"];

/** What `status` is asked by. */
export const SALE_STATUSES = {
  open: { completed: "false", voided: "false" },
  completed: { completed: "true", voided: "false" },
  cancelled: { voided: "true" },
} as const;

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const currency = (await readAccount(api)).from.defaultCurrency.code;
  return readList(api, query, listing(query), sale, (from) => mapSale(from, currency));
}

function listing(query: ListQuery) {
  return {
    kind: "Sale",
    id: "saleID",
    changed: "updatetime",
    relations: RELATIONS,
    filters: { createTime: createdFilter(query), shopID: query.location_id, ...statusFilter(query.status) },
  };
}

function statusFilter(status: string | undefined): Record<string, string> {
  if (status === undefined) return {};
  if (Object.hasOwn(SALE_STATUSES, status)) return SALE_STATUSES[status as keyof typeof SALE_STATUSES];
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${Object.keys(SALE_STATUSES).join(", ")}` },
    null,
  );
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const raw = await readById(api, "Sale", id, RELATIONS);
  const from = expectShape(sale, raw, "Sale");
  const currency = (await readAccount(api)).from.defaultCurrency.code;
  return { value: mapping("Sale", () => mapSale(from, currency)), raw };
}

/** Pages of sales looked through in one call. */
const MAX_PAGES = 5;

/** Sales that take something back: there is no list of them, so that a page may be short or empty before the end. */
export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const currency = (await readAccount(api)).from.defaultCurrency.code;
  let cursor = query.cursor;
  for (let page = 1; ; page++) {
    const { records, next } = await readList(api, { ...query, cursor }, listing(query), sale, (from) =>
      mapRefund(from, currency),
    );
    const refunds = records.flatMap(({ value, raw }): Mapped<Refund>[] => (value ? [{ value, raw }] : []));
    if (refunds.length > 0 || next === null || page === MAX_PAGES)
      return { records: refunds, next, warnings: [] };
    cursor = next;
  }
}
