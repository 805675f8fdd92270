import { z } from "zod";
import type { Refund } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { known, mapEach } from "../mapped";
import { inTurns, listAll, listed, listOnce, page, pageQuery } from "./lists";
import { amountOf, at, idOf, moment, reference, text, units } from "./values";

/** GET /v1/refunds: every refund of a charge, whether Checkout sold it or not. */

const refund = z.object({
  id: z.string(),
  amount: units,
  currency: z.string(),
  created: moment,
  reason: text,
  status: text,
  payment_intent: reference,
});

/** `Refund.status`, documented as text. One that waits for the buyer (`requires_action`) is not paid out yet. */
const STATUS_OF = {
  pending: "pending",
  requires_action: "pending",
  succeeded: "completed",
  failed: "failed",
  canceled: "rejected",
} as const;

const sessions = z.object({ id: z.string() });

export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { raws, next } = await listOnce(api, "/refunds", pageQuery(query));
  const parsed = raws.map((raw, index) => expectShape(refund, raw, `data.${index}`));
  const orders = await inTurns(parsed, ({ payment_intent }) => orderOf(api, idOf(payment_intent)));
  const records = parsed.map((from, index) =>
    mapping(`data.${index}`, () => ({ value: mapRefund(from, orders[index] ?? null), raw: raws[index] })),
  );
  return page(records, next);
}

/** The refunds of one payment, oldest first, as those of the order it was for. */
export async function refundsOf(api: Api, paymentIntent: string, orderId: string): Promise<Refund[]> {
  const raws = await listAll(api, "/refunds", { payment_intent: paymentIntent });
  const mapped = mapEach("refunds", raws, refund, (from) => mapRefund(from, orderId));
  return mapped.map(({ value }) => value).reverse();
}

/** The Checkout Session behind a payment; null where it was taken without one. */
async function orderOf(api: Api, paymentIntent: string | null): Promise<string | null> {
  if (paymentIntent === null) return null;
  const { body } = await api.send({
    method: "GET",
    path: "/checkout/sessions",
    query: { payment_intent: paymentIntent, limit: 1 },
  });
  const [first] = listed(body, "sessions").raws;
  return first === undefined ? null : expectShape(sessions, first, "sessions.data.0").id;
}

function mapRefund(from: z.infer<typeof refund>, orderId: string | null): Refund {
  return {
    id: from.id,
    order_id: orderId,
    status: known(STATUS_OF, from.status),
    amount: amountOf(from.amount, from.currency),
    reason: from.reason ?? null,
    location_id: null,
    lines: [],
    created_at: at(from.created),
    updated_at: null,
  };
}
