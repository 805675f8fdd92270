import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Api, ApiRequest, ListQuery } from "../adapter";
import { expectShape } from "../expect";

/** What Squarespace gives on a page, whatever is asked. */
export const PAGE = 50;

const page = z.looseObject({
  pagination: z
    .object({ hasNextPage: z.boolean().nullish(), nextPageCursor: z.string().nullish() })
    .nullish(),
});
const objects = z.array(z.unknown());

/** Told where there is more: the page is Squarespace's, and its cursor no snapshot. */
export const FIXED_PAGES: Warning = {
  code: "page_size_fixed",
  field: "data",
  message: "Squarespace gives up to 50 records a page, whatever `limit` says.",
};

/** One page of a list. A cursor goes alone: it holds the filters that it was given for. */
export async function readPage(
  api: Api,
  path: string,
  list: string,
  query: ListQuery,
  first: ApiRequest["query"] = {},
): Promise<{ raws: readonly unknown[]; next: string | null; warnings: Warning[] }> {
  const { body } = await api.send({
    method: "GET",
    path,
    query: query.cursor === null ? first : { cursor: query.cursor },
  });
  const answer = expectShape(page, body);
  const next = (answer.pagination?.hasNextPage && answer.pagination.nextPageCursor) || null;
  const raws = expectShape(objects, answer[list], `body.${list}`);
  return { raws, next, warnings: next ? [FIXED_PAGES] : [] };
}

/** A window of changes; Squarespace wants both its ends, or none. */
export function changedSince(api: Api, query: ListQuery): Record<string, string> {
  return query.updated_since === undefined
    ? {}
    : { modifiedAfter: query.updated_since, modifiedBefore: new Date(api.now).toISOString() };
}
