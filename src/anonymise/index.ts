import { closeMonth } from "./close-month";
import { firstKeptMonth } from "./month";
import { oldestUsage, rowsBefore } from "./store";

export { monthLimit } from "./month";
export { oldestUsage, publicUsage } from "./store";

export interface Anonymised {
  rowsRemoved: number;
  /** The months closed by this call. */
  months: string[];
  queries: number;
  /** The budget ended before what is due did. */
  more: boolean;
}

/**
 * Anonymises every month that is due, oldest first, and removes what came late for those that are closed.
 * Safe to repeat, to run twice at once, and to die anywhere.
 * @param budget of D1 queries; what has begun may pass it by a few (see closeMonth)
 * @param count put after each removal into its transaction, e.g. to count its changes()
 */
export async function anonymiseDue(
  env: Pick<Env, "DB">,
  now: number,
  budget: number,
  count?: D1PreparedStatement,
): Promise<Anonymised> {
  const done: Anonymised = { rowsRemoved: 0, months: [], queries: 0, more: false };
  const kept = firstKeptMonth(now);
  while (done.queries < budget) {
    const day = await oldestUsage(env.DB);
    done.queries += 1;
    const month = day?.slice(0, 7);
    if (month === undefined || month >= kept) return done;
    const step = await closeMonth(env.DB, month, now, {
      budget: budget - done.queries,
      ...(count && { count }),
    });
    done.rowsRemoved += step.rowsRemoved;
    done.queries += step.queries;
    if (step.closed) done.months.push(month);
  }
  return { ...done, more: true };
}

/** How many rows `anonymiseDue` would remove. */
export async function anonymiseDueCount(db: D1Database, now: number): Promise<number> {
  return rowsBefore(db, `${firstKeptMonth(now)}-01`);
}
