import { z } from "zod";
import type { Refund } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { changedSince, readPage } from "./paging";
import { amountOf, money, text } from "./values";

/** GET /1.0/commerce/transactions: the payments of each order, and what of them went back. */

const refund = z.object({ id: z.string(), amount: money, refundedOn: text });

const transactions = z.object({
  salesOrderId: text,
  modifiedOn: text,
  payments: z.array(z.object({ refunds: z.array(refund).nullish() })).nullish(),
});

/** A page is of orders' transactions; those without a refund give no record. */
export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { raws, next, warnings } = await readPage(
    api,
    "/1.0/commerce/transactions",
    "documents",
    query,
    changedSince(api, query),
  );
  const records = raws.flatMap((raw, index) => {
    const where = `documents.${index}`;
    const from = expectShape(transactions, raw, where);
    return (from.payments ?? [])
      .flatMap((payment) => payment.refunds ?? [])
      .map((one) => ({ value: mapping(where, () => mapRefund(one, from)), raw }));
  });
  return { records, next, warnings };
}

function mapRefund(from: z.infer<typeof refund>, of: z.infer<typeof transactions>): Refund {
  return {
    id: from.id,
    order_id: of.salesOrderId,
    // Squarespace lists what was given back; a refund that failed is told by the order's payment state.
    status: from.refundedOn ? "completed" : "pending",
    amount: amountOf(from.amount),
    reason: null,
    location_id: null,
    lines: [],
    created_at: utc(from.refundedOn),
    updated_at: null,
  };
}
