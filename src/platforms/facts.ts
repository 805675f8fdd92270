import type { Mode } from "../kernel/regions";

/** The shop or account a connection points at, as far as it is known. */
export interface Target {
  mode: Mode;
  /** The normalised answer to `ShopQuestion` (a host, a host with a folder, a region), or what the callback taught. */
  shop: string | null;
}

/** The platform account behind a connection. Sealed in the connection's vault; D1 sees only a keyed hash of `id`. */
export interface PlatformAccount {
  /** Stable for the account, so that a reconnect can be compared with it, and the name its webhooks carry. */
  id: string;
  /** What later calls need to know (e.g. a merchant id in the path). Never names, never addresses. */
  facts: Record<string, string>;
}

/** Our registration at a platform, from configuration. Both empty where the platform needs none. */
export interface ClientCredentials {
  client_id: string;
  client_secret: string;
  /** Sent as `redirect_uri` in place of our callback's address (eBay's RuName). */
  redirect_uri?: string | undefined;
  /** What else the platform gave us at registration (Amazon's application id, Toast's host …). */
  settings?: Readonly<Record<string, string>> | undefined;
}

/**
 * A connection's credentials, in RFC 6749 §5.1 terms where the platform speaks OAuth 2. They rest in the vault alone.
 */
export interface TokenSet {
  /** What a call is made with: a token, or the key itself. Empty only before the first `refresh` has obtained one. */
  access_token: string;
  refresh_token?: string;
  /** Epoch ms; absent where the token does not expire. */
  expires_at?: number;
  refresh_expires_at?: number;
  /** The scopes granted; null where the platform does not tell. */
  scopes: string[] | null;
  /** Further values that calls are signed or tokens obtained with (OAuth 1.0a's other three, a key's id). */
  secrets?: Record<string, string>;
}

/** The part of the credentials that a call needs. */
export type CallCredentials = Pick<TokenSet, "access_token" | "secrets">;

/** A request about to leave, complete but for its credentials. */
export interface OutgoingCall {
  method: string;
  /** As the platform's server will see it; a parameter set here is sent. */
  url: URL;
  headers: Headers;
  credentials: CallCredentials;
  client: ClientCredentials;
  account: PlatformAccount;
  target: Target;
  now: number;
}
