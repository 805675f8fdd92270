import type { PlatformAccount, Target } from "./facts";

/** One HTTP request below the platform's API base. */
export interface ApiRequest {
  /** Reading is all an adapter does, but for its own subscriptions to a shop's events. */
  method: "GET" | "POST" | "DELETE";
  /** Begins with a slash, relative to `base`. */
  path: string;
  query?: Record<string, string | number | readonly string[] | undefined>;
  json?: unknown;
  /** As application/x-www-form-urlencoded. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
  /** Another base than `Adapter.apiBase`: a constant of the adapter, never from an answer. */
  base?: string;
}

export interface ApiResponse {
  status: number;
  headers: Headers;
  /** Parsed JSON; null for an empty answer. Its shape is the platform's: parse before use (see `expectShape`). */
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
