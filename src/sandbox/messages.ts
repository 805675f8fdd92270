/** What passes between the sandbox's routes and a shop's object. Tokens go by their hashes only. */

export interface CodeRecord {
  codeHash: string;
  clientId: string;
  redirectUri: string;
  /** RFC 7636, S256. */
  challenge: string;
  scope: string;
}

export interface Redemption extends Omit<CodeRecord, "scope"> {
  accessHash: string;
  refreshHash: string;
}

export interface Renewal {
  clientId: string;
  presentedHash: string;
  accessHash: string;
  refreshHash: string;
  /** RFC 6749 §6: what the request asks for; null for what was granted. */
  scope: string | null;
}

export type TokenOutcome =
  | { kind: "granted"; grantId: string; scope: string }
  | { kind: "refused"; error: "invalid_grant" | "invalid_scope"; detail: string }
  | { kind: "down" };

export type Admission =
  | { kind: "admitted"; grantId: string; scope: string }
  | { kind: "unknown" }
  | { kind: "throttled"; retryAfter: number }
  | { kind: "down" };

/** The ways a connection can be made to fail (CONTRACT "The built-in sandbox platform"). */
export const BREAKS = ["revoked", "expired", "throttled", "down"] as const;
export type Break = (typeof BREAKS)[number];
