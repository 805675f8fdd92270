import { z } from "zod";
import type { Api } from "../adapter";
import { expectShape } from "../expect";
import { collection } from "./values";

/**
 * Clover pages by offset alone, newest first where nothing else is asked (sorting-collections, paginating-elements):
 * a sale made meanwhile would move all others by one. So the pages here follow a time, ascending: each begins at the
 * last one's time and leaves out what was seen at that very millisecond.
 */

/** Clover's hard limit for one call. */
const MAX_LIMIT = 1_000;

export type TimeField = "createdTime" | "modifiedTime" | "customerSince";

export interface Place {
  /** From this millisecond on; null from the beginning. */
  from: number | null;
  /** Ids already given of those at `from`. */
  seen: string[];
}

export const placeSchema = z.object({ from: z.int().nullable(), seen: z.array(z.string()) });

export const BEGINNING: Place = { from: null, seen: [] };

export interface Asked {
  path: string;
  by: TimeField;
  place: Place;
  limit: number;
  /** Conditions beside the place, in Clover's own notation. */
  filters?: readonly string[];
  expand?: string;
}

/** The query of a page, for whoever must ask for the same page with other expansions. */
export function pageQuery({
  by,
  place,
  limit,
  filters = [],
  expand,
}: Asked): Record<string, string | number | string[]> {
  const conditions = [...(place.from === null ? [] : [`${by}>=${place.from}`]), ...filters];
  return {
    limit: Math.min(MAX_LIMIT, limit + place.seen.length),
    orderBy: `${by} ASC`,
    ...(conditions.length > 0 && { filter: conditions }),
    ...(expand !== undefined && { expand }),
  };
}

/** One page, and the place after it; null where there is none. */
export async function readPage(api: Api, asked: Asked): Promise<{ raws: unknown[]; next: Place | null }> {
  const { by, place } = asked;
  const query = pageQuery(asked);
  const { body } = await api.send({ method: "GET", path: asked.path, query });
  const all = expectShape(collection, body).elements;
  const keyed = z.object({ id: z.string(), [by]: z.int() });
  const keys = all.map((raw, index) => {
    const key = expectShape(keyed, raw, `elements.${index}`) as { id: string } & Record<TimeField, number>;
    return { id: key.id, at: key[by] };
  });
  const seen = new Set(place.seen);
  const raws = all.filter((_, index) => !seen.has(keys[index]?.id ?? ""));
  const last = keys.at(-1);
  if (last === undefined || all.length < Number(query["limit"])) return { raws, next: null };
  const atLast = keys.filter(({ at }) => at === last.at).map(({ id }) => id);
  const carried = last.at === place.from ? [...new Set([...place.seen, ...atLast])] : atLast;
  return { raws, next: { from: last.at, seen: carried } };
}
