import type { LedgerTotals } from "./ledger";
import { appliedOf } from "./query";

export interface Completeness {
  recorded: number;
  applied: number;
  pending: number;
  complete: boolean;
}

/**
 * The completeness proof of one ledger: what it recorded before the answers left, against what D1 applied. D1 may
 * be one batch ahead of what the ledger knows (its confirmation can be lost), never behind.
 */
export async function completenessOf(
  db: D1Database,
  source: string,
  totals: LedgerTotals,
): Promise<Completeness> {
  const { calls } = await appliedOf(db, source);
  return {
    recorded: totals.recorded,
    applied: calls,
    pending: Math.max(0, totals.recorded - calls),
    complete: calls >= totals.flushed && calls <= totals.recorded,
  };
}
