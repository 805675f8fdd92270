import type { Refund } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { known } from "../mapped";
import { limitsOf } from "./orders";
import { classified, isRefund, type PayPalTransaction, REFUND_CODE, transaction } from "./transaction";
import { amountOf, sizeOf } from "./values";
import { search } from "./windows";

/** GET /v1/reporting/transactions of the event code for refunds by the merchant. */

const STATUS_OF = { S: "completed", P: "pending", D: "rejected", V: "failed" } as const;

export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const { raws, next } = await search(
    api,
    query,
    { fields: "transaction_info", transaction_type: REFUND_CODE },
    (raw, where) => isRefund(expectShape(classified, raw, where)),
  );
  const records = raws.map((raw, index) => {
    const where = `transaction_details.${index}`;
    return { value: mapping(where, () => mapRefund(expectShape(transaction, raw, where))), raw };
  });
  return { records, next, warnings: limitsOf(query, api.now) };
}

function mapRefund({ transaction_info: info }: PayPalTransaction): Refund {
  return {
    id: info.transaction_id,
    // The other kinds of reference are an order's, a subscription's or an agreement's id.
    order_id: info.paypal_reference_id_type === "TXN" ? (info.paypal_reference_id ?? null) : null,
    status: known(STATUS_OF, info.transaction_status),
    amount: sizeOf(amountOf(info.transaction_amount)),
    reason: null,
    location_id: null,
    lines: [],
    created_at: utc(info.transaction_initiation_date),
    updated_at: utc(info.transaction_updated_date),
  };
}
