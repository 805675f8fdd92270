import { clock, SECOND } from "../kernel/clock";
import { OAuthFailure } from "../oauth/failure";
import type { TokenSet } from "../platforms/adapter";

/** What the caller gets when it asks for a token that is good now. */
export type Freshness =
  | { kind: "fresh"; tokens: TokenSet }
  /** Refreshing fails, but the present token is still good. */
  | { kind: "holding"; tokens: TokenSet; detail: string }
  /** The grant is gone: only the person can give a new one. */
  | { kind: "grant_lost"; reason: string }
  /** The platform could not be asked, and the present token is no longer good. */
  | { kind: "unavailable"; detail: string };

/** What the refresher needs of its surroundings; the Durable Object provides it. */
export interface RefresherPorts {
  /** Null when the credentials are gone: the connection has ended. */
  load(): Promise<TokenSet | null>;
  /**
   * Must be durable when it resolves: a new token is never used before it is stored. False when the credentials are
   * no longer of that version, and so were left as they are.
   */
  store(tokens: TokenSet, version: number): Promise<boolean>;
  /** Whether these credentials hold what a fresh token is obtained with. */
  canRenew(present: TokenSet): boolean;
  renew(present: TokenSet): Promise<TokenSet>;
  /** Counts the credentials' replacements, by whomever. */
  version(): number;
}

const GONE: Freshness = { kind: "grant_lost", reason: "disconnected" };

/** After a failed attempt the platform is left alone for this long, so that a burst of calls does not hammer it. */
const COOLDOWN_MS = 5 * SECOND;

/**
 * The one refresher (DESIGN rule 4). At most one refresh is in flight per connection; everyone else waits for the
 * same promise. Lives in the connection's Durable Object, so there is no other.
 */
export class Refresher {
  #inFlight: Promise<Freshness> | null = null;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ports: RefresherPorts,
    /** Seconds before expiry from which a refresh is due. */
    private readonly refreshBeforeSeconds: number,
  ) {}

  /** Tokens that are good now; refreshes where due. Never throws for what a platform does. */
  async fresh(): Promise<Freshness> {
    if (this.#inFlight) return this.#inFlight;
    const tokens = await this.ports.load();
    if (!tokens) return GONE;
    if (this.#inFlight) return this.#inFlight;
    if (!this.#isDue(tokens)) return { kind: "fresh", tokens };
    return this.renew("due");
  }

  /**
   * Refreshes now, whatever the clock says: `refused` when the platform no longer takes the present token, `due`
   * when it will not for long, or when the refresh token itself is to be kept alive.
   */
  renew(why: "due" | "refused"): Promise<Freshness> {
    this.#inFlight ??= this.#renew(why).finally(() => {
      this.#inFlight = null;
    });
    return this.#inFlight;
  }

  async #renew(why: "due" | "refused"): Promise<Freshness> {
    const version = this.ports.version();
    const tokens = await this.ports.load();
    if (!tokens) return GONE;
    const usable = why === "due" && this.#isGood(tokens);
    if (!this.ports.canRenew(tokens)) {
      if (usable) return { kind: "fresh", tokens };
      return { kind: "grant_lost", reason: why === "refused" ? "token_refused" : "token_expired" };
    }
    const rested = clock.now() - this.#failedAt;
    // A clock that went back must not lengthen the pause.
    if (rested >= 0 && rested < COOLDOWN_MS)
      return unavailable(usable, tokens, "waiting after a failed refresh");
    try {
      const fresh = await this.ports.renew(tokens);
      if (await this.ports.store(fresh, version)) return { kind: "fresh", tokens: fresh };
      return this.#present();
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      if (error.fault.kind === "refused" && error.fault.error === "invalid_grant") {
        // Believed only after the stored version is read again (DESIGN rule 4).
        if (this.ports.version() !== version) return this.#present();
        return { kind: "grant_lost", reason: "invalid_grant" };
      }
      this.#failedAt = clock.now();
      const { fault } = error;
      return unavailable(usable, tokens, fault.kind === "refused" ? fault.error : fault.detail);
    }
  }

  /** The person has connected again meanwhile, and their grant is the newer one; or the connection has ended. */
  async #present(): Promise<Freshness> {
    const tokens = await this.ports.load();
    return tokens ? { kind: "fresh", tokens } : GONE;
  }

  #isGood(tokens: TokenSet): boolean {
    return tokens.expires_at === undefined || tokens.expires_at > clock.now();
  }

  #isDue(tokens: TokenSet): boolean {
    return (
      tokens.expires_at !== undefined && tokens.expires_at - this.refreshBeforeSeconds * SECOND <= clock.now()
    );
  }
}

/** A failed refresh does no harm while the present token is still good. */
function unavailable(usable: boolean, tokens: TokenSet, detail: string): Freshness {
  return usable ? { kind: "holding", tokens, detail } : { kind: "unavailable", detail };
}
