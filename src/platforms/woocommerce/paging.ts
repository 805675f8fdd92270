import { z } from "zod";
import { type Api, type ApiRequest, type ListQuery, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";

const list = z.array(z.unknown());

/** The most that `per_page` takes (WP_REST_Controller::get_collection_params). */
export const MAX_PER_PAGE = 100;

/**
 * One page in ascending order of id: what is added while somebody reads lands at the end. The cursor is the number of
 * records read.
 * @throws PlatformFailure
 */
export async function readPage(
  api: Api,
  path: string,
  { limit, cursor }: Pick<ListQuery, "limit" | "cursor">,
  filters: ApiRequest["query"] = {},
): Promise<{ raws: unknown[]; next: string | null }> {
  const offset = offsetOf(cursor);
  const per_page = Math.min(limit, MAX_PER_PAGE);
  const query = { per_page, offset, orderby: "id", order: "asc", ...filters };
  const { body, headers } = await api.send({ method: "GET", path, query });
  const raws = expectShape(list, body);
  const read = offset + raws.length;
  const told = headers.get("x-wp-total");
  // A proxy that drops the header costs an empty page at the end, not the rest of the list.
  const isMore = told !== null && /^\d+$/.test(told) ? Number(told) > read : raws.length === per_page;
  return { raws, next: isMore && raws.length > 0 ? String(read) : null };
}

function offsetOf(cursor: string | null): number {
  if (cursor === null) return 0;
  if (/^\d{1,12}$/.test(cursor)) return Number(cursor);
  throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
}

/**
 * The time filters. WooCommerce's are exclusive at both ends and count whole seconds; a second is added on either side,
 * so that ours include both. The times go without an offset: with one, WordPress turns them into the shop's zone before
 * it compares them with the GMT column (WP_Date_Query::build_mysql_datetime).
 */
export function timeFilters(query: ListQuery): ApiRequest["query"] {
  const times = {
    modified_after: shifted(query.updated_since, -1),
    after: shifted(query.created_after, -1),
    before: shifted(query.created_before, 1),
  };
  return Object.values(times).some(Boolean) ? { ...times, dates_are_gmt: "true" } : {};
}

function shifted(time: string | undefined, seconds: number): string | undefined {
  if (time === undefined) return undefined;
  return new Date(Date.parse(time) + seconds * 1_000).toISOString().slice(0, 19);
}
