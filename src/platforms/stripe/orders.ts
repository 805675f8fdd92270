import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { inTurns, listAll, listed, listOnce, page, pageQuery, stripeStatus } from "./lists";
import { mapOrder } from "./order-mapper";
import { chargeOf, ORDER_STATUSES, paymentOf } from "./order-status";
import { refundsOf } from "./refunds";
import { lineItem, type StripeLine, type StripeSession, session } from "./session-schema";

/** GET /v1/checkout/sessions: what was sold through Checkout or a Payment Link, with its lines. */

/** What a session does not carry of itself (docs.stripe.com/expand: four levels at most, `data` included). */
const EXPANSIONS = ["line_items", "total_details.breakdown", "payment_intent.latest_charge"];

const PAYMENTS_APART: Warning = {
  code: "payments_not_orders",
  message:
    "Only Checkout Sessions are orders. Payments taken otherwise (PaymentIntents of one's own, Terminal, invoices) " +
    "have no lines and are not listed; read them through the proxy at /payment_intents.",
};

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { raws, next } = await listOnce(api, "/checkout/sessions", {
    ...pageQuery(query),
    status: stripeStatus(ORDER_STATUSES, query.status),
    "expand[]": EXPANSIONS.map((expansion) => `data.${expansion}`),
  });
  const sales = raws
    .map((raw, index) => ({ raw, where: `data.${index}`, from: expectShape(session, raw, `data.${index}`) }))
    .filter(({ from }) => isSale(from));
  const records = await inTurns(sales, ({ raw, where, from }) => whole(api, from, raw, where));
  return page(records, next, [PAYMENTS_APART]);
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body, status } = await api.send({
    method: "GET",
    path: `/checkout/sessions/${encodeURIComponent(id)}`,
    query: { "expand[]": EXPANSIONS },
  });
  const from = expectShape(session, body, "session");
  if (!isSale(from)) throw new PlatformFailure({ kind: "not_found" }, status);
  return await whole(api, from, body, "session");
}

/** A `setup` session only saves a way to pay: nothing is sold in it. */
function isSale({ mode }: StripeSession): boolean {
  return mode !== "setup";
}

async function whole(api: Api, from: StripeSession, raw: unknown, where: string): Promise<Mapped<Order>> {
  const items = await linesOf(api, from, where);
  const payment = paymentOf(from);
  const isRefunded = (chargeOf(from)?.amount_refunded ?? 0) > 0;
  const refunds = payment && isRefunded ? await refundsOf(api, payment.id, from.id) : [];
  return mapping(where, () => ({ value: mapOrder(from, items, refunds, where), raw }));
}

/** The session carries its first lines; what is left of a long one is asked for. */
async function linesOf(api: Api, from: StripeSession, where: string): Promise<StripeLine[]> {
  const { raws, next } = listed(from.line_items, `${where}.line_items`);
  const path = `/checkout/sessions/${encodeURIComponent(from.id)}/line_items`;
  const rest = next === null ? [] : await listAll(api, path, {}, next);
  return [...raws, ...rest].map((raw, index) => expectShape(lineItem, raw, `${where}.line_items.${index}`));
}
