import type { Mode } from "../kernel/regions";
import type { Warning } from "../model/common";
import type { Customer, InventoryLevel, Location, Order, Product, Refund, Store } from "../model/retail";
import type { Api, ApiResponse, Failure } from "./api-contract";
import type { OutgoingCall, PlatformAccount, Target } from "./facts";
import type { ConnectFamily } from "./family";
import type { WebhookFacts } from "./webhook-facts";

export * from "./api-contract";
export * from "./facts";
export * from "./family";
export * from "./webhook-facts";

/**
 * What a platform is to Metristack. An adapter is one file that implements `Adapter`, plus a line in the
 * registry. It is pure where it maps; it reaches its platform only through the `Api` it is given.
 */

export const RESOURCES = [
  "store",
  "locations",
  "products",
  "orders",
  "refunds",
  "inventory",
  "customers",
] as const;
export type Resource = (typeof RESOURCES)[number];

export const FILTERS = ["updated_since", "created_after", "created_before", "location_id", "status"] as const;
export type Filter = (typeof FILTERS)[number];

export interface ListQuery {
  limit: number;
  /** The platform's own cursor, taken out of our sealed one; null on the first page. */
  cursor: string | null;
  updated_since?: string;
  created_after?: string;
  created_before?: string;
  location_id?: string;
  status?: string;
}

/** A mapped value beside the platform's own object (for `?raw=true`). */
export interface Mapped<T> {
  value: T;
  raw: unknown;
}

export interface Page<T> {
  records: Mapped<T>[];
  /** The platform's next cursor, or null on the last page. */
  next: string | null;
  warnings: Warning[];
}

export interface Readers {
  store?(api: Api): Promise<Mapped<Store>>;
  locations?(api: Api, query: ListQuery): Promise<Page<Location>>;
  products?(api: Api, query: ListQuery): Promise<Page<Product>>;
  product?(api: Api, id: string): Promise<Mapped<Product>>;
  orders?(api: Api, query: ListQuery): Promise<Page<Order>>;
  order?(api: Api, id: string): Promise<Mapped<Order>>;
  refunds?(api: Api, query: ListQuery): Promise<Page<Refund>>;
  inventory?(api: Api, query: ListQuery): Promise<Page<InventoryLevel>>;
  customers?(api: Api, query: ListQuery): Promise<Page<Customer>>;
}

export interface ResourceFacts {
  /** The platform scopes a read of this resource needs. */
  scopes: readonly string[];
  filters: readonly Filter[];
  /** Values `status` may take, where the filter is supported. */
  statuses?: readonly string[];
  maxPageSize: number;
  /** Limits worth telling in `GET /v1/platforms` and the docs, each a sentence. */
  notes: readonly string[];
}

/** A quota that the platform counts over more than one connection (limits/shared quotas take from it). */
export interface SharedQuota {
  over: "app" | "store";
  calls: number;
  perSeconds: number;
}

export interface Adapter<Family extends ConnectFamily = ConnectFamily> {
  /** Lower case, stable, in addresses: `square`. */
  readonly key: string;
  readonly name: string;
  /** The version of the platform's API every call names. */
  readonly apiVersion: string;
  readonly modes: readonly Mode[];
  readonly connect: Family;
  readonly resources: Partial<Record<Resource, ResourceFacts>>;
  readonly read: Readers;
  /** Absolute base of the API, without a trailing slash; the proxy's fence as well. */
  apiBase(target: Target, account: PlatformAccount): string;
  /** Adds the credentials and the version header; signs where the platform wants each call signed. */
  authorise(call: OutgoingCall): void | Promise<void>;
  /** Null for a good answer. GraphQL platforms look into the body too. */
  classify(response: ApiResponse, now: number): Failure | null;
  readonly limits: { description: string; sharedQuota: SharedQuota | null };
  /** Null where the platform has none, or none that can be verified. */
  readonly webhooks: WebhookFacts | null;
  /** The scopes to ask for, least for reading all of `resources`. */
  readonly scopes: readonly string[];
}
