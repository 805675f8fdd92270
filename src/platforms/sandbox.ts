import type { z } from "zod";
import {
  type Adapter,
  type Api,
  type ApiResponse,
  type Failure,
  type ListQuery,
  type Mapped,
  type OAuthRedirect,
  type Page,
  PlatformFailure,
} from "./adapter";
import { expectShape, mapping } from "./expect";
import { retryAfterSeconds } from "./retry-after";
import {
  ORDER_STATUS,
  PRODUCT_STATUS,
  REFUND_STATUS,
  toCustomer,
  toInventoryLevel,
  toLocation,
  toOrder,
  toProduct,
  toRefund,
  toStore,
} from "./sandbox/map";
import {
  customerShape,
  faultShape,
  grantShape,
  listShape,
  locationShape,
  orderShape,
  productShape,
  returnShape,
  shopShape,
  stockShape,
} from "./sandbox/shapes";

/**
 * The built-in sandbox platform. Its origin is a name that resolves nowhere (RFC 2606 §2): the shell puts our own
 * in its place and calls it through a loopback, never over the network.
 */
const ORIGIN = "https://sandbox.metristack.invalid";
const MAX_PAGE = 100;

function classify({ status, headers, body }: ApiResponse, now: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  const detail = faultShape.safeParse(body).data?.fault.text ?? `HTTP ${status}`;
  if (status === 401) return { kind: "unauthorized", detail };
  if (status === 403) return { kind: "forbidden", detail };
  if (status === 404) return { kind: "not_found" };
  if (status === 429) {
    return { kind: "throttled", retryAfter: retryAfterSeconds(headers.get("retry-after"), now) };
  }
  return status >= 500 ? { kind: "unavailable", detail } : { kind: "rejected", detail };
}

async function one<S extends z.ZodType, T>(
  api: Api,
  path: string,
  shape: S,
  map: (theirs: z.infer<S>) => T,
): Promise<Mapped<T>> {
  const { body } = await api.send({ method: "GET", path });
  return { value: mapping("body", () => map(expectShape(shape, body))), raw: body };
}

async function page<S extends z.ZodType, T>(
  api: Api,
  path: string,
  query: ListQuery,
  shape: S,
  map: (theirs: z.infer<S>) => T,
  statuses: Readonly<Record<string, string>> = {},
): Promise<Page<T>> {
  const { body } = await api.send({
    method: "GET",
    path,
    query: {
      limit: Math.min(query.limit, MAX_PAGE),
      cursor: query.cursor ?? undefined,
      updated_since: query.updated_since,
      created_after: query.created_after,
      created_before: query.created_before,
      location_id: query.location_id,
      status: query.status === undefined ? undefined : theirStatus(statuses, query.status),
    },
  });
  const list = expectShape(listShape, body);
  const records = list.items.map((raw, index) => {
    const where = `items.${index}`;
    return { value: mapping(where, () => map(expectShape(shape, raw, where))), raw };
  });
  return { records, next: list.paging.next, warnings: [] };
}

function theirStatus(statuses: Readonly<Record<string, string>>, ours: string): string {
  const found = Object.entries(statuses).find(([, status]) => status === ours);
  if (found) return found[0];
  throw new PlatformFailure({ kind: "rejected", detail: `the sandbox has no status ${ours}` }, null);
}

function facts(
  scope: string,
  filters: readonly ("updated_since" | "created_after" | "created_before" | "location_id" | "status")[],
  statuses?: Readonly<Record<string, string>>,
) {
  return {
    scopes: [scope],
    filters,
    ...(statuses && { statuses: Object.values(statuses) }),
    maxPageSize: MAX_PAGE,
    notes: ["Made from a seed at each request: the same on every run, and nothing after 2026-11-01."],
  };
}

const EVERY_TIME = ["updated_since", "created_after", "created_before"] as const;

/** The adapter of the built-in sandbox platform; test keys only. */
export const sandbox: Adapter<OAuthRedirect> = {
  key: "sandbox",
  name: "Sandbox shops",
  apiVersion: "v1",
  modes: ["test"],
  connect: {
    kind: "oauth_redirect",
    pkce: "S256",
    iss: "required",
    clientAuth: "client_secret_basic",
    issuer: () => `${ORIGIN}/sandbox`,
    endpoints: () => ({
      authorize: `${ORIGIN}/sandbox/oauth/authorize`,
      token: `${ORIGIN}/sandbox/oauth/token`,
      revoke: `${ORIGIN}/sandbox/oauth/revoke`,
    }),
    async identify({ tokens }) {
      const { shop, grant_id } = expectShape(grantShape, tokens, "token answer");
      return { id: shop, facts: { shop, grant_id } };
    },
    refresh: { kind: "rotating", refreshBeforeSeconds: 60, keepAliveDays: 30 },
    revoke: { kind: "rfc7009" },
  },
  resources: {
    store: facts("shop:read", []),
    locations: facts("locations:read", []),
    products: facts("products:read", [...EVERY_TIME, "status"], PRODUCT_STATUS),
    orders: facts("orders:read", [...EVERY_TIME, "location_id", "status"], ORDER_STATUS),
    refunds: facts("refunds:read", [...EVERY_TIME, "location_id", "status"], REFUND_STATUS),
    inventory: facts("inventory:read", ["updated_since", "location_id"]),
    customers: facts("customers:read", EVERY_TIME),
  },
  read: {
    store: (api) => one(api, "/shop", shopShape, toStore),
    locations: (api, query) => page(api, "/locations", query, locationShape, toLocation),
    products: (api, query) => page(api, "/products", query, productShape, toProduct, PRODUCT_STATUS),
    product: (api, id) => one(api, `/products/${encodeURIComponent(id)}`, productShape, toProduct),
    orders: (api, query) => page(api, "/orders", query, orderShape, toOrder, ORDER_STATUS),
    order: (api, id) => one(api, `/orders/${encodeURIComponent(id)}`, orderShape, toOrder),
    refunds: (api, query) => page(api, "/refunds", query, returnShape, toRefund, REFUND_STATUS),
    inventory: (api, query) => page(api, "/inventory", query, stockShape, toInventoryLevel),
    customers: (api, query) => page(api, "/customers", query, customerShape, toCustomer),
  },
  apiBase: () => `${ORIGIN}/sandbox/api/v1`,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description: "None of its own; 429, 5xx and slow answers come on request (header x-sandbox-fault).",
    sharedQuota: null,
  },
  webhooks: null,
  scopes: [
    "shop:read",
    "locations:read",
    "products:read",
    "orders:read",
    "refunds:read",
    "inventory:read",
    "customers:read",
  ],
};
