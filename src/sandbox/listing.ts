import { z } from "zod";
import { base62, crc32 } from "../kernel/base62";
import { base64url, fromBase64, fromUtf8, utf8 } from "../kernel/bytes";
import type { Seconds, WireList } from "./wire";

/** What a list can be filtered by, known without making the record. */
export interface Keys {
  created: Seconds;
  changed: Seconds;
  location: string | null;
  state: string | null;
}

/** A list of records, each found by its place alone. */
export interface Source<T> {
  name: string;
  places: number;
  /** Newest first for what grows, in its own order for what is a catalogue. */
  direction: "newest_first" | "in_order";
  filters: readonly FilterName[];
  states: readonly string[];
  /** Null for a place where there is nothing. */
  keys(place: number): Keys | null;
  make(place: number): T;
}

export type FilterName = "updated_since" | "created_after" | "created_before" | "location_id" | "status";

export class BadParameter extends Error {
  constructor(
    readonly field: string,
    readonly text: string,
  ) {
    super(text);
  }
}

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text) / 1_000);

const filtersSchema = z.object({
  updated_since: moment.optional(),
  created_after: moment.optional(),
  created_before: moment.optional(),
  location_id: z.string().optional(),
  status: z.string().optional(),
});
type Filters = z.infer<typeof filtersSchema>;

const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(100));

/** One page. `ignored` are query parameters that are not the list's business. @throws BadParameter */
export function listPage<T>(
  source: Source<T>,
  query: URLSearchParams,
  ignored: readonly string[] = [],
): WireList<T> {
  const allowed: string[] = ["limit", "cursor", ...source.filters, ...ignored];
  for (const name of new Set(query.keys())) {
    if (!allowed.includes(name)) throw new BadParameter(name, "There is no such parameter here.");
    if (query.getAll(name).length > 1) throw new BadParameter(name, "It stands more than once.");
  }
  const limit = parse("limit", limitSchema, query.get("limit") ?? "50");
  const filters = readFilters(source, query);
  const mark = fingerprint(source.name, filters);
  const cursor = query.get("cursor");
  const first = cursor === null ? 0 : readCursor(cursor, mark, source.places);

  const items: T[] = [];
  for (let step = first; step < source.places; step++) {
    const place = source.direction === "newest_first" ? source.places - 1 - step : step;
    const keys = source.keys(place);
    if (!keys || !fits(keys, filters)) continue;
    // Found one more than asked for: it begins the next page, so that no last page is ever empty.
    if (items.length === limit) return { items, paging: { next: writeCursor(mark, step), limit } };
    items.push(source.make(place));
  }
  return { items, paging: { next: null, limit } };
}

function readFilters(source: Source<unknown>, query: URLSearchParams): Filters {
  const given = source.filters.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const result = filtersSchema.safeParse(Object.fromEntries(given));
  if (!result.success) {
    throw new BadParameter(String(result.error.issues[0]?.path[0]), "It must be an RFC 3339 time.");
  }
  const { status } = result.data;
  if (status !== undefined && !source.states.includes(status)) {
    throw new BadParameter("status", `It must be one of ${source.states.join(", ")}.`);
  }
  return result.data;
}

/** The window is half open, [created_after, created_before), so that windows side by side miss and repeat nothing. */
function fits(keys: Keys, filters: Filters): boolean {
  return (
    (filters.updated_since === undefined || keys.changed >= filters.updated_since) &&
    (filters.created_after === undefined || keys.created >= filters.created_after) &&
    (filters.created_before === undefined || keys.created < filters.created_before) &&
    (filters.location_id === undefined || keys.location === filters.location_id) &&
    (filters.status === undefined || keys.state === filters.status)
  );
}

/** A cursor goes on with the query it came from and with no other. */
function fingerprint(name: string, filters: Filters): string {
  const values = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  return base62(crc32(JSON.stringify([name, values])), 6);
}

function writeCursor(mark: string, step: number): string {
  return base64url(utf8(`${mark}.${step}`));
}

function readCursor(cursor: string, mark: string, places: number): number {
  const match = /^([0-9A-Za-z]+)\.(\d{1,9})$/.exec(decode(cursor));
  const step = Number(match?.[2]);
  if (!match || step >= places) throw new BadParameter("cursor", "It is not a cursor of this list.");
  if (match[1] !== mark) throw new BadParameter("cursor", "It belongs to another query.");
  return step;
}

function decode(cursor: string): string {
  try {
    return fromUtf8(fromBase64(cursor) ?? new Uint8Array());
  } catch {
    return "";
  }
}

function parse<T extends z.ZodType>(field: string, schema: T, value: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BadParameter(field, "It must be a whole number from 1 to 100.");
}
