import type { Mode, Region } from "../kernel/regions";
import type { Standing } from "../limits/window";
import type { CallCredentials, PlatformAccount, TokenSet } from "../platforms/adapter";
import type { ProcessingLimit } from "./purposes";
import type { ConnectionStatus } from "./status";
import type { SealedAccount } from "./vault";

/** What passes between the Worker and a connection's object. */

/** What the platform gave, by whichever way; it goes to the object as it came, and is proved there. */
export type EstablishProof =
  /** A browser's callback, its query untouched. */
  | { kind: "callback"; query: string; verifier: string | null }
  /** The shop's server pushed them to an address made for this. */
  | { kind: "pushed"; fields: Record<string, string>; reference: string }
  /** An installation that was redeemed when it arrived, and is claimed now. */
  | { kind: "claimed"; tokens: TokenSet; account: PlatformAccount }
  /** A person entered them in our form. */
  | { kind: "pasted"; fields: Record<string, string> };

export interface EstablishInput {
  connectionId: string;
  appId: string;
  mode: Mode;
  region: Region;
  platform: string;
  shop: string | null;
  proof: EstablishProof;
  /** Set when a known connection is repaired: it must be the same platform account. */
  reconnect: boolean;
}

export type EstablishResult =
  | { kind: "established"; account: string; grantedScopes: string[] | null; missingScopes: string[] }
  | { kind: "failed"; why: EstablishFailure };

export type EstablishFailure =
  | { kind: "provider_error"; detail: string }
  | { kind: "platform_unavailable" }
  /** What was entered is no key, or does not open the shop; `field` where one alone is at fault. */
  | { kind: "key_refused"; field: string | null }
  | { kind: "wrong_account" }
  | { kind: "not_reconnectable" };

export interface LeaseRequest {
  appId: string;
  mode: Mode;
  /** How many calls the isolate would like to make under this lease. */
  calls: number;
  /** The credentials' version that the platform refused, when that is why a lease is asked for. */
  refused?: number;
}

export interface Lease {
  kind: "lease";
  connectionId: string;
  platform: string;
  account: SealedAccount;
  mode: Mode;
  credentials: CallCredentials;
  version: number;
  grantedScopes: string[] | null;
  missingScopes: string[];
  /** Processing that the person objected to. */
  limits: ProcessingLimit[];
  standing: Standing;
}

export type LeaseAnswer =
  | Lease
  | { kind: "unknown" }
  | { kind: "inactive"; status: ConnectionStatus; reason: string | null; platform: string }
  | { kind: "unavailable"; detail: string; platform: string }
  /** The person objected to any use, or restricted all of it. */
  | { kind: "restricted"; limit: ProcessingLimit; platform: string }
  | { kind: "limited"; standing: Standing; platform: string };

/** What erasing a connection's object came to; `busy` while the meter has not been flushed. */
export type Purge = "purged" | "busy" | "not_ended";

export interface Snapshot {
  status: ConnectionStatus;
  reason: string | null;
  grantedScopes: string[] | null;
  missingScopes: string[];
  disconnectedAt: number | null;
  expiresAt: number | null;
}

export type Revocation =
  | { kind: "revoked" }
  | { kind: "impossible"; why: string }
  /** The grant is shared with another live connection of the same account, and ends with the last of them. */
  | { kind: "shared"; why: string }
  | { kind: "failed"; detail: string }
  | { kind: "nothing_to_revoke" };

export interface Disconnection {
  disconnectedAt: number;
  revocation: Revocation;
  erased: string[];
}
