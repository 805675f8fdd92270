import { DurableObject } from "cloudflare:workers";
import { clock } from "../kernel/clock";
import { KEY_LIMIT } from "../limits/limits";
import { SlidingWindow, type Standing } from "../limits/window";

/** One per API key: counts the key's calls against its limit. Nothing of it rests. */
export class ApiKeyObject extends DurableObject<Env> {
  readonly #window = new SlidingWindow(KEY_LIMIT);

  /** Grants up to `wanted` calls of the key's limit. */
  grant(wanted: number): Standing {
    return this.#window.take(wanted, clock.now());
  }
}
