import type { Mode } from "../kernel/regions";
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

export type WebhookVerdict =
  /** `account` is `PlatformAccount.id`; null where the delivery names none. */
  | { kind: "genuine"; eventId: string; topic: string; account: string | null }
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
   * go to `/webhooks/{platform}/{connection}` (WooCommerce). `public_key`: none; the platform publishes a key.
   */
  secret: "client_secret" | "webhook_secret" | "per_connection" | "public_key";
  /** Signature first, in constant time, over the raw bytes. Nothing of the body is believed before it is genuine. */
  verify(delivery: WebhookDelivery, peer: WebhookPeer): Promise<WebhookVerdict>;
  /** What a genuine delivery means. Pure; `body` is parsed JSON, undefined where it is none. */
  interpret(delivery: { topic: string; body: unknown }): WebhookEvent;
  /** Answers the platform's proof of address (eBay's `challenge_code`); null for a request that is none. */
  challenge?(delivery: WebhookDelivery, peer: WebhookPeer): Promise<Response | null>;
}
