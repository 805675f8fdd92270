import type { Mode } from "../kernel/regions";
import type { Warning } from "../model/common";
import type { Customer, InventoryLevel, Location, Order, Product, Refund, Store } from "../model/retail";

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

/** The shop or account a connection points at, as far as it is known. */
export interface Target {
  mode: Mode;
  /** Normalised shop domain for platforms with a host per shop, else null. */
  shop: string | null;
}

/** The platform account behind a connection. Sealed in the connection's vault; D1 sees only a keyed hash of `id`. */
export interface PlatformAccount {
  /** Stable for the account, so that a reconnect can be compared with it. */
  id: string;
  /** What later calls need to know (e.g. a merchant id in the path). Never names, never addresses. */
  facts: Record<string, string>;
}

export interface ClientCredentials {
  client_id: string;
  client_secret: string;
}

// ---------------------------------------------------------------- reading

/** One HTTP request below the platform's API base. */
export interface ApiRequest {
  method: "GET" | "POST";
  /** Begins with a slash, relative to `Adapter.apiBase`. */
  path: string;
  query?: Record<string, string | number | undefined>;
  json?: unknown;
}

export interface ApiResponse {
  status: number;
  headers: Headers;
  /** Parsed JSON. Its shape is the platform's: parse before use (see `expectShape`). */
  body: unknown;
}

/** The platform as an adapter sees it: authorised, bounded in size and time, retried, errors already classified. */
export interface Api {
  readonly account: PlatformAccount;
  readonly target: Target;
  readonly now: number;
  /** @throws PlatformFailure for every answer that `classify` does not call good. */
  send(request: ApiRequest): Promise<ApiResponse>;
}

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

// ---------------------------------------------------------------- errors

/** What a platform's refusal means for the call and for the connection. */
export type Failure =
  /** The access token was not accepted: refresh once, then needs_reauth. */
  | { kind: "unauthorized"; detail: string }
  /** The grant lacks a permission. */
  | { kind: "forbidden"; detail: string }
  | { kind: "not_found" }
  /** `retryAfter` in seconds, already normalised (see `retryAfterSeconds`); null where the platform does not say. */
  | { kind: "throttled"; retryAfter: number | null }
  /** 5xx and the like: may pass. */
  | { kind: "unavailable"; detail: string }
  | { kind: "timeout" }
  /** The platform refuses what was asked: our fault or the caller's; not retried. */
  | { kind: "rejected"; detail: string }
  /** The answer is not what the platform documents; `field` says where. */
  | { kind: "unexpected"; detail: string; field: string };

export class PlatformFailure extends Error {
  constructor(
    readonly failure: Failure,
    /** The platform's HTTP status; null when none arrived. */
    readonly status: number | null,
  ) {
    super(`platform failure: ${failure.kind}`);
    this.name = "PlatformFailure";
  }
}

// ---------------------------------------------------------------- connecting

/** What the token endpoint gave, in RFC 6749 §5.1 terms. */
export interface TokenSet {
  access_token: string;
  refresh_token?: string;
  /** Epoch ms; absent where the token does not expire. */
  expires_at?: number;
  refresh_expires_at?: number;
  /** The scopes granted; null where the platform does not tell. */
  scopes: string[] | null;
}

/** Everything a refusal of the platform's callback can be; each has its page and stable code. */
export type CallbackFault = { fault: string };

/**
 * OAuth 2.0 authorisation code by browser redirect (RFC 6749 §4.1, with RFC 7636, 9207 and 9700).
 * The flow is shared; a platform declares its facts and, where it speaks a dialect, translates.
 */
export interface OAuthRedirect {
  kind: "oauth_redirect";
  /** RFC 7636. `unsupported` only where the platform refuses or ignores it; say so in the file's head. */
  pkce: "S256" | "unsupported";
  /** RFC 9207: whether the callback must carry `iss`; where it may, a wrong one is refused all the same. */
  iss: "required" | "optional";
  clientAuth: "client_secret_post" | "client_secret_basic";
  /** The issuer by simple string comparison; for platforms without metadata, a constant that names them. */
  issuer(target: Target): string;
  endpoints(target: Target): { authorize: string; token: string; revoke: string | null };
  /** Further parameters for the authorise address (never scope, state, PKCE or redirect_uri: the flow sets those). */
  authorizeParams?(target: Target): Record<string, string>;
  /** How several scopes are joined; a space where not said (RFC 6749 §3.3). */
  scopeSeparator?: string;
  /** Asked of the end-user first, where each shop has its own host. */
  shop?: {
    label: string;
    placeholder: string;
    hint: string;
    /** The canonical form, or null when the text is not one (RFC 9700 §4.11: the host never comes from elsewhere). */
    normalise(input: string): string | null;
  };
  /** Signature checks of the platform's own on the callback (Shopify's HMAC). Null means good. */
  verifyCallback?(input: {
    params: URLSearchParams;
    client: ClientCredentials;
    target: Target;
    now: number;
  }): Promise<CallbackFault | null>;
  /** Turns the flow's standard token request into the platform's dialect. */
  encodeTokenRequest?(params: URLSearchParams): { body: string; headers: Record<string, string> };
  /** Turns the platform's token answer into RFC 6749 §5.1 (`token_type`, `expires_in`, `scope`). */
  decodeTokenResponse?(body: Record<string, unknown>, now: number): Record<string, unknown>;
  /** The RFC 6749 §5.2 error code behind a platform's own error answer; null where it is none. */
  decodeTokenError?(status: number, body: Record<string, unknown>): string | null;
  /** Who was connected: from the token answer where it tells, else by one call. */
  identify(input: { tokens: Record<string, unknown>; api: Omit<Api, "account"> }): Promise<PlatformAccount>;
  refresh:
    | { kind: "none" }
    /** `rotating`: each refresh replaces the refresh token. `reusable`: it stays. */
    | { kind: "rotating" | "reusable"; refreshBeforeSeconds: number; keepAliveDays: number };
  /** What disconnecting does at the platform; null with a reason where it can do nothing. */
  revoke:
    | { kind: "rfc7009" }
    | {
        kind: "custom";
        /** What it ends: this grant, or everything our client holds for the account, other connections included. */
        ends: "grant" | "account";
        request(input: {
          client: ClientCredentials;
          tokens: TokenSet;
          account: PlatformAccount;
          target: Target;
        }): Request;
      }
    | { kind: "impossible"; why: string };
}

// Pushed credentials, install-then-claim and pasted keys join here as further kinds.
export type ConnectFamily = OAuthRedirect;

/** A quota that the platform counts over more than one connection (limits/shared quotas take from it). */
export interface SharedQuota {
  over: "app" | "store";
  calls: number;
  perSeconds: number;
}

export type WebhookVerdict =
  | { kind: "genuine"; eventId: string; topic: string; account: string | null }
  | { kind: "forged"; why: string };

export interface WebhookFacts {
  /** @param secret the signing secret from configuration; verification without one must not be possible. */
  verify(input: {
    headers: Headers;
    rawBody: Uint8Array<ArrayBuffer>;
    url: string;
    secret: string;
  }): Promise<WebhookVerdict>;
}

export interface Adapter {
  /** Lower case, stable, in addresses: `square`. */
  readonly key: string;
  readonly name: string;
  /** The version of the platform's API every call names. */
  readonly apiVersion: string;
  readonly modes: readonly Mode[];
  readonly connect: ConnectFamily;
  readonly resources: Partial<Record<Resource, ResourceFacts>>;
  readonly read: Readers;
  /** Absolute base of the API, without a trailing slash; the proxy's fence as well. */
  apiBase(target: Target, account: PlatformAccount): string;
  /** Adds the credentials and the version header. */
  authorise(headers: Headers, accessToken: string): void;
  /** Null for a good answer. GraphQL platforms look into the body too. */
  classify(response: ApiResponse, now: number): Failure | null;
  readonly limits: { description: string; sharedQuota: SharedQuota | null };
  readonly webhooks: WebhookFacts | null;
  /** The scopes to ask for, least for reading all of `resources`. */
  readonly scopes: readonly string[];
}
