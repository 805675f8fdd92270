import { z } from "zod";
import { type ListQuery, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";

/** `cursors.next` is there while there is more; `hasNext` says the same where it is given. */
const metadata = z
  .object({ cursors: z.object({ next: z.string().nullish() }).nullish(), hasNext: z.boolean().nullish() })
  .nullish();

/** A list's records and its next cursor; searches call the latter `metadata`, queries `pagingMetadata`. */
export function cursorPage(
  body: unknown,
  list: string,
  told: "metadata" | "pagingMetadata",
): { raws: unknown[]; next: string | null } {
  const answer = expectShape(z.object({ [list]: z.array(z.unknown()), [told]: metadata }), body);
  const paging = answer[told] as z.infer<typeof metadata>;
  return {
    raws: answer[list] as unknown[],
    next: paging?.hasNext === false ? null : paging?.cursors?.next || null,
  };
}

/** A cursor goes alone: it holds the filter and order that it was given for. */
export function cursorQuery(query: ListQuery, first: object): object {
  const { limit, cursor } = query;
  return cursor === null ? { ...first, cursorPaging: { limit } } : { cursorPaging: { limit, cursor } };
}

/** The older lists, which only count: oldest first, so that what is new joins at the end. */
export function offsetOf(query: ListQuery): number {
  return Number(digits(query) ?? 0);
}

/** A cursor of ours that is a whole number; null on the first page. */
export function digits({ cursor }: ListQuery): string | null {
  if (cursor === null || /^\d{1,19}$/.test(cursor)) return cursor;
  throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
}

/** A window of time as Wix's filters want it; undefined where nothing is asked. */
export function since(from?: string, before?: string): { $gte?: string; $lte?: string } | undefined {
  if (from === undefined && before === undefined) return undefined;
  return {
    ...(from === undefined ? {} : { $gte: from }),
    ...(before === undefined ? {} : { $lte: before }),
  };
}
