import { z } from "zod";
import type { Refund } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, utc } from "../expect";
import { known, mapEach } from "../mapped";
import { cursor, objects, page, squareStatus } from "./paging";
import { amountOf, money, text } from "./values";

/** GET /v2/refunds: every refund of a payment, whatever it was refunded for. */

const paymentRefund = z.object({
  id: z.string(),
  status: text,
  location_id: text,
  amount_money: money,
  order_id: text,
  reason: text,
  created_at: text,
  updated_at: text,
});
const refundsAnswer = z.object({ refunds: objects, cursor });

/** `PaymentRefund.status`, documented as text rather than as an enumeration. */
export const REFUND_STATUSES = {
  pending: "PENDING",
  completed: "COMPLETED",
  rejected: "REJECTED",
  failed: "FAILED",
} as const;

/** COMPLETED is a payment refund's word, APPROVED that of a refund inside an order (SDK RefundStatus). */
const STATUS_OF = {
  PENDING: "pending",
  COMPLETED: "completed",
  APPROVED: "completed",
  REJECTED: "rejected",
  FAILED: "failed",
} as const;

export function refundStatus(status: string | null | undefined): Refund["status"] {
  return known(STATUS_OF, status);
}

/** Without a `begin_time` Square shows one year only; its first card was read in 2009. */
const BEFORE_SQUARE = "2009-01-01T00:00:00Z";

export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const byUpdate = query.updated_since !== undefined;
  const { body } = await api.send({
    method: "GET",
    path: "/refunds",
    query: {
      limit: query.limit,
      cursor: query.cursor ?? undefined,
      begin_time: query.created_after ?? BEFORE_SQUARE,
      end_time: query.created_before,
      updated_at_begin_time: query.updated_since,
      location_id: query.location_id,
      status: squareStatus(REFUND_STATUSES, query.status),
      sort_field: byUpdate ? "UPDATED_AT" : "CREATED_AT",
      sort_order: byUpdate ? "ASC" : "DESC",
    },
  });
  const answer = expectShape(refundsAnswer, body);
  return page(mapEach("refunds", answer.refunds ?? [], paymentRefund, mapRefund), answer.cursor);
}

function mapRefund(from: z.infer<typeof paymentRefund>): Refund {
  return {
    id: from.id,
    order_id: from.order_id ?? null,
    status: refundStatus(from.status),
    amount: amountOf(from.amount_money),
    reason: from.reason ?? null,
    location_id: from.location_id ?? null,
    lines: [],
    created_at: utc(from.created_at),
    updated_at: utc(from.updated_at),
  };
}
