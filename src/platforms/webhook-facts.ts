import type { Mode } from "../kernel/regions";
import type { Api } from "./api-contract";
import type { ClientCredentials } from "./facts";

/** One delivery of a platform's webhook, as it came. */
export interface WebhookDelivery {
  method: "GET" | "POST";
  headers: Headers;
  rawBody: Uint8Array<ArrayBuffer>;
  /** The address as the platform wrote it: our public origin, with the query. */
  url: string;
  /** The signing secret; never empty, but refuse an empty one all the same. */
  secret: string;
}

/** What a verification may need besides (eBay looks its public key up, a challenge is answered with our address). */
export interface WebhookPeer {
  mode: Mode;
  client: ClientCredentials;
  now: number;
  /** The platform's API, bounded in size and time; no credentials are added. */
  fetch(request: Request): Promise<Response>;
}

export interface WebhookNotice {
  /** The platform's own id of it, the same in each attempt: by it, repetitions are told. */
  eventId: string;
  topic: string;
  /** `PlatformAccount.id`; null where the delivery names none. */
  account: string | null;
}

export type WebhookVerdict =
  | ({ kind: "genuine" } & WebhookNotice)
  /** Several in one delivery, of several accounts perhaps (Clover). */
  | { kind: "genuine_batch"; notices: readonly WebhookNotice[] }
  | { kind: "forged"; why: string };

/** What a genuine delivery means. */
export type WebhookEvent =
  /** The merchant removed our app or ended the grant: the account's connections are disconnected. */
  | { kind: "uninstalled" }
  | {
      kind: "privacy_request";
      right: "access" | "deletion";
      /** `account`: the merchant, our end-user. `customer`: theirs, of whom nothing is ever stored here. */
      about: "account" | "customer";
    }
  /** Something changed: forwarded as a thin event. `topic` is the platform's own word. */
  | { kind: "changed"; topic: string }
  /** A ping, or a topic that nobody asked for. */
  | { kind: "ignored" };

export interface WebhookFacts {
  /**
   * Where the signing secret comes from. `client_secret`: our OAuth secret (Shopify). `webhook_secret`: one of its
   * own, in configuration. `per_connection`: made by us for each connection and entered in the shop, whose deliveries
   * go to `/webhooks/{platform}/{connection}` (WooCommerce). `issued`: the same, but the platform makes it: handed to
   * us when we subscribe, or entered by `PUT /v1/connections/{id}/webhook`. `public_key`: none; the platform publishes
   * a key.
   */
  secret: "client_secret" | "webhook_secret" | "per_connection" | "issued" | "public_key";
  /**
   * The header that bears a fixed code, where the platform signs nothing (Clover): whoever has the code may write
   * anything, and nothing is believed of it that could not be asked of the platform.
   */
  bearer?: string;
  /** Signature first, in constant time, over the raw bytes. Nothing of the body is believed before it is genuine. */
  verify(delivery: WebhookDelivery, peer: WebhookPeer): Promise<WebhookVerdict>;
  /** What a genuine notice means. Pure; `body` is the delivery's parsed JSON, undefined where it is none. */
  interpret(delivery: { topic: string; body: unknown }): WebhookEvent;
  /**
   * Answers the platform's proof of address (eBay's `challenge_code`); null for a request that is none. Asked with an
   * empty secret too, where the platform tells the secret only after it has proved the address (Clover).
   */
  challenge?(delivery: WebhookDelivery, peer: WebhookPeer): Promise<Response | null>;
  /** Absent where one address serves all shops and is entered once, or where each shop's owner enters it. */
  subscription?: WebhookSubscription;
}

/** How a shop's events are asked for, shop by shop: once when it is connected, and taken back when that ends. */
export interface WebhookSubscription {
  /**
   * Asks for this connection's events at `address`. Repeating must not double them: what an attempt that was cut off
   * has left at the platform is found by its address. @throws PlatformFailure
   */
  subscribe(api: Api, address: string): Promise<SubscriptionMade>;
  /** @throws PlatformFailure */
  unsubscribe(api: Api, ids: readonly string[]): Promise<void>;
}

export interface SubscriptionMade {
  /** The platform's ids of what was made. */
  ids: readonly string[];
  /** The signing secret, where `WebhookFacts.secret` is `issued`. */
  secret: string | null;
}
