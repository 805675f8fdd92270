import { env } from "cloudflare:workers";
import fc from "fast-check";

/** FUZZ_RUNS=5000 FUZZ_SEED=7 npm run test:fuzz looks harder, or again at what it found. */
const RUNS = Number(env.FUZZ_RUNS ?? 300);
const SEED = Number(env.FUZZ_SEED ?? 20_261_128);

/** A request that is never answered must fail the test and not stop it. */
const LONG_MS = 60_000;

/** What is wrong with the answer to one made-up request; empty where nothing is. */
type Judge<T> = (made: T, index: number) => Promise<string[]>;

/**
 * Runs all of the seed's requests and gathers what is wrong with any: one fault does not hide the next. They come in
 * the order of the seed, so that a run can be repeated.
 */
export async function faultsOver<T>(made: fc.Arbitrary<T>, judge: Judge<T>): Promise<string[]> {
  const faults: string[] = [];
  for (const [index, one] of fc.sample(made, { seed: SEED, numRuns: RUNS }).entries())
    for (const fault of await judge(one, index)) faults.push(`run ${index} of seed ${SEED}: ${fault}`);
  return faults.slice(0, 40);
}

export async function answered(request: Promise<Response>): Promise<Response | null> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LONG_MS);
  });
  const first = await Promise.race([request, late]);
  clearTimeout(timer);
  return first;
}

/** How often each status was answered: a run in which all is refused at the door looks at nothing. */
export class Tally {
  readonly #counts = new Map<number, number>();

  count(status: number): void {
    this.#counts.set(status, this.of(status) + 1);
  }

  of(status: number): number {
    return this.#counts.get(status) ?? 0;
  }

  toString(): string {
    return JSON.stringify([...this.#counts]);
  }
}
