import type { Adapter, PastedKey } from "./adapter";
import { PRODUCT_STATUSES, readProduct, readProducts } from "./stripe/catalog";
import { stripeConnect } from "./stripe/connect";
import { readCustomers } from "./stripe/customers";
import { classify } from "./stripe/errors";
import { ORDER_STATUSES } from "./stripe/order-status";
import { readOrder, readOrders } from "./stripe/orders";
import { readRefunds } from "./stripe/refunds";
import { readStore } from "./stripe/store";
import { stripeWebhooks } from "./stripe/webhooks";

const STRIPE_VERSION = "2026-10-28.endive";

/**
 * Stripe (stripe.com), API version 2026-10-28.endive. Payments are told as what they are: an order is a Checkout
 * Session, which has lines; a payment taken without one has none, and none are invented.
 *
 * Sources: the vendor's SDK `stripe` 23.1.0, generated from its OpenAPI v2596 for 2026-10-28.endive (parameters,
 * objects, enumerated values); docs.stripe.com/{currencies,expand,rate-limits,keys/restricted-api-keys},
 * docs.stripe.com/{webhooks/signature,api/pagination,api/errors} as of 2026.
 *
 * Scopes: a restricted key has permissions, each resource's stated below; Stripe does not tell which a key has.
 *
 * Windows: none. Lists are newest first. Limits: per account and second 100 requests live, 25 in a sandbox, and 25
 * for one endpoint; 429, without a wait of its own.
 *
 * What Stripe cannot do: know stock or places (no inventory, no locations); filter by change; tell what was sent
 * (fulfilment is unknown) or which goods a refund is for; give an order a number. A restricted key cannot end itself.
 *
 * Unverified: which permission `GET /v1/account` needs (older reports have none that allows it; the current page says
 * that all APIs take restricted keys, and Stripe's refusals name `rak_accounts_kyc_basic_read`); whether an inclusive
 * shipping tax is in `shipping_cost.amount_subtotal` (an order says by how much it differs, if it does).
 */
export const stripe: Adapter<PastedKey> = {
  key: "stripe",
  name: "Stripe",
  apiVersion: STRIPE_VERSION,
  modes: ["test", "live"],
  connect: stripeConnect,
  scopes: [
    "account_read",
    "charge_read",
    "checkout_session_read",
    "customer_read",
    "payment_intent_read",
    "price_read",
    "product_read",
  ],
  resources: {
    store: {
      scopes: ["account_read"],
      filters: [],
      maxPageSize: 1,
      notes: ["The Stripe account. Its currency is the one it settles in by default."],
    },
    products: {
      scopes: ["product_read", "price_read"],
      filters: ["created_after", "created_before", "status"],
      statuses: Object.keys(PRODUCT_STATUSES),
      maxPageSize: 25,
      notes: [
        "A product's variants are its active prices; `variant.id` is the price's id. Stripe has no SKUs.",
        "`price` is null where the buyer chooses it, the quantity decides it, or it has fractions of the smallest unit.",
        "Each product costs one more call, for its prices.",
      ],
    },
    orders: {
      scopes: ["checkout_session_read", "payment_intent_read", "charge_read"],
      filters: ["created_after", "created_before", "status"],
      statuses: Object.keys(ORDER_STATUSES),
      maxPageSize: 100,
      notes: [
        "An order is a Checkout Session (Checkout and Payment Links); one that expired is `cancelled`.",
        "Payments without a session (PaymentIntents, Terminal, invoices) have no lines and are not orders.",
        "Sessions that only save a payment method are left out, so a page may be short.",
        "A subscription's first payment is its order; its renewals and refunds are its invoices', not listed here.",
        "`unit_price` is rounded where a price has tiers or fractions of the smallest unit; `subtotal` is exact.",
        "A discount's `code` is the id of the promotion code, its `name` the coupon's. There are no order numbers.",
      ],
    },
    refunds: {
      scopes: ["charge_read", "checkout_session_read"],
      filters: ["created_after", "created_before"],
      maxPageSize: 25,
      notes: [
        "`order_id` is the Checkout Session; null where the payment was taken without one.",
        "Stripe does not tell which lines a refund is for. Each refund costs one more call, for its session.",
      ],
    },
    customers: {
      scopes: ["customer_read"],
      filters: ["created_after", "created_before"],
      maxPageSize: 100,
      notes: [
        "Stripe keeps one name: it is in `first_name`, unsplit.",
        "Guests of Checkout are no customers; their orders have no `customer_id`.",
      ],
    },
  },
  read: {
    store: readStore,
    products: readProducts,
    product: readProduct,
    orders: readOrders,
    order: readOrder,
    refunds: readRefunds,
    customers: readCustomers,
  },
  apiBase: () => "https://api.stripe.com/v1",
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
    headers.set("stripe-version", STRIPE_VERSION);
  },
  classify,
  limits: {
    description:
      "Per account: 100 requests a second live, 25 in a sandbox, and 25 a second for any one endpoint. Stripe answers " +
      "429 and asks for exponential backoff.",
    sharedQuota: null,
  },
  webhooks: stripeWebhooks,
};
