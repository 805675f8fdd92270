import type { PlatformClients } from "../../../src/config/config";
import type { Resource } from "../../../src/platforms/adapter";
import type { Browser } from "../../support/harness";

/**
 * What an adapter's fixture gives the shared suite (test/platforms/suite): its platform as a fake server, a function
 * from Request to Response, and what its people and its server say in the platform's own words. The suite has no line
 * for any one adapter: whatever is particular stands here, in `test/platforms/fixtures/<key>.ts`, exported as
 * `fixture`.
 */
export interface PlatformFixture {
  /** The entry of PLATFORM_CLIENTS, mode `test`; null where the platform needs no client of ours. */
  client: NonNullable<PlatformClients[string]["test"]> | null;
  /** A fresh server with a shop in it. */
  make(): FakePlatform;
}

/** What a request is to the platform. */
export type RequestKind = "token" | "refresh" | "revoke" | "api" | "subscription" | "other";

/** Passes a request on to the real thing; only the built-in sandbox has one. */
export type Forward = (request: Request) => Promise<Response>;

export interface FakePlatform {
  /** What a person enters where the adapter asks for the shop. */
  shop?: string;
  /** `PlatformAccount.id` of the shop, as the adapter tells it. */
  account: string;
  person: Person;
  kindOf(request: Request, body: string): RequestKind;
  /** Null for a request that is not to this platform. Checks the credentials as the platform does. */
  answer(request: Request, forward: Forward): Promise<Response | null>;
  /** Refusals in the platform's own dialect. */
  says: {
    /** An API call over the limit; `seconds` is the wait that our caller is to be told (1 where the platform is silent). */
    throttled(): { response: Response; seconds: number };
    /** The credentials are no longer good for an API call. */
    unauthorized(): Response;
    /** The token endpoint, to a refresh whose grant is gone; null where nothing is refreshed. */
    grantLost(): Response | null;
  };
  /**
   * Ids of the records of a list, as our model names them; at least five, so that pages of two are three. Null where
   * they are too many to be told: only repetitions are looked for then.
   */
  ids(resource: Listed): readonly string[] | null;
  /**
   * One more record appears where the platform puts new ones. A reason in words where the shop cannot grow: the suite
   * then reads it standing still.
   */
  grow: ((resource: Listed) => void) | { never: string };
  /**
   * The shop now trades in this currency: one of its orders has that total. Null where the platform cannot.
   * The order must have lines, a discount and tax, so that all sums are exercised.
   */
  trade(currency: string): { orderId: string; total: string } | null;
  /** A signed delivery to `url`; null for an event the platform does not send. Absent where it has no webhooks. */
  webhook?(kind: "uninstalled" | "changed" | "privacy_request", to: WebhookAddress): Promise<Request | null>;
  /** The signing secret that its owner enters here, where the platform made it and cannot be asked for it. */
  issuedSecret?: string;
  /** The addresses its events are sent to; with `webhooks.subscription` alone. Asked for by requests of kind `subscription`. */
  subscriptions?(): string[];
}

export type Listed = Exclude<Resource, "store">;

export interface WebhookAddress {
  url: string;
  /** The secret that the adapter's `webhooks.secret` names. */
  secret: string;
}

/** The merchant at the platform, by connect family. Addresses are given as our pages really led there. */
export type Person =
  | {
      kind: "oauth_redirect";
      /** Agrees at the address we sent the browser to; @returns our callback's address with the platform's answer. */
      allow(address: URL, browser: Browser): Promise<URL>;
      /** Says no; null where the platform never sends anyone back who does. */
      decline(address: URL, browser: Browser): Promise<URL | null>;
    }
  | {
      kind: "pushed_credentials";
      /**
       * `values` are those that our page told the person to enter, and `done` where its button leads; where `address` is
       * the platform's own page there are none.
       */
      allow(start: { address: URL | null; values: Record<string, string>; done: URL | null }): Promise<{
        push: Request;
        back: URL;
      }>;
      decline(start: { address: URL | null }): Promise<URL | null>;
    }
  | {
      kind: "install_claim";
      /** Installs; @returns the address of ours (`/connect/install/<key>/test`) that the browser is sent to. */
      install(arriveAt: string): Promise<URL>;
      /** The same with whatever proves its origin broken; null where an arrival is not signed. */
      forged(arriveAt: string): Promise<URL | null>;
    }
  | {
      kind: "pasted_key";
      fields: Record<string, string>;
      /** Well-formed, and not accepted by the platform. */
      wrong: Record<string, string>;
    };
