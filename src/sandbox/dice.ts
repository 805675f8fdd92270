/** A list that has at least one element, so that picking from it always gives one. */
export type Some<T> = readonly [T, ...T[]];

/**
 * A seeded source of chance: the same seed gives the same throws for ever, and every record has its own seed, so
 * that record N needs none of the records before it. Not for secrets: those come from `crypto`.
 */
export class Dice {
  #state: number;

  /** @param seed text that names the record, e.g. `lagos-home/order/17`. */
  constructor(seed: string) {
    // FNV-1a spreads seeds that differ in one digit only.
    let hash = 0x811c9dc5;
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** In [0, 1). mulberry32: small, and good enough where nothing is at stake. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: Some<T>): T {
    return list[this.int(0, list.length - 1)] ?? list[0];
  }
}
