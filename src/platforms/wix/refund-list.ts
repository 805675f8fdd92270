import { z } from "zod";
import type { Refund } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape } from "../expect";
import { REFUNDED } from "./order-status";
import { searchOrders } from "./orders";
import { refundsOf } from "./refunds";

const ordered = z.object({ id: z.string(), currency: z.string().length(3) });

/** Wix lists refunds by their orders alone: a page is of orders that have some. */
export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { raws, next } = await searchOrders(api, query, { paymentStatus: { $in: REFUNDED } });
  const orders = raws.map((raw, index) => expectShape(ordered, raw, `orders.${index}`));
  const refunds = await refundsOf(api, orders);
  return { records: orders.flatMap(({ id }) => refunds.get(id) ?? []), next, warnings: [] };
}
