/** Orders in the form that WooCommerce answers with `dp=6`. */

export interface LineGiven {
  quantity?: number | string;
  subtotal: string;
  subtotalTax?: string;
  total?: string;
  totalTax?: string;
}

export function line(id: number, given: LineGiven) {
  const { subtotal, subtotalTax = "0.000000" } = given;
  return {
    id,
    name: `Item ${id}`,
    product_id: 100 + id,
    variation_id: 0,
    quantity: given.quantity ?? 1,
    tax_class: "",
    subtotal,
    subtotal_tax: subtotalTax,
    total: given.total ?? subtotal,
    total_tax: given.totalTax ?? subtotalTax,
    taxes: [],
    meta_data: [],
    sku: "",
    price: 0,
  };
}

export function wooOrder(over: Record<string, unknown> = {}) {
  return {
    id: 7,
    number: "7",
    status: "processing",
    currency: "USD",
    created_via: "checkout",
    prices_include_tax: false,
    date_created_gmt: "2026-01-05T09:00:00",
    date_modified_gmt: "2026-01-06T09:00:00",
    date_paid_gmt: "2026-01-05T09:01:00",
    date_completed_gmt: null,
    discount_total: "0.000000",
    discount_tax: "0.000000",
    shipping_total: "0.000000",
    shipping_tax: "0.000000",
    total: "10.000000",
    total_tax: "0.000000",
    customer_id: 0,
    customer_note: "",
    line_items: [line(1, { subtotal: "10.000000" })],
    tax_lines: [],
    shipping_lines: [],
    fee_lines: [],
    coupon_lines: [],
    refunds: [],
    ...over,
  };
}

/** 119.00 and 59.50 with 19 % VAT inside, ten per cent off, 5.95 for shipping, 1.19 for wrapping; figures as kept. */
export const taxInclusive = wooOrder({
  currency: "EUR",
  prices_include_tax: true,
  line_items: [
    line(1, { subtotal: "100.000000", subtotalTax: "19.000000", total: "90.000000", totalTax: "17.100000" }),
    line(2, {
      quantity: 2,
      subtotal: "50.000000",
      subtotalTax: "9.500000",
      total: "45.000000",
      totalTax: "8.550000",
    }),
  ],
  coupon_lines: [{ id: 3, code: "ten", discount: "15.000000", discount_tax: "2.850000" }],
  discount_total: "15.000000",
  discount_tax: "2.850000",
  shipping_lines: [
    { id: 4, method_title: "DHL", method_id: "flat_rate", total: "5.000000", total_tax: "0.950000" },
  ],
  shipping_total: "5.000000",
  shipping_tax: "0.950000",
  fee_lines: [{ id: 5, name: "Wrapping", total: "1.000000", total_tax: "0.190000" }],
  tax_lines: [{ label: "MwSt", rate_percent: 19, tax_total: "25.840000", shipping_tax_total: "0.950000" }],
  total_tax: "26.790000",
  total: "167.790000",
});
