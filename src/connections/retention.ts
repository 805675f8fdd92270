import { PERIODS } from "../inventory/periods";
import type { Period } from "../kernel/period";
import { after } from "../kernel/period";

/**
 * When a disconnected connection's metadata is gone: the inventory's period, less the days for which the database
 * can be restored to an earlier state, so that no restore brings it back beyond the promise (docs/retention.md).
 * @param restoreWindowDays `config.restoreWindowDays`
 */
export function metadataDueAt(disconnectedAt: number, restoreWindowDays: number): number {
  return after(disconnectedAt, metadataPeriod(restoreWindowDays));
}

export function metadataPeriod(restoreWindowDays: number): Period {
  return { days: Math.max(0, PERIODS.connectionMetadata.days - restoreWindowDays) };
}
