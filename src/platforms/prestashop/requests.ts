import { z } from "zod";
import { type Api, type ApiRequest, type ListQuery, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import type { Settings } from "./settings";
import { id } from "./values";
import { toWall } from "./zoned";

/** Ids are unsigned and 32 bits wide (devdocs, `isUnsignedId`). */
const LAST_ID = 4_294_967_295;
/** Both ends of an interval must be given. */
const [BEGINNING, END] = ["1970-01-01 00:00:00", "2999-12-31 23:59:59"];

type Filters = Record<string, string | undefined>;

/**
 * A list with every field. An empty one is answered as `[]` in JSON, whatever the resource.
 * @param filters by field; values as PrestaShop writes them: `[1|5]`, `[1,10]`
 */
export async function list(
  api: Api,
  resource: string,
  filters: Filters = {},
  more: ApiRequest["query"] = {},
): Promise<unknown[]> {
  const query = Object.entries(filters).map(([field, value]) => [`filter[${field}]`, value] as const);
  const { body } = await api.send({
    method: "GET",
    path: `/${resource}`,
    query: { output_format: "JSON", display: "full", ...Object.fromEntries(query), ...more },
  });
  if (Array.isArray(body)) return expectShape(z.array(z.never()), body);
  const answer = expectShape(z.record(z.string(), z.unknown()), body);
  return expectShape(z.array(z.unknown()), answer[resource], resource);
}

/** Records by their ids, or by another field that names them; asks nothing where there are none. */
export async function listBy(
  api: Api,
  resource: string,
  field: string,
  values: readonly (string | null)[],
  display = "full",
): Promise<unknown[]> {
  const wanted = [...new Set(values.filter((value) => value !== null))];
  if (wanted.length === 0) return [];
  return list(api, resource, { [field]: `[${wanted.join("|")}]` }, { display });
}

/** One record. @throws PlatformFailure */
export async function one(api: Api, resource: string, node: string, key: string): Promise<unknown> {
  const { body } = await api.send({
    method: "GET",
    path: `/${resource}/${key}`,
    query: { output_format: "JSON" },
  });
  return expectShape(z.object({ [node]: z.record(z.string(), z.unknown()) }), body)[node];
}

/**
 * One page in ascending order of id, each beginning after the last id of the one before: neither what is added nor
 * what is deleted meanwhile shifts anything. The cursor is that id.
 */
export async function readPage(
  api: Api,
  resource: string,
  query: Pick<ListQuery, "limit" | "cursor">,
  filters: Filters = {},
): Promise<{ raws: unknown[]; next: string | null }> {
  const after = query.cursor === null ? 0 : Number(cursorId(query.cursor));
  const isTimed = Object.values(filters).some(Boolean);
  const raws = await list(
    api,
    resource,
    { id: `[${after + 1},${LAST_ID}]`, ...filters },
    // Without it PrestaShop neither sorts nor filters by a time.
    { sort: "[id_ASC]", limit: query.limit, ...(isTimed && { date: 1 }) },
  );
  if (raws.length < query.limit) return { raws, next: null };
  return { raws, next: expectShape(z.object({ id }), raws.at(-1), resource).id };
}

function cursorId(cursor: string): string {
  if (/^\d{1,10}$/.test(cursor)) return cursor;
  throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
}

/** The time filters, in the shop's own time; both ends included. */
export function timeFilters(query: ListQuery, { timezone }: Settings): Filters {
  const wall = (time: string) => toWall(Date.parse(time), timezone);
  const { updated_since, created_after, created_before } = query;
  const isCreated = created_after !== undefined || created_before !== undefined;
  return {
    ...(updated_since !== undefined && { date_upd: `[${wall(updated_since)},${END}]` }),
    ...(isCreated && {
      date_add: `[${created_after ? wall(created_after) : BEGINNING},${created_before ? wall(created_before) : END}]`,
    }),
  };
}
