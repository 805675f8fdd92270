import { z } from "zod";
import { type Api, type ApiRequest, type ListQuery, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { isTooLarge } from "./errors";

/**
 * The search goes through time in windows, the newest first. PayPal answers 31 days and 10,000 transactions at most,
 * three years back, and shows a transaction up to three hours late; its order inside a window is undocumented. So the
 * end of the whole is fixed on the first page, three hours before: behind it nothing is added any more, and the pages
 * of a window stay what they are.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LATENESS_MS = 3 * HOUR_MS;
/** Below PayPal's own limits, so that a cursor taken up again later still asks inside them. */
const WINDOW_MS = 30 * DAY_MS;
const REACH_MS = 1_090 * DAY_MS;
const SHORTEST_MS = 60_000;

/** What holds no record is passed over, some calls at a time. */
const CALLS = 6;

const position = z.object({
  start: z.int(),
  end: z.int(),
  lower: z.int(),
  page: z.int().min(1),
  size: z.int().min(1),
});
export type Position = z.infer<typeof position>;

const answer = z.object({
  transaction_details: z.array(z.unknown()).nullish(),
  total_pages: z.int().nullish(),
});

export interface Found {
  raws: readonly unknown[];
  next: string | null;
}

/**
 * The first records from here on that `wanted` keeps, and where to go on.
 * @param until where a search that begins now ends
 * @throws PlatformFailure
 */
export async function search(
  api: Api,
  query: ListQuery,
  parameters: ApiRequest["query"],
  wanted: (raw: unknown, where: string) => boolean,
  until = api.now - LATENESS_MS,
): Promise<Found> {
  let here = query.cursor === null ? firstPosition(query, until) : readPosition(query.cursor);
  for (let calls = 0; here && calls < CALLS; calls++) {
    const asked = await ask(api, here, parameters);
    const raws = asked.raws.filter((raw, index) => wanted(raw, `transaction_details.${index}`));
    here = asked.next;
    if (raws.length > 0) return { raws, next: here && JSON.stringify(here) };
  }
  return { raws: [], next: here && JSON.stringify(here) };
}

async function ask(
  api: Api,
  { start, end, lower, page, size }: Position,
  parameters: ApiRequest["query"],
): Promise<{ raws: readonly unknown[]; next: Position | null }> {
  try {
    const { body } = await api.send({
      method: "GET",
      path: "/v1/reporting/transactions",
      query: { ...parameters, start_date: timeOf(start), end_date: timeOf(end), page_size: size, page },
    });
    const { transaction_details, total_pages } = expectShape(answer, body);
    const more = page < (total_pages ?? 1);
    const next = more ? { start, end, lower, page: page + 1, size } : windowBefore(start, lower, size);
    return { raws: transaction_details ?? [], next };
  } catch (error) {
    const half = beforeSecond((start + end) / 2);
    if (!isTooLarge(error) || page > 1 || end - half < SHORTEST_MS) throw error;
    return { raws: [], next: { start: half, end, lower, page: 1, size } };
  }
}

function firstPosition(query: ListQuery, until: number): Position | null {
  const { created_after, created_before } = query;
  const end = beforeSecond(until);
  const asked = created_before === undefined ? end : beforeSecond(Date.parse(created_before) + 1_000);
  const lower = beforeSecond(earliest(until));
  const since = created_after === undefined ? lower : beforeSecond(Date.parse(created_after) + 999);
  return windowBefore(Math.min(end, asked), Math.max(lower, since), query.limit);
}

function windowBefore(end: number, lower: number, size: number): Position | null {
  if (end <= lower) return null;
  return { start: Math.max(lower, end - WINDOW_MS), end, lower, page: 1, size };
}

/** How far back is read: what is older PayPal does not tell. */
export function earliest(now: number): number {
  return now - REACH_MS;
}

/**
 * The last moment before a full second. PayPal counts in seconds, and does not say whether a window contains its ends:
 * cut here, neighbouring windows neither share a transaction nor lose one, whichever it is.
 */
function beforeSecond(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000 - 1;
}

export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function readPosition(text: string): Position {
  try {
    return position.parse(JSON.parse(text));
  } catch {
    throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
  }
}
