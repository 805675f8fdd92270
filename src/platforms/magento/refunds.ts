import { z } from "zod";
import type { Refund } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { decimal, decimalText, moneyOf } from "../decimal";
import { mapEach } from "../mapped";
import { readPage, timeConditions } from "./search";
import { figure, id, maybe, reference, text, utcTime } from "./values";

/** `/creditmemos`. */

export const creditmemo = z.object({
  entity_id: id,
  order_id: id,
  state: z.int().nullish(),
  order_currency_code: z.string(),
  grand_total: figure,
  created_at: text,
  updated_at: text,
  items: z
    .array(
      z.object({
        order_item_id: reference,
        qty: figure,
        row_total: figure.nullish(),
        tax_amount: maybe,
        discount_amount: maybe,
        discount_tax_compensation_amount: maybe,
      }),
    )
    .nullish(),
});
export type Creditmemo = z.infer<typeof creditmemo>;

/** Magento\Sales\Model\Order\Creditmemo: STATE_OPEN, STATE_REFUNDED, STATE_CANCELED. */
const STATES: Readonly<Record<number, Refund["status"]>> = { 1: "pending", 2: "completed", 3: "rejected" };

export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { raws, next } = await readPage(api, "/creditmemos", query, timeConditions(query));
  return { records: mapEach("items", raws, creditmemo, mapCreditmemo), next, warnings: [] };
}

export function mapCreditmemo(from: Creditmemo): Refund {
  const currency = from.order_currency_code;
  return {
    id: from.entity_id,
    order_id: from.order_id,
    status: STATES[from.state ?? 0] ?? "unknown",
    amount: moneyOf(decimal(from.grand_total), currency),
    reason: null,
    location_id: null,
    // The row of what a bundle or a configurable product is made of has no total of its own.
    lines: (from.items ?? []).flatMap((item) =>
      item.row_total == null
        ? []
        : {
            order_line_id: item.order_item_id,
            quantity: decimalText(decimal(item.qty)),
            amount: moneyOf(
              decimal(item.row_total) +
                decimal(item.tax_amount) +
                decimal(item.discount_tax_compensation_amount) -
                decimal(item.discount_amount),
              currency,
            ),
          },
    ),
    created_at: utcTime(from.created_at),
    updated_at: utcTime(from.updated_at),
  };
}
