import { z } from "zod";
import type { Refund } from "../../model/retail";
import { type Api, type ListQuery, type Page, PlatformFailure } from "../adapter";
import { decimal, decimalText, moneyOf } from "../decimal";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { magnitude } from "./order-mapper";
import { DECIMALS } from "./orders";
import { readPage, timeFilters } from "./paging";
import { figure, gmt, id, text } from "./values";

/** GET /refunds: those of all orders (WC_REST_Refunds_Controller, since WooCommerce 9.0). */

const refund = z.object({
  id,
  parent_id: id,
  amount: figure,
  reason: text,
  date_created_gmt: text,
  line_items: z
    .array(
      z.object({
        id,
        quantity: figure,
        total: figure,
        total_tax: figure.nullish(),
        meta_data: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
      }),
    )
    .nullish(),
});

const currencies = z.array(z.object({ id, currency: z.string() }));

export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { raws, next } = await readPage(api, "/refunds", query, {
    dp: DECIMALS,
    ...timeFilters(query),
  }).catch(tooOld);
  const parents = z.array(z.object({ parent_id: id }).partial()).safeParse(raws).data ?? [];
  const currencyOf = await orderCurrencies(
    api,
    parents.flatMap((one) => one.parent_id ?? []),
  );
  return {
    records: mapEach("refunds", raws, refund, (from) => mapRefund(from, currencyOf.get(from.parent_id))),
    next,
    warnings: [],
  };
}

function tooOld(error: unknown): never {
  if (error instanceof PlatformFailure && error.failure.kind === "not_found") {
    const detail =
      "this shop cannot list refunds: it needs WooCommerce 9.0 or newer. Each order tells its own.";
    throw new PlatformFailure({ kind: "rejected", detail }, error.status);
  }
  throw error;
}

/** A refund does not tell its currency; its order does. */
async function orderCurrencies(api: Api, ids: readonly string[]): Promise<Map<string, string>> {
  const include = [...new Set(ids)];
  if (include.length === 0) return new Map();
  const { body } = await api.send({
    method: "GET",
    path: "/orders",
    query: { include: include.join(","), per_page: include.length, _fields: "id,currency" },
  });
  return new Map(expectShape(currencies, body, "orders").map((order) => [order.id, order.currency]));
}

function mapRefund(from: z.infer<typeof refund>, currency: string | undefined): Refund {
  if (currency === undefined) {
    const detail = "the refund's order is not to be had, nor its currency";
    throw new PlatformFailure({ kind: "unexpected", field: "parent_id", detail }, null);
  }
  return {
    id: from.id,
    order_id: from.parent_id,
    // A refund is a record of something done; WooCommerce knows none that is only asked for.
    status: "completed",
    amount: moneyOf(magnitude(decimal(from.amount)), currency),
    reason: from.reason,
    location_id: null,
    lines: (from.line_items ?? []).map((line) => ({
      order_line_id: refundedItem(line.meta_data),
      quantity: decimalText(magnitude(decimal(line.quantity))),
      amount: moneyOf(magnitude(decimal(line.total) + decimal(line.total_tax ?? 0)), currency),
    })),
    created_at: gmt(from.date_created_gmt),
    updated_at: null,
  };
}

/** A refund's lines are its own; which of the order's they undo stands in their meta data. */
function refundedItem(meta: readonly { key: string; value?: unknown }[] | null | undefined): string | null {
  const value = meta?.find(({ key }) => key === "_refunded_item_id")?.value;
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
