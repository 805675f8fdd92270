import { z } from "zod";
import { type Money, zero } from "../../kernel/money";
import type { Refund } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { moneyOf, total } from "../decimal";
import { expectShape, mapping, utc } from "../expect";
import { orderCurrency } from "./order-schema";
import { listAnswer, nextPage, pageNumber } from "./paging";
import { amountOf, exact, figure, id, text } from "./values";

/** GET /v3/orders/payment_actions/refunds, oldest first. */

const refund = z.object({
  id,
  order_id: id,
  created: text,
  reason: text,
  total_amount: figure,
  items: z
    .array(
      z.object({
        item_type: text,
        item_id: id.nullish(),
        quantity: z.number().nullish(),
        requested_amount: figure.nullish(),
      }),
    )
    .nullish(),
  payments: z.array(z.object({ amount: figure, is_declined: z.boolean().nullish() })).nullish(),
});
type BigRefund = z.infer<typeof refund>;

/** A page of refunds names no currency: it is that of the order, which is asked for. */
export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { body } = await api.send({
    method: "GET",
    path: "/v3/orders/payment_actions/refunds",
    query: {
      limit: query.limit,
      page: pageNumber(query),
      "created:min": query.created_after,
      "created:max": query.created_before,
    },
  });
  const answer = expectShape(listAnswer, body);
  const parsed = answer.data.map((raw, index) => ({ from: expectShape(refund, raw, `data.${index}`), raw }));
  const currencies = await currenciesOf(api, new Set(parsed.map(({ from }) => from.order_id)));
  const records = parsed.map(({ from, raw }, index): Mapped<Refund> => {
    const where = `data.${index}`;
    const currency = currencies.get(from.order_id);
    if (!currency)
      throw new PlatformFailure({ kind: "unexpected", field: where, detail: "no such order" }, null);
    return { value: mapping(where, () => mapRefund(from, currency)), raw };
  });
  return { records, next: nextPage(answer, query), warnings: [] };
}

async function currenciesOf(api: Api, orders: ReadonlySet<number>): Promise<Map<number, string>> {
  const currencies = new Map<number, string>();
  for (const order of orders) {
    const { body } = await api.send({ method: "GET", path: `/v2/orders/${order}` });
    currencies.set(order, expectShape(orderCurrency, body, "order").default_currency_code);
  }
  return currencies;
}

/** The refunds of some orders, by order id; BigCommerce's `refunded_amount` on an order is always 0. */
export async function refundsOf(
  api: Api,
  orders: ReadonlyMap<number, string>,
): Promise<Map<number, { refunds: Refund[]; refunded: Money }>> {
  const found = new Map<number, BigRefund[]>();
  if (orders.size === 0) return new Map();
  const asked = { limit: 250, cursor: null };
  for (let page: string | null = "1"; page !== null; ) {
    const { body } = await api.send({
      method: "GET",
      path: "/v3/orders/payment_actions/refunds",
      query: { "order_id:in": [...orders.keys()].join(","), limit: asked.limit, page },
    });
    const answer = expectShape(listAnswer, body, "refunds");
    for (const [index, raw] of answer.data.entries()) {
      const one = expectShape(refund, raw, `refunds.data.${index}`);
      found.set(one.order_id, [...(found.get(one.order_id) ?? []), one]);
    }
    page = nextPage(answer, { ...asked, cursor: page });
  }
  return mapping(
    "refunds",
    () =>
      new Map(
        [...orders].map(([order, currency]) => {
          const of = found.get(order) ?? [];
          return [
            order,
            {
              refunds: of.map((one) => mapRefund(one, currency)),
              refunded: of.length === 0 ? zero(currency) : moneyOf(total(of.map(takenBack)), currency),
            },
          ];
        }),
      ),
  );
}

/** A declined payment gave nothing back. */
function takenBack({ payments, total_amount }: BigRefund) {
  if (!payments || payments.length === 0) return exact(total_amount);
  return total(payments.filter(({ is_declined }) => !is_declined).map(({ amount }) => exact(amount)));
}

function mapRefund(from: BigRefund, currency: string): Refund {
  const declined = (from.payments ?? []).filter(({ is_declined }) => is_declined).length;
  return {
    id: String(from.id),
    order_id: String(from.order_id),
    status: declined === 0 ? "completed" : declined === from.payments?.length ? "failed" : "unknown",
    amount: amountOf(from.total_amount, currency),
    reason: from.reason,
    location_id: null,
    lines: (from.items ?? [])
      .filter(({ item_type }) => item_type === "PRODUCT")
      .map((item) => ({
        order_line_id: item.item_id ? String(item.item_id) : null,
        quantity: String(item.quantity ?? 0),
        amount: item.requested_amount == null ? null : amountOf(item.requested_amount, currency),
      })),
    created_at: utc(from.created),
    updated_at: null,
  };
}
