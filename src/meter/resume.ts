import { clock } from "../kernel/clock";
import type { Standing } from "./completeness";
import { everyMeter } from "./shards";

export interface Resumed {
  /** Ledgers that D1 had fallen behind. */
  ledgers: string[];
  /** Calls that D1 had counted before it was restored, and has in no cell any more. */
  lost: number;
}

/**
 * Lets ledgers go on after D1 was restored to an earlier state: it then waits for batches that it once had, which the
 * ledgers no longer keep. Their calls are in no cell any more; they are counted as lost, so that the two sums stay equal
 * and the loss is told. Idempotent.
 */
export async function resumeMeters(env: Pick<Env, "METER" | "DB">): Promise<Resumed> {
  const done: Resumed = { ledgers: [], lost: 0 };
  for (const [source, meter] of everyMeter(env)) {
    const { flushed } = await meter.standing("");
    const lost = flushed.batch === 0 ? null : await acknowledge(env.DB, source, flushed);
    if (lost === null) continue;
    done.ledgers.push(source);
    done.lost += lost;
  }
  return done;
}

/** @returns the calls that are lost; null where D1 is not behind. */
async function acknowledge(
  db: D1Database,
  source: string,
  { batch, calls }: Standing["flushed"],
): Promise<number | null> {
  const row = await db
    .prepare("SELECT last_seq, calls FROM meter_sources WHERE source = ?1")
    .bind(source)
    .first<{ last_seq: number; calls: number }>();
  if (row && row.last_seq >= batch) return null;
  const lost = calls - (row?.calls ?? 0);
  const isBehind = "coalesce((SELECT last_seq FROM meter_sources WHERE source = ?1), 0) < ?2";
  await db.batch([
    db
      .prepare(
        `INSERT INTO meter_retired (side, calls) SELECT 'restored', ?3 WHERE ${isBehind}
         ON CONFLICT (side) DO UPDATE SET calls = meter_retired.calls + excluded.calls`,
      )
      .bind(source, batch, lost),
    db
      .prepare(
        `INSERT INTO meter_sources (source, last_seq, calls, updated_at) SELECT ?1, ?2, ?3, ?4 WHERE ${isBehind}
         ON CONFLICT (source) DO UPDATE SET last_seq = excluded.last_seq, calls = excluded.calls`,
      )
      .bind(source, batch, calls, clock.now()),
  ]);
  return lost;
}
