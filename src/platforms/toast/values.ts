import { z } from "zod";
import { type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";

export const text = z.string().nullish();
/** A JSON number; money's have as many decimals as Toast reckons with. */
export const number = z.number().nullish();

export const identified = z.object({ guid: z.string() });
export const reference = identified.partial().nullish();

/** Times carry `+0000`, which not every reader of ISO 8601 takes. @throws RangeError */
export function utcOf(time: string | null | undefined): string | null {
  return time ? new Date(time.replace(/([+-]\d\d)(\d\d)$/, "$1:$2")).toISOString() : null;
}

/** The form that Toast asks for: a fraction and an offset without a colon. */
export function toastTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}

export interface Placed {
  guid: string;
  raw: unknown;
  where: string;
}

export function placed(raws: readonly unknown[], list: string): Placed[] {
  return raws.map((raw, index) => {
    const where = `${list}.${index}`;
    return { guid: expectShape(identified, raw, where).guid, raw, where };
  });
}

/** Ascending by GUID, which is an order that nothing but what is read changes. */
export const byGuid = (a: Placed, b: Placed) => (a.guid < b.guid ? -1 : a.guid > b.guid ? 1 : 0);

/** Toast gives menus and stock whole: our pages are cut from it after the GUID that the cursor names. */
export function pageOf<S extends z.ZodType, T>(
  rows: readonly Placed[],
  { limit, cursor }: ListQuery,
  schema: S,
  map: (parsed: z.infer<S>) => T,
): Page<T> {
  const left = [...new Map(rows.map((row) => [row.guid, row])).values()]
    .filter(({ guid }) => cursor === null || guid > cursor)
    .sort(byGuid);
  const shown = left.slice(0, limit);
  const records = shown.map(({ raw, where }): Mapped<T> => {
    return { value: mapping(where, () => map(expectShape(schema, raw, where))), raw };
  });
  return { records, next: left.length > limit ? (shown.at(-1)?.guid ?? null) : null, warnings: [] };
}

export function notFound(): PlatformFailure {
  return new PlatformFailure({ kind: "not_found" }, null);
}
