import { z } from "zod";
import type { Api, ApiRequest, ListQuery } from "../adapter";
import { expectShape } from "../expect";
import { notACursor } from "../mapped";
import { id } from "./values";

/** One condition; several are all to hold (each is a filter group of its own). */
export interface Condition {
  field: string;
  is: "eq" | "neq" | "gt" | "gteq" | "lteq" | "in";
  value: string;
}

/** Sent with every search: without a page size Magento answers with everything it has. */
export interface Window {
  sortBy: string;
  pageSize: number;
  currentPage?: number;
}

const answer = z.object({ items: z.array(z.unknown()).nullish(), total_count: z.int().nullish() });

/** A search (commerce-webapi, "Search using REST endpoints"), always paged and in ascending order. */
export async function search(
  api: Api,
  path: string,
  conditions: readonly Condition[],
  { sortBy, pageSize, currentPage = 1 }: Window,
): Promise<{ items: unknown[]; total: number | null }> {
  const { body } = await api.send({
    method: "GET",
    path,
    query: {
      ...criteria(conditions),
      "searchCriteria[sortOrders][0][field]": sortBy,
      "searchCriteria[sortOrders][0][direction]": "ASC",
      "searchCriteria[pageSize]": pageSize,
      "searchCriteria[currentPage]": currentPage,
    },
  });
  const { items, total_count } = expectShape(answer, body);
  return { items: items ?? [], total: total_count ?? null };
}

function criteria(conditions: readonly Condition[]): NonNullable<ApiRequest["query"]> {
  const entries = conditions.flatMap(({ field, is, value }, group) => {
    const name = `searchCriteria[filterGroups][${group}][filters][0]`;
    return [
      [`${name}[field]`, field],
      [`${name}[value]`, value],
      [`${name}[conditionType]`, is],
    ];
  });
  return Object.fromEntries(entries);
}

/**
 * One page in ascending order of id, each beginning after the last id of the one before: nothing that is added or
 * deleted meanwhile shifts it, and Magento counts no offset. The cursor is that id.
 * @param idField what the answer calls it; the search always knows it as `entity_id`
 */
export async function readPage(
  api: Api,
  path: string,
  query: Pick<ListQuery, "limit" | "cursor">,
  conditions: readonly Condition[] = [],
  idField: "entity_id" | "id" = "entity_id",
): Promise<{ raws: unknown[]; next: string | null }> {
  const after = query.cursor ?? "0";
  if (!/^\d{1,12}$/.test(after)) throw notACursor();
  const { items } = await search(api, path, [{ field: "entity_id", is: "gt", value: after }, ...conditions], {
    sortBy: "entity_id",
    pageSize: query.limit,
  });
  if (items.length < query.limit) return { raws: items, next: null };
  return {
    raws: items,
    next: expectShape(z.object({ [idField]: id }), items.at(-1), "items")[idField] ?? null,
  };
}

/** Records that are named by id or code; asks nothing where none are. */
export async function searchBy(
  api: Api,
  path: string,
  field: string,
  values: readonly string[],
  sortBy = field,
): Promise<unknown[]> {
  const wanted = [...new Set(values)];
  if (wanted.length === 0) return [];
  const all: unknown[] = [];
  const conditions: Condition[] = [{ field, is: "in", value: wanted.join(",") }];
  for (let currentPage = 1; ; currentPage++) {
    const { items, total } = await search(api, path, conditions, { sortBy, pageSize: PAGE, currentPage });
    all.push(...items);
    // Past the last page Magento gives the last one again: only the count tells the end.
    if (items.length < PAGE || (total !== null && all.length >= total)) return all;
  }
}

const PAGE = 200;

/** Both ends included; Magento compares in UTC, by whole seconds. */
export function timeConditions(query: ListQuery): Condition[] {
  const at = (time: string) => new Date(time).toISOString().slice(0, 19).replace("T", " ");
  const { updated_since, created_after, created_before } = query;
  return [
    ...(updated_since ? [{ field: "updated_at", is: "gteq" as const, value: at(updated_since) }] : []),
    ...(created_after ? [{ field: "created_at", is: "gteq" as const, value: at(created_after) }] : []),
    ...(created_before ? [{ field: "created_at", is: "lteq" as const, value: at(created_before) }] : []),
  ];
}
