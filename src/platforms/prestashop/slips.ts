import { z } from "zod";
import type { Refund } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { type Decimal, decimal, decimalText, moneyOf } from "../decimal";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { listBy, readPage, timeFilters } from "./requests";
import { codeOf, readCurrencies, readSettings } from "./settings";
import { association, figure, id, reference, text } from "./values";
import { fromWall } from "./zoned";

/** `order_slip`: the credit slips that refunds are written on, in the currency of their order. */

export const slip = z.object({
  id,
  id_order: id,
  total_products_tax_incl: figure,
  total_shipping_tax_incl: figure,
  date_add: text,
  date_upd: text,
  associations: z
    .object({
      order_slip_details: association(
        z.object({ id_order_detail: reference, product_quantity: figure, amount_tax_incl: figure.nullish() }),
      ),
    })
    .optional(),
});
export type Slip = z.infer<typeof slip>;

export function slipAmount(from: Slip): Decimal {
  return decimal(from.total_products_tax_incl) + decimal(from.total_shipping_tax_incl);
}

export function mapSlip(from: Slip, currency: string, timezone: string): Refund {
  return {
    id: from.id,
    order_id: from.id_order,
    // A slip says that so much is given back; whether the money has gone is not on it.
    status: "completed",
    amount: moneyOf(slipAmount(from), currency),
    reason: null,
    location_id: null,
    lines: (from.associations?.order_slip_details ?? []).map((line) => ({
      order_line_id: line.id_order_detail,
      quantity: decimalText(decimal(line.product_quantity)),
      amount: line.amount_tax_incl == null ? null : moneyOf(decimal(line.amount_tax_incl), currency),
    })),
    created_at: fromWall(from.date_add, timezone),
    updated_at: fromWall(from.date_upd, timezone),
  };
}

const pricedOrder = z.object({ id, id_currency: reference });

export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const [settings, currencies] = await Promise.all([readSettings(api), readCurrencies(api)]);
  const { raws, next } = await readPage(api, "order_slip", query, timeFilters(query, settings));
  const owners = expectShape(z.array(z.object({ id_order: id })), raws, "order_slip");
  const orders = await listBy(
    api,
    "orders",
    "id",
    owners.map((one) => one.id_order),
    "[id,id_currency]",
  );
  const currencyOf = new Map(
    expectShape(z.array(pricedOrder), orders, "orders").map((one) => [one.id, one.id_currency]),
  );
  const records = mapEach("order_slip", raws, slip, (from) =>
    mapSlip(from, codeOf(currencies, currencyOf.get(from.id_order) ?? null), settings.timezone),
  );
  return { records, next, warnings: [] };
}
