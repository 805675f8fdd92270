/** What was used; the units are those of the bill. */
export interface Used {
  d1RowsRead: number;
  d1RowsWritten: number;
  /** RPC calls and alarms. */
  objectRequests: number;
  objectRowsRead: number;
  objectRowsWritten: number;
  /** At 128 MB an object. */
  objectGbSeconds: number;
  /** Three for each 64 KB begun of a message: written, read, deleted. */
  queueOperations: number;
  r2ClassA: number;
  r2ClassB: number;
}

/** Cloudflare's list prices in dollars per million units, beyond what a plan includes. */
const PRICES: Record<keyof Used, number> = {
  d1RowsRead: 0.001,
  d1RowsWritten: 1,
  objectRequests: 0.15,
  objectRowsRead: 0.001,
  objectRowsWritten: 1,
  objectGbSeconds: 12.5,
  queueOperations: 0.4,
  r2ClassA: 4.5,
  r2ClassB: 0.36,
};

export const UNITS = Object.keys(PRICES) as (keyof Used)[];

export function nothingUsed(): Used {
  return Object.fromEntries(UNITS.map((unit) => [unit, 0])) as unknown as Used;
}

export function perThousand(used: Used, calls: number): Used {
  return Object.fromEntries(UNITS.map((unit) => [unit, (used[unit] * 1_000) / calls])) as unknown as Used;
}

/** Dollars for a million calls, on top of the Worker's own requests. */
export function dollarsPerMillion(used: Used, calls: number): number {
  return UNITS.reduce((sum, unit) => sum + used[unit] * PRICES[unit], 0) / calls;
}
