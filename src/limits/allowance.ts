import { clock } from "../kernel/clock";
import { GRANT_MS } from "./limits";
import type { Standing } from "./window";

/** Calls granted to this isolate and not yet made. */
interface Allowance {
  left: number;
  /** Calls left for others, as the granting object knew them. */
  remaining: number;
  resetSeconds: number;
  until: number;
}

const MAX_ENTRIES = 5_000;

/**
 * Allowances held by this isolate, by name. The object that grants them has already counted them, so a limit is
 * never overshot; what is not used within GRANT_MS is lost to the caller, never given twice.
 */
export class Allowances {
  readonly #held = new Map<string, Allowance>();

  /** One call out of what is held, without any I/O; null when a new grant is needed. */
  take(name: string): Standing | null {
    const held = this.#held.get(name);
    if (!held || held.until < clock.now()) return null;
    if (held.left === 0) return null;
    held.left -= 1;
    return { granted: 1, remaining: held.remaining + held.left, resetSeconds: held.resetSeconds };
  }

  /** Keeps a grant, of which one call is used at once. */
  keep(name: string, standing: Standing): Standing {
    if (standing.granted === 0) return standing;
    const now = clock.now();
    const former = this.#held.get(name);
    const mine = standing.granted - 1;
    // Two grants that met are not made one: the sum would live longer than the older of them may.
    if (former && former.until >= now && former.left > mine) {
      former.remaining = standing.remaining;
      former.resetSeconds = standing.resetSeconds;
    } else {
      if (this.#held.size >= MAX_ENTRIES) this.#held.clear();
      const { remaining, resetSeconds } = standing;
      this.#held.set(name, { left: mine, remaining, resetSeconds, until: now + GRANT_MS });
    }
    const left = this.#held.get(name)?.left ?? 0;
    return { granted: 1, remaining: standing.remaining + left, resetSeconds: standing.resetSeconds };
  }
}
