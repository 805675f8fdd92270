import { z } from "zod";
import type { Refund } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { moneyOf, total } from "../decimal";
import { expectShape, mapping, utc } from "../expect";
import { amountOf, exact, price, text } from "./values";

/** POST /ecom/v1/payments/list-by-ids: the payments and refunds of up to 100 orders (ecom Order Transactions V1). */

const item = z.object({ lineItemId: text, quantity: z.number().nullish() });

const refund = z.object({
  id: z.string().min(1),
  createdDate: text,
  transactions: z
    .array(z.object({ amount: price.nullish(), refundStatus: text, externalRefund: z.boolean().nullish() }))
    .nullish(),
  details: z
    .object({ reason: text, items: z.array(item).nullish(), lineItems: z.array(item).nullish() })
    .nullish(),
  summary: z.object({ requestedRefund: price.nullish() }).nullish(),
});
type WixRefund = z.infer<typeof refund>;

const transactions = z.object({
  orderTransactions: z.array(z.object({ orderId: z.string(), refunds: z.array(z.unknown()).nullish() })),
});

/** The refunds of some orders, by the order's id. Wix tells their amounts in the order's currency, and not which. */
export async function refundsOf(
  api: Api,
  orders: readonly { id: string; currency: string }[],
): Promise<Map<string, Mapped<Refund>[]>> {
  if (orders.length === 0) return new Map();
  const { body } = await api.send({
    method: "POST",
    path: "/ecom/v1/payments/list-by-ids",
    json: { orderIds: orders.map(({ id }) => id) },
  });
  const answer = expectShape(transactions, body);
  const found = new Map(answer.orderTransactions.map((one) => [one.orderId, one.refunds ?? []]));
  return new Map(
    orders.map(({ id, currency }) => [
      id,
      (found.get(id) ?? []).map((raw, index) => {
        const where = `order ${id}.refunds.${index}`;
        const from = expectShape(refund, raw, where);
        return { value: mapping(where, () => mapRefund(from, id, currency)), raw };
      }),
    ]),
  );
}

function mapRefund(from: WixRefund, orderId: string, currency: string): Refund {
  const parts = from.transactions ?? [];
  const { requestedRefund } = from.summary ?? {};
  return {
    id: from.id,
    order_id: orderId,
    status: statusOf(from),
    amount: requestedRefund
      ? amountOf(requestedRefund, currency)
      : moneyOf(total(parts.map((part) => exact(part.amount))), currency),
    reason: from.details?.reason ?? null,
    location_id: null,
    lines: (from.details?.lineItems ?? from.details?.items ?? []).map((one) => ({
      order_line_id: one.lineItemId,
      quantity: String(one.quantity ?? 0),
      amount: null,
    })),
    created_at: utc(from.createdDate),
    updated_at: null,
  };
}

const ON_ITS_WAY = new Set(["PENDING", "SCHEDULED", "STARTED"]);

/** A refund goes back over several payments, each of which may still be on its way or fail. */
function statusOf({ transactions: parts }: WixRefund): Refund["status"] {
  // What the merchant gave back by hand has no status of Wix's.
  const statuses = (parts ?? []).map((part) =>
    part.externalRefund && part.refundStatus === null ? "SUCCEEDED" : part.refundStatus,
  );
  if (statuses.length === 0) return "unknown";
  if (statuses.some((status) => status !== null && ON_ITS_WAY.has(status))) return "pending";
  if (statuses.every((status) => status === "SUCCEEDED")) return "completed";
  return statuses.every((status) => status === "FAILED") ? "failed" : "unknown";
}
