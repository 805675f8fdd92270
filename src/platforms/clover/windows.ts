import { z } from "zod";
import { DAY, rfc3339 } from "../../kernel/clock";
import type { Warning } from "../../model/common";
import type { Api, ListQuery, Page } from "../adapter";
import { readCursor } from "../mapped";
import { BEGINNING, type Place, placeSchema, readPage } from "./keyset";

/**
 * A question by creation time reaches over 90 days at most (limits-added-to-calls-to-payments-and-orders-endpoints):
 * a longer span is walked window by window. Where no beginning is named it is 90 days ago, which is what Clover does
 * by itself, and is said in a warning.
 */
export const WINDOW_MS = 90 * DAY;

/** Empty windows passed over in one call: two and a half years. */
const MAX_WINDOWS = 10;

const positionSchema = z.object({ window: z.int(), place: placeSchema });
type Position = z.infer<typeof positionSchema>;

export interface Walk {
  path: string;
  filters: readonly string[];
  expand?: string;
}

/** Clover's own objects, and the page without them. */
export type RawPage = Omit<Page<never>, "records"> & {
  raws: unknown[];
  asked: { place: Place; filters: string[] };
};

export async function walkCreated(api: Api, query: ListQuery, walk: Walk): Promise<RawPage> {
  const begin = query.created_after === undefined ? api.now - WINDOW_MS : Date.parse(query.created_after);
  const end = query.created_before === undefined ? null : Date.parse(query.created_before);
  const warnings: Warning[] = query.created_after === undefined ? [windowWarning(begin)] : [];
  let position: Position | null =
    query.cursor === null ? { window: begin, place: BEGINNING } : readCursor(positionSchema, query.cursor);
  let asked = { place: BEGINNING as Place, filters: [] as string[] };
  for (let windows = 0; position !== null && windows < MAX_WINDOWS; windows++) {
    const { window, place }: Position = position;
    const windowEnd = window + WINDOW_MS;
    const isLast = end === null ? windowEnd > api.now : windowEnd > end;
    const until = isLast ? end : windowEnd - 1;
    const start = place.from === null ? { from: window, seen: [] } : place;
    asked = {
      place: start,
      filters: [...(until === null ? [] : [`createdTime<=${until}`]), ...walk.filters],
    };
    const { raws, next } = await readPage(api, {
      ...walk,
      by: "createdTime",
      limit: query.limit,
      ...asked,
    });
    position = next ? { window, place: next } : isLast ? null : { window: windowEnd, place: BEGINNING };
    if (raws.length > 0) return { raws, next: position && JSON.stringify(position), warnings, asked };
  }
  return { raws: [], next: position && JSON.stringify(position), warnings, asked };
}

function windowWarning(begin: number): Warning {
  return {
    code: "window_limited",
    message: `Without \`created_after\` Clover shows 90 days: these begin at ${rfc3339(begin)}.`,
  };
}
