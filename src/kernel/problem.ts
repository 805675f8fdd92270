/** The stable error codes of the contract, each with the status and title it always has. */
export const PROBLEMS = {
  unauthenticated: [401, "Authentication required"],
  key_revoked: [401, "The API key was revoked or has expired"],
  forbidden: [403, "The API key lacks a scope"],
  not_found: [404, "No such object"],
  invalid_request: [422, "The request does not fit"],
  conflict: [409, "The object is in another state"],
  idempotency_mismatch: [422, "The idempotency key was used with another request"],
  rate_limited: [429, "Too many requests"],
  connection_not_active: [409, "The connection is not active"],
  needs_reauth: [409, "The end-user must connect again"],
  disconnected: [409, "The connection was disconnected"],
  platform_error: [502, "The platform answered with an error"],
  platform_rate_limited: [429, "The platform limits its calls"],
  platform_timeout: [504, "The platform did not answer in time"],
  unsupported_resource: [422, "The platform has no such resource"],
  transfer_safeguard_missing: [403, "A transfer safeguard is missing"],
  app_not_ready: [403, "The app is not ready for live keys"],
  expired: [410, "It has expired"],
  payload_too_large: [413, "The body is too large"],
  internal: [500, "Something failed on our side"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldError {
  /** Where: `body.redirect_uri`, `query.limit`, `path.id`, `header.authorization`. */
  path: string;
  message: string;
}

export interface ProblemExtras {
  /** Overrides the code's usual status (400 for what cannot be parsed at all). */
  status?: number;
  errors?: FieldError[];
  /** Whole seconds, sent as `Retry-After` (RFC 9110 §10.2.3). */
  retryAfter?: number;
  /** Further members of the problem document, e.g. `platform_status`. */
  members?: Record<string, string | number | boolean | null>;
}

/** A refusal with its stable code (RFC 9457). The `detail` is for people and must never carry a secret. */
export class Problem extends Error {
  readonly status: number;
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = "Problem";
    this.status = extras.status ?? PROBLEMS[code][0];
  }
}

/** An input that parsed but does not fit, with the field at fault. */
export function invalid(path: string, message: string): Problem {
  return new Problem("invalid_request", `${path}: ${message}`, { errors: [{ path, message }] });
}

export function notFound(what: string): Problem {
  return new Problem("not_found", `There is no such ${what}.`);
}
