import { z } from "zod";
import type { Warning } from "../../model/common";
import { type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";

/** Told with every page whose next one hangs on a cursor of Square's. */
export const CURSOR_EXPIRES: Warning = {
  code: "cursor_expires",
  field: "next_cursor",
  message: "Square's cursors live 5 minutes. Ask for the next page within that time, or begin again.",
};

/**
 * Square leaves a list out of the answer when it is empty, and gives a cursor only when there is more
 * (developer.squareup.com/docs/build-basics/common-api-patterns/pagination).
 */
export const objects = z.array(z.unknown()).nullish();
export const cursor = z.string().nullish();

export function page<T>(records: Mapped<T>[], next: string | null | undefined): Page<T> {
  return { records, next: next || null, warnings: next ? [CURSOR_EXPIRES] : [] };
}

/** Square's own word for our status. The gateway offers only the declared ones; anything else is the caller's fault. */
export function squareStatus(
  table: Readonly<Record<string, string>>,
  status: string | undefined,
): string | undefined {
  if (status === undefined) return undefined;
  if (Object.hasOwn(table, status)) return table[status];
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${Object.keys(table).join(", ")}` },
    null,
  );
}

/** Square's `TimeRange`, both ends included; undefined when the query sets neither. */
export function createdRange(query: ListQuery): { start_at?: string; end_at?: string } | undefined {
  if (query.created_after === undefined && query.created_before === undefined) return undefined;
  return {
    ...(query.created_after !== undefined && { start_at: query.created_after }),
    ...(query.created_before !== undefined && { end_at: query.created_before }),
  };
}
