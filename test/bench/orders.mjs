// Pages of orders in the fields that Squarespace documents, of about a given size.

const PAGE = 50;
const usd = (cents) => ({ value: (cents / 100).toFixed(2), currency: "USD" });
const id = (n) => `6a0417${n.toString(16).padStart(18, "0")}`;

/** Up to fifty orders, with as many lines each as make the page about so large. */
export function ordersPage(bytes) {
  const size = (orders, lines) => JSON.stringify(pageOf(orders, lines)).length;
  const empty = size(0, 0);
  const one = size(1, 0) - empty;
  const line = size(1, 1) - empty - one;
  const count = Math.min(PAGE, Math.max(1, Math.floor((bytes - empty) / (one + line))));
  const lines = Math.max(1, Math.round(((bytes - empty) / count - one) / line));
  return pageOf(count, lines);
}

function pageOf(orders, lines) {
  return {
    result: Array.from({ length: orders }, (_, n) => order(n, lines)),
    pagination: { hasNextPage: false, nextPageCursor: null, nextPageUrl: null },
  };
}

function order(n, lines) {
  const address = {
    firstName: "Amina",
    lastName: "Okafor",
    address1: `${n} Moi Ave`,
    address2: null,
    city: "Nairobi",
    state: "Nairobi",
    countryCode: "KE",
    postalCode: "00100",
    phone: "+254 700 000417",
  };
  const subtotal = lines * 2_425;
  return {
    id: id(n),
    orderNumber: String(1_000 + n),
    createdOn: "2026-03-08T06:15:20.400Z",
    modifiedOn: "2026-03-09T17:40:00.000Z",
    channel: "web",
    testmode: true,
    customerEmail: "amina@shop.example",
    customerId: id(5_000 + n),
    billingAddress: address,
    shippingAddress: address,
    fulfillmentStatus: "PENDING",
    paymentState: "PAID",
    lineItems: Array.from({ length: lines }, (_, at) => ({
      id: id(10_000 + 100 * n + at),
      variantId: "0417a000-0000-4000-8000-000000000001",
      sku: `CHAI-${at}`,
      weight: 0.5,
      productId: id(20_000 + at),
      productName: "Chai",
      quantity: 1,
      unitPricePaid: usd(2_425),
      variantOptions: [{ value: "Large", optionName: "Size" }],
      customizations: null,
      imageUrl: `https://images.example/${at}.jpg`,
      lineItemType: "PHYSICAL_PRODUCT",
    })),
    internalNotes: [{ content: "Rings twice" }],
    shippingLines: [{ method: "Courier", amount: usd(400) }],
    discountLines: [{ description: "Long rains", name: "Long rains", amount: usd(350), promoCode: "RAIN" }],
    fulfillments: [],
    subtotal: usd(subtotal),
    shippingTotal: usd(400),
    discountTotal: usd(350),
    taxTotal: usd(560),
    refundedTotal: usd(0),
    grandTotal: usd(subtotal + 400 - 350 + 560),
    priceTaxInterpretation: "EXCLUSIVE",
  };
}
