import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Refund } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { complete, isTruncated, list, type Sender } from "./graphql";
import { numericId } from "./ids";
import { mapRefund } from "./map-order";
import { ORDER_IN_LIST, ORDERS_WITH_REFUNDS, REFUND_LINES } from "./queries";
import { allOf, timeTerm } from "./search";
import { orderWithRefundsShape } from "./shapes";
import { windowWarnings } from "./window";

const CALLS_PER_REFUND_PAGE = 3;
const ORDERS_PER_CALL = 50;
/** Refunds of one page whose long lists of lines are read to the end; the next such refund begins the next page. */
const COMPLETED_PER_PAGE = 5;

/**
 * Shopify has no list of refunds: these are the refunds of the orders that are refunded in whole or part. A refund
 * changes its order's `updated_at`, so that a bound on the refund's time is also one on the order's.
 */
export async function readRefunds(api: Api, ask: ListQuery): Promise<Page<Refund>> {
  const since = latest(ask.updated_since, ask.created_after);
  const search = allOf([
    "(financial_status:refunded OR financial_status:partially_refunded)",
    ...(since ? [timeTerm("updated_at", ">=", since)] : []),
  ]);
  const records: Mapped<Refund>[] = [];
  const warnings = new Map<string, Warning>([["derived", DERIVED]]);
  let { after, skip } = parseCursor(ask.cursor);
  let completed = 0;
  const stop = (cursor: string | null): Page<Refund> => ({
    records,
    next: cursor,
    warnings: [...warnings.values()],
  });
  const here = (at: number) => JSON.stringify({ after, skip: at });

  for (let call = 0; call < CALLS_PER_REFUND_PAGE && records.length < ask.limit; call++) {
    const page = await list(
      api,
      "orders",
      ORDERS_WITH_REFUNDS,
      { first: ORDERS_PER_CALL, after },
      {
        search,
        reverse: !since,
        refundLines: ORDER_IN_LIST.refundLines,
        transactions: ORDER_IN_LIST.transactions,
      },
    );
    for (const warning of [...windowWarnings(page.data, null, api.now), ...page.warnings])
      warnings.set(warning.code + (warning.field ?? ""), warning);
    for (const { cursor, node } of page.edges) {
      const order = expectShape(orderWithRefundsShape, node, "order");
      for (const [at, refund] of order.refunds.entries()) {
        if (at < skip) continue;
        if (records.length === ask.limit) return stop(here(at));
        let raw: unknown = refund;
        if (isTruncated(refund)) {
          if (completed++ === COMPLETED_PER_PAGE) return stop(here(at));
          raw = await wholeRefund(api, expectShape(z.record(z.string(), z.unknown()), refund, "refund"));
          if (raw === null) continue;
        }
        const value = mapRefund(raw, numericId(order.id), order.taxesIncluded);
        if (isWanted(value, ask)) records.push({ value, raw });
      }
      skip = 0;
      after = cursor;
    }
    if (page.next === null) return stop(null);
    after = page.next;
  }
  return stop(here(0));
}

const DERIVED: Warning = {
  code: "derived",
  message:
    "Shopify has no list of refunds: these are read from the orders that are refunded in whole or part, in the order in which those orders changed. Goods taken back without money are not among them.",
};

function latest(...times: (string | undefined)[]): string | null {
  const told = times.filter((time) => time !== undefined);
  return told.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
}

function isWanted(refund: Refund, ask: ListQuery): boolean {
  const at = (time: string | null) => Date.parse(time ?? "");
  if (ask.updated_since && at(refund.updated_at) < Date.parse(ask.updated_since)) return false;
  if (ask.created_after && at(refund.created_at) < Date.parse(ask.created_after)) return false;
  return !(ask.created_before && at(refund.created_at) >= Date.parse(ask.created_before));
}

/** A refund with all its lines; null where it is gone. */
export function wholeRefund(
  api: Sender,
  refund: Record<string, unknown>,
): Promise<Record<string, unknown> | null> {
  return complete(api, refund, "refundLineItems", REFUND_LINES);
}

const cursorShape = z.object({
  /** Shopify's cursor of the last order whose refunds were all given out. */
  after: z.string().nullable(),
  /** Refunds of the order behind it that were given out already: a page may end inside an order. */
  skip: z.int().min(0),
});

/** @throws PlatformFailure `rejected` for a cursor that is not one of ours. */
function parseCursor(cursor: string | null): z.infer<typeof cursorShape> {
  if (cursor === null) return { after: null, skip: 0 };
  try {
    return cursorShape.parse(JSON.parse(cursor));
  } catch {
    throw new PlatformFailure({ kind: "rejected", detail: "the cursor is not one of this list" }, null);
  }
}
