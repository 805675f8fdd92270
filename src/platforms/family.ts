import type { Api } from "./api-contract";
import type { ClientCredentials, PlatformAccount, Target, TokenSet } from "./facts";

/**
 * The four ways in which a shop is connected. Each is one shared flow (src/connect, src/connections); a platform
 * declares which it is, and its facts.
 */
export type ConnectFamily = OAuthRedirect | PushedCredentials | InstallClaim | PastedKey;

/** Everything a refusal of the platform's callback can be; each has its page and stable code. */
export type CallbackFault = { fault: string };

/** Asked of the end-user first, where each shop has its own host, or the platform one for each region. */
export interface ShopQuestion {
  label: string;
  placeholder: string;
  hint: string;
  /** Where only these can be the answer: a list to choose from. `normalise` is still asked. */
  choices?: readonly { value: string; label: string }[];
  /** The canonical form, or null when the text is not one (RFC 9700 §4.11: the host never comes from elsewhere). */
  normalise(input: string): string | null;
  /**
   * Set where the answer is the address of a server that anyone may run: every call then goes through the host guard
   * (src/platforms/host-guard.ts), and `normalise` is its `storeAddress`.
   */
  anyHost?: true;
}

/** What tells whose account was connected. */
export interface Identification {
  /** The platform's whole token answer; for the other families the fields pushed or pasted. Not to be kept. */
  tokens: Readonly<Record<string, unknown>>;
  /** The callback's or arrival's own parameters, as they came; empty where there was none. */
  callback: URLSearchParams;
  api: Omit<Api, "account">;
}

interface FamilyFacts {
  shop?: ShopQuestion;
  /**
   * Who was connected: from the token answer where it tells, else by one call. For pushed and pasted credentials the
   * call is obligatory: it is the proof that they are good, and nothing is stored before it succeeds.
   * @throws PlatformFailure
   */
  identify(input: Identification): Promise<PlatformAccount>;
  refresh: Refresh;
  revoke: Revoke;
}

export type Refresh =
  /** The credentials do not expire, or cannot be renewed. */
  | { kind: "none" }
  | {
      /** RFC 6749 §6. `rotating`: each refresh replaces the refresh token (single use). `reusable`: it stays. */
      kind: "rotating" | "reusable";
      /** 0 where a refresh gives the same access token back until it has lapsed (Lightspeed R-Series). */
      refreshBeforeSeconds: number;
      keepAliveDays: number;
      /** The grant itself lapses this long after connecting, however often it is refreshed (Amazon: 365). */
      grantDays?: number;
    }
  | {
      /** A new token is obtained each time from what does not expire (client credentials, machine login). */
      kind: "machine";
      refreshBeforeSeconds: number;
      request(login: MachineLogin): Request;
      /** The answer in RFC 6749 §5.1 terms (`access_token`, `expires_in`, `scope`). @throws PlatformFailure */
      read(body: Record<string, unknown>, now: number): Record<string, unknown>;
      /**
       * The RFC 6749 §5.2 code behind a refusal. `invalid_grant` ends the connection: only for what says that this
       * connection's own secrets are void, never for our client's.
       */
      refused(status: number, body: Record<string, unknown>): string | null;
    };

export interface MachineLogin {
  client: ClientCredentials;
  secrets: Readonly<Record<string, string>>;
  target: Target;
}

/** What disconnecting does at the platform; `impossible` with a reason where it can do nothing. */
export type Revoke =
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

/** An OAuth 2.0 token endpoint and its dialect. */
export interface TokenServer {
  /** `none`: a public client, `client_id` in the body (Etsy). */
  clientAuth: "client_secret_post" | "client_secret_basic" | "none";
  /** The issuer by simple string comparison; for platforms without metadata, a constant that names them. */
  issuer(target: Target): string;
  /** `refresh` where it is another than `token` (Clover). */
  endpoints(target: Target): { token: string; refresh?: string; revoke: string | null };
  /** How several scopes are joined; a space where not said (RFC 6749 §3.3). */
  scopeSeparator?: string;
  /** Turns the flow's standard token request into the platform's dialect. */
  encodeTokenRequest?(params: URLSearchParams): { body: string; headers: Record<string, string> };
  /** Turns the platform's token answer into RFC 6749 §5.1 (`token_type`, `expires_in`, `scope`). */
  decodeTokenResponse?(body: Record<string, unknown>, now: number): Record<string, unknown>;
  /** The RFC 6749 §5.2 error code behind a platform's own error answer; null where it is none. */
  decodeTokenError?(status: number, body: Record<string, unknown>): string | null;
}

/**
 * OAuth 2.0 authorisation code by browser redirect (RFC 6749 §4.1, with RFC 7636, 9207 and 9700).
 * The flow is shared; a platform declares its facts and, where it speaks a dialect, translates.
 */
export interface OAuthRedirect extends FamilyFacts, TokenServer {
  kind: "oauth_redirect";
  /** RFC 7636. `unsupported` only where the platform refuses or ignores it; say so in the file's head. */
  pkce: "S256" | "unsupported";
  /** RFC 9207: whether the callback must carry `iss`; where it may, a wrong one is refused all the same. */
  iss: "required" | "optional";
  endpoints(target: Target): { authorize: string; token: string; refresh?: string; revoke: string | null };
  /** Further parameters for the authorise address (never scope, state, PKCE or redirect_uri: the flow sets those). */
  authorizeParams?(target: Target): Record<string, string>;
  /** Turns the standard authorise parameters into the platform's dialect; `state` must stay. */
  encodeAuthorization?(
    params: URLSearchParams,
    input: { client: ClientCredentials; target: Target },
  ): URLSearchParams;
  /** Turns the platform's callback into RFC 6749 §4.1.2's (`code` or `error`, `state`); pure. */
  decodeCallback?(params: URLSearchParams): URLSearchParams;
  /** The shop's host where only the callback tells it (Lightspeed's `domain_prefix`); null refuses the callback. */
  shopOfCallback?(params: URLSearchParams, target: Target): string | null;
  /** Signature checks of the platform's own on the callback (Shopify's HMAC). Null means good. */
  verifyCallback?(input: {
    params: URLSearchParams;
    client: ClientCredentials;
    target: Target;
    now: number;
  }): Promise<CallbackFault | null>;
}

/**
 * The shop's server hands the credentials to an address of ours, while the browser comes back by itself (WooCommerce
 * wc-auth, Magento activation). The address is unguessable and works once; what arrives is used at the shop that the
 * session names, whatever the body says, and is proved there by one read call before it is stored.
 */
export interface PushedCredentials extends FamilyFacts {
  kind: "pushed_credentials";
  /** Whether our own registration at the platform is needed. */
  client: "required" | "none";
  shop: ShopQuestion;
  begin(input: PushBegin): PushStart;
  /** Whether the browser's return says that the person declined (WooCommerce's `success=0`). */
  declined?(params: URLSearchParams): boolean;
  /** Reads what was pushed; a `fault` refuses it (wrong reference, more than read permission). Pure. */
  read(push: Push): { kind: "credentials"; tokens: TokenSet } | { kind: "refused"; fault: string };
  /** Where what was pushed must first be exchanged (Magento's request and access token). @throws PlatformFailure */
  exchange?(input: {
    tokens: TokenSet;
    target: Target;
    now: number;
    send(request: Request): Promise<{ status: number; text: string }>;
  }): Promise<TokenSet>;
}

export interface PushBegin {
  target: Target;
  client: ClientCredentials;
  /** The app that asks, for the platform's own consent page. */
  appName: string;
  /** Ours, for the shop's server; carries the one-time token. */
  pushUrl: string;
  /** Ours, for the browser. */
  returnUrl: string;
  /** Ours, for a window that the shop's admin opens beside (Magento's identity link). */
  identityUrl: string;
  /** A value that the platform hands back in the push, where it takes one. */
  reference: string;
}

export type PushStart =
  | { kind: "redirect"; url: string }
  /** Nothing to redirect to: the person enters these values in the shop's admin, as the steps say (English). */
  | { kind: "manual"; steps: readonly string[]; values: readonly { label: string; value: string }[] };

export interface Push {
  /** JSON or form fields, text values alone. */
  fields: Readonly<Record<string, string>>;
  reference: string;
  target: Target;
}

/**
 * The merchant installs our app at the platform, which sends the browser to us without a state of ours. The
 * installation stays pending, sealed, for minutes; it becomes a connection only by an app's authenticated claim: a
 * connect session of that app in the same browser, confirmed there, or `POST /v1/connect/claims`.
 */
export interface InstallClaim extends FamilyFacts {
  kind: "install_claim";
  /** Where an authorisation code arrives that must be exchanged. */
  server?: TokenServer;
  /** Where a person in a connect session installs the app; null where only the platform's own pages lead there. */
  installUrl(input: { client: ClientCredentials; target: Target }): string | null;
  /** Reads an arrival and proves that it comes from the platform, where it is signed. */
  arrival(input: { params: URLSearchParams; client: ClientCredentials; now: number }): Promise<Arrival>;
}

export type Arrival =
  /** `params` go with the code to the token endpoint (BigCommerce's `scope` and `context`). */
  | { kind: "code"; code: string; params: Record<string, string>; shop: string | null }
  | { kind: "credentials"; tokens: TokenSet; shop: string | null }
  | { kind: "forged"; why: string };

/** The end-user makes a key at the platform and enters it in our form; proved by one read call before it is stored. */
export interface PastedKey extends FamilyFacts {
  kind: "pasted_key";
  client: "required" | "none";
  /** Where the key is a refresh token (Jumia); `client` gives the person's own client where they paste that too. */
  server?: TokenServer & { client?(secrets: Readonly<Record<string, string>>): ClientCredentials };
  /** How to make the key, with the least rights: steps, in English, and the vendor's page about it. */
  guide: { steps: readonly string[]; url: string };
  /** At least one is secret: what anyone could know proves nothing. */
  fields: readonly [KeyField, ...KeyField[]];
  /** Pure. `malformed` names the field that cannot be right, before anything is sent anywhere. */
  read(
    fields: Readonly<Record<string, string>>,
    input: { target: Target; now: number },
  ): { kind: "credentials"; tokens: TokenSet } | { kind: "malformed"; field: string };
}

export interface KeyField {
  /** Lower case and underscores. */
  name: string;
  label: string;
  hint: string;
  placeholder: string;
  /** Never shown again, and not offered to the browser's memory. */
  secret: boolean;
}
