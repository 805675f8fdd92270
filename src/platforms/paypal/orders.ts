import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapOrder } from "./order-mapper";
import { classified, isSale, transaction } from "./transaction";
import { earliest, search } from "./windows";

/** GET /v1/reporting/transactions: what was received for goods and services. */

const PAYMENTS: Warning = {
  code: "payments_as_orders",
  message:
    "PayPal knows payments. Those with a cart have lines; the others have none, and say so under `difference`. " +
    "Partial refunds are in the list of refunds alone.",
};

const LATE: Warning = {
  code: "delayed",
  message:
    "PayPal shows a transaction up to three hours after it was made. What is younger than that is left out, so that " +
    "no page shifts while it is read.",
};

const THREE_YEARS: Warning = {
  code: "window_limited",
  field: "data",
  message: "PayPal searches three years back at most: what is older is not listed.",
};

/** What every list of PayPal's has to say of its limits. */
export function limitsOf(query: ListQuery, now: number): Warning[] {
  const isCut = query.created_after === undefined || Date.parse(query.created_after) < earliest(now);
  return [LATE, ...(isCut ? [THREE_YEARS] : [])];
}

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { raws, next } = await search(api, query, { fields: "all" }, isOrder);
  const records = raws.map((raw, index) => mapped(raw, `transaction_details.${index}`));
  return { records, next, warnings: [PAYMENTS, ...limitsOf(query, api.now)] };
}

/** The search wants a window even where it is asked for one transaction: they are gone through, the newest first. */
export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  if (!/^[A-Za-z0-9]{17,19}$/.test(id)) throw new PlatformFailure({ kind: "not_found" }, null);
  let cursor: string | null = null;
  do {
    const query: ListQuery = { limit: 100, cursor };
    const { raws, next } = await search(
      api,
      query,
      { fields: "all", transaction_id: id },
      () => true,
      api.now,
    );
    const [sale] = raws.filter((raw, index) => isOrder(raw, `transaction_details.${index}`));
    if (sale !== undefined) return mapped(sale, "transaction_details.0");
    cursor = raws.length > 0 ? null : next;
  } while (cursor !== null);
  throw new PlatformFailure({ kind: "not_found" }, null);
}

function isOrder(raw: unknown, where: string): boolean {
  return isSale(expectShape(classified, raw, where));
}

function mapped(raw: unknown, where: string): Mapped<Order> {
  return { value: mapping(where, () => mapOrder(expectShape(transaction, raw, where), where)), raw };
}
