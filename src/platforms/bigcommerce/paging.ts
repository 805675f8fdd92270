import { z } from "zod";
import type { ListQuery, Mapped, Page } from "../adapter";
import { notACursor } from "../mapped";

/**
 * The lists that are sorted by id and can begin after one: the last id given is the cursor, so that nothing that is
 * added or removed meanwhile shifts a page. A page that is not full is the last.
 */
export function afterId(query: ListQuery): number {
  if (query.cursor === null) return 0;
  if (!/^\d{1,15}$/.test(query.cursor)) throw notACursor();
  return Number(query.cursor);
}

export function byId<T extends { id: string }>(records: Mapped<T>[], limit: number): Page<T> {
  const next = records.length < limit ? null : (records.at(-1)?.value.id ?? null);
  return { records, next, warnings: [] };
}

/** The lists that only count their pages; new records join at the end. */
export function pageNumber(query: ListQuery): number {
  if (query.cursor === null) return 1;
  if (!/^[1-9]\d{0,8}$/.test(query.cursor)) throw notACursor();
  return Number(query.cursor);
}

const pagination = z.object({ current_page: z.int(), total_pages: z.int() });

/** A V3 list. `meta.pagination` is left out where BigCommerce documents an empty `meta` (refunds). */
export const listAnswer = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ pagination: pagination.nullish() }).nullish(),
});

export function nextPage(answer: z.infer<typeof listAnswer>, query: ListQuery): string | null {
  const told = answer.meta?.pagination;
  const more = told ? told.current_page < told.total_pages : answer.data.length >= query.limit;
  return more ? String(pageNumber(query) + 1) : null;
}
