import { clock, SECOND } from "../kernel/clock";

/** An asker that was cancelled never says so; after this long it no longer counts. */
const ASKED_FOR_MS = 2 * SECOND;

/**
 * Calls are granted to an isolate in batches. Of several callers that find nothing held at the same moment, one asks
 * for the batch and the others for their own call alone: a burst of n calls must not use up n batches of a limit.
 */
export class BatchAsker {
  readonly #asked = new Map<string, number>();

  async ask<T>(name: string, batch: number, grant: (calls: number) => Promise<T>): Promise<T> {
    const now = clock.now();
    const until = this.#asked.get(name);
    if (until !== undefined && until > now && until <= now + ASKED_FOR_MS) return grant(1);
    this.#asked.set(name, now + ASKED_FOR_MS);
    try {
      return await grant(batch);
    } finally {
      this.#asked.delete(name);
    }
  }
}
