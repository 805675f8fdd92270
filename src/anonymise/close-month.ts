import { publishable } from "./groups";
import { isDue } from "./month";
import { type CellUnderWay, isClosed, publish, readCells, retire, sharesOf } from "./store";

/** Rows of usage that one statement reads: some megabytes of answer, well within D1's 30 s. */
const ROWS_A_READ = 50_000;
/** Rows that one transaction removes. */
const ROWS_A_REMOVAL = 20_000;
/** How often a month is read anew when a late batch came in between. */
const TRIES = 3;

export interface ClosedMonth {
  /** False when it was closed before. */
  closed: boolean;
  rowsRemoved: number;
  queries: number;
  /** Rows of the month are left, because the budget ended. */
  more: boolean;
}

/**
 * Anonymises one UTC month, in two steps that may each be repeated or stop anywhere:
 *
 * 1. What may be published of it, and the month's closing: one transaction, which fails if the month is no longer
 *    what was read. From then on nothing of the month is published any more: the difference of two publications would
 *    be what came in between.
 * 2. Its rows go, some apps a transaction, their calls counted as retired. What a late batch brings goes the same way.
 *
 * Step 1 is not divided: it holds the month's sums by app and cell in memory (about 300,000 of them fit an isolate's
 * 128 MB), and takes a query per 50,000 rows, whatever is left of the budget.
 * @param options.count put after each removal into its transaction
 * @throws RangeError for a month that is not due; D1's error; Error when the month changed at every try
 */
export async function closeMonth(
  db: D1Database,
  month: string,
  now: number,
  options: { budget?: number; count?: D1PreparedStatement } = {},
): Promise<ClosedMonth> {
  if (!isDue(month, now)) throw new RangeError(`usage of ${month} is not due to be anonymised`);
  const done: ClosedMonth = { closed: false, rowsRemoved: 0, queries: 1, more: false };
  if (!(await isClosed(db, month))) {
    const step = await publishMonth(db, month, now);
    done.closed = step.closed;
    done.queries += step.queries;
  }
  const shares = await sharesOf(db, month, ROWS_A_REMOVAL);
  done.queries += 1;
  for (const apps of shares) {
    if (done.queries >= (options.budget ?? Number.POSITIVE_INFINITY)) return { ...done, more: true };
    const { rows, queries } = await retire(db, month, apps, options.count ?? null);
    done.rowsRemoved += rows;
    done.queries += queries;
  }
  return done;
}

async function publishMonth(
  db: D1Database,
  month: string,
  now: number,
): Promise<{ closed: boolean; queries: number }> {
  let queries = 0;
  for (let tries = 0; tries < TRIES; tries++) {
    const shares = await sharesOf(db, month, ROWS_A_READ);
    const cells = new Map<string, CellUnderWay>();
    for (const apps of shares) await readCells(db, month, apps, cells);
    queries += shares.length + 3;
    let calls = 0;
    for (const { apps } of cells.values()) for (const part of apps.values()) calls += part.calls;
    const answer = await publish(db, month, { calls, cells: publishable([...cells.values()]), now });
    if (answer !== "changed") return { closed: answer === "done", queries };
  }
  throw new Error(`usage of ${month} changed each time it was to be anonymised`);
}
