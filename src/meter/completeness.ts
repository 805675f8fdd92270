import type { ConnectionUsage } from "./query";

/** What a ledger says of itself, and of one connection's calls in it. */
export interface Standing {
  /** The last batch that D1 is known to have, and the calls in it and all before. */
  flushed: { batch: number; calls: number };
  /** The batches after it, in the order of their numbers; the last may still grow. */
  pending: { batch: number; calls: number }[];
  /** The connection's calls in those. */
  own: { batch: number; month: string }[];
  /** Its last call among them that succeeded; 0 when there is none. */
  lastSuccessAt: number;
}

export interface Completeness {
  recorded: number;
  applied: number;
  pending: number;
  complete: boolean;
}

/**
 * A connection's calls up to this moment, and the proof that none is missing. D1 was read after the ledger and may be
 * ahead of what the ledger knew, never behind: up to the batch that D1 has, its sum must be the ledger's.
 */
export function completenessOf(
  standing: Standing,
  { source, months }: ConnectionUsage,
): { months: Map<string, number>; completeness: Completeness } {
  const applied = [...months.values()].reduce((sum, calls) => sum + calls, 0);
  const upToNow = new Map(months);
  let pending = 0;
  for (const { batch, month } of standing.own) {
    if (batch <= source.lastSeq) continue;
    pending += 1;
    upToNow.set(month, (upToNow.get(month) ?? 0) + 1);
  }
  return {
    months: upToNow,
    completeness: { recorded: applied + pending, applied, pending, complete: isWhole(standing, source) },
  };
}

function isWhole({ flushed, pending }: Standing, source: ConnectionUsage["source"]): boolean {
  const arrived = pending.filter(({ batch }) => batch <= source.lastSeq);
  const expected = arrived.reduce((sum, { calls }) => sum + calls, flushed.calls);
  // The last batch may have grown, and others come, between the two readings.
  const isAhead = arrived.length === pending.length && source.lastSeq > flushed.batch;
  return source.lastSeq >= flushed.batch && (isAhead ? source.calls >= expected : source.calls === expected);
}
