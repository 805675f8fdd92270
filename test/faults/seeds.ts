import { env } from "cloudflare:workers";

/** FAULT_RUNS=10000 npm run test:faults takes longer and looks harder. */
const RUNS = Number(env.FAULT_RUNS ?? 600);
/** The seeds are shared out over so many test files, which run side by side. */
const PARTS = 6;

export interface Seeds {
  from: number;
  to: number;
}

/** The seeds of one part: `from` inclusive, `to` exclusive. FAULT_SEED=n replays that one alone, in every part. */
export function seedsOf(part: number): Seeds {
  if (env.FAULT_SEED !== undefined) return { from: Number(env.FAULT_SEED), to: Number(env.FAULT_SEED) + 1 };
  const size = Math.ceil(RUNS / PARTS);
  return { from: part * size, to: Math.min(RUNS, (part + 1) * size) };
}

/** Whether enough seeds are run for each kind of fault to have its turn. */
export const isReplay = env.FAULT_SEED !== undefined;
