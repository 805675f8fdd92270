import { z } from "zod";
import type { Api, ListQuery, Mapped } from "../adapter";
import { expectShape, mapping } from "../expect";
import { notACursor } from "../mapped";
import { unix } from "./values";

export const MAX_LIMIT = 100;

const searchResult = z.object({
  total: z.int(),
  count: z.int(),
  offset: z.int(),
  items: z.array(z.unknown()),
});

type Query = Record<string, string | number | undefined>;

/** Our filters in Ecwid's words: UNIX seconds, both ends included. */
export function timeFilters(query: ListQuery): Query {
  return {
    updatedFrom: query.updated_since && unix(query.updated_since),
    createdFrom: query.created_after && unix(query.created_after),
    createdTo: query.created_before && unix(query.created_before),
  };
}

/** One page of a search, and the offset of the next. */
export async function search(
  api: Api,
  path: string,
  query: Query & { limit: number; offset: number },
): Promise<{ raws: readonly unknown[]; next: number | null }> {
  const { body } = await api.send({ method: "GET", path, query });
  const { items, total, offset } = expectShape(searchResult, body);
  const next = offset + items.length;
  return { raws: items, next: items.length > 0 && next < total ? next : null };
}

/** The lists that can be asked oldest first: new records join at the end, and an offset stays good. */
export function offsetOf({ cursor }: ListQuery): number {
  if (cursor === null) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw notACursor();
  return Number(cursor);
}

/** Maps each object, keeping the platform's own beside it; a fault names the object by its place. */
export function mapEach<S extends z.ZodType, T>(
  raws: readonly unknown[],
  schema: S,
  map: (parsed: z.infer<S>) => T,
): Mapped<T>[] {
  return raws.map((raw, index) => {
    const where = `items.${index}`;
    return { value: mapping(where, () => map(expectShape(schema, raw, where))), raw };
  });
}
