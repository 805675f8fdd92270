import { HOUR } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import type { Warning } from "../model/common";
import type { LogLine } from "./line";
import { Newest } from "./newest";
import {
  dayOfPrefix,
  dayPrefix,
  describe,
  hourOfKey,
  hourPrefix,
  LOGS_PREFIX,
  newestFirst,
  type PartitionObject,
  parseLine,
  startOfHour,
  unpack,
} from "./partition";

/** A place in the order of lines. Reading on "before" it gives what is strictly older. */
export interface Position {
  time: number;
  id: string;
}

export type StatusClass = "1xx" | "2xx" | "3xx" | "4xx" | "5xx";

export interface LogQuery {
  appId: string;
  mode: Mode;
  /** Epoch milliseconds, inclusive. */
  from: number;
  /** Epoch milliseconds, exclusive. */
  to: number;
  connectionId?: string;
  status?: number | StatusClass;
  operation?: string;
  requestId?: string;
  limit: number;
  before?: Position;
}

export interface LogPage {
  /** Newest first, each line once. May be empty while `next` is not null: there was more to search than one call may. */
  lines: LogLine[];
  next: Position | null;
  warnings: Warning[];
}

/** What one call may spend. Both are at least 1. */
export interface ReadBounds {
  /** Objects read; exceeded only where the page could otherwise not advance at all. */
  objects: number;
  /** Hours listed. */
  hours: number;
}
const BOUNDS: ReadBounds = { objects: 24, hours: 24 };

/** One page of an app's log lines, newest first. Rejects when the storage fails; damage becomes a warning. */
export async function readLogs(
  bucket: R2Bucket,
  query: LogQuery,
  bounds: ReadBounds = BOUNDS,
): Promise<LogPage> {
  const end: Position = { time: query.to, id: "" };
  const start = query.before && isOlder(query.before, end) ? query.before : end;
  const newest = new Newest(query.requestId === undefined ? query.limit + 1 : 1);
  const damagedHours = new Set<string>();
  let hoursListed = 0;
  let objectsRead = 0;

  // All lines down to `horizon` have been seen; with null, all lines of the query or more than the page holds.
  const close = (horizon: Position | null): LogPage => {
    const seen = horizon ? newest.lines.filter((line) => !isOlder(line, horizon)) : newest.lines;
    const lines = seen.slice(0, query.limit);
    const last = lines.at(-1);
    const next = seen.length > query.limit && last ? { time: last.time, id: last.id } : horizon;
    return { lines, next, warnings: Array.from(damagedHours, damageWarning) };
  };

  for await (const hour of hoursDown(bucket, start, query.from)) {
    if (hoursListed === bounds.hours) return close(endOf(hour));
    hoursListed++;
    const objects = (await objectsOf(bucket, hour))
      .filter((object) => mayHold(object, query, start))
      .sort((a, b) => b.last - a.last);
    for (const object of objects) {
      // Sorted by their newest line: this object and all after it hold nothing newer than `object.last`.
      if (newest.full && object.last < newest.floor) return close(null);
      const horizon: Position = { time: object.last + 1, id: "" };
      if (objectsRead >= bounds.objects && isOlder(horizon, start)) return close(horizon);
      objectsRead++;
      const whole = await readObject(bucket, object.key, query, start, newest);
      if (!whole) damagedHours.add(hour);
    }
    if (newest.full) return close(null);
  }
  return close(null);
}

function isOlder(a: Position, b: Position): boolean {
  return newestFirst(a, b) > 0;
}

/** Before this position lies exactly what happened up to the hour's last millisecond: no id is less than "". */
function endOf(hour: string): Position {
  return { time: startOfHour(hour) + HOUR, id: "" };
}

function mayHold(object: PartitionObject, query: LogQuery, start: Position): boolean {
  return (
    (object.apps === null || object.apps.has(query.appId)) &&
    object.last >= query.from &&
    (object.first < start.time || (object.first === start.time && start.id !== ""))
  );
}

/** Offers the object's matching lines; false when some of it could not be read. */
async function readObject(
  bucket: R2Bucket,
  key: string,
  query: LogQuery,
  start: Position,
  newest: Newest,
): Promise<boolean> {
  const object = await bucket.get(key);
  if (object === null) return true; // retention dropped it between the listing and now
  // The bytes come first and alone: a storage failure must reject, only damage may be passed over.
  const bytes = await object.arrayBuffer();
  let texts: string[];
  try {
    texts = await unpack(bytes);
  } catch {
    console.error(`logs: damaged object ${key}`);
    return false;
  }
  // Spares the parsing of most lines of a shared object; `matches` decides on what is left.
  const wanted = [query.appId, query.connectionId, query.operation, query.requestId].flatMap((value) =>
    value === undefined ? [] : JSON.stringify(value),
  );
  let damaged = 0;
  for (const text of texts) {
    if (!wanted.every((value) => text.includes(value))) continue;
    const line = parseLine(text);
    if (line === null) damaged++;
    else if (matches(line, query) && isOlder(line, start)) newest.offer(line);
  }
  if (damaged > 0) console.error(`logs: ${damaged} damaged lines in ${key}`);
  return damaged === 0;
}

function matches(line: LogLine, query: LogQuery): boolean {
  return (
    line.app_id === query.appId &&
    line.mode === query.mode &&
    line.time >= query.from &&
    (query.connectionId === undefined || line.connection_id === query.connectionId) &&
    (query.operation === undefined || line.operation === query.operation) &&
    (query.requestId === undefined || line.id === query.requestId) &&
    (query.status === undefined ||
      (typeof query.status === "number"
        ? line.status === query.status
        : Math.floor(line.status / 100) === Number(query.status[0])))
  );
}

function damageWarning(hour: string): Warning {
  return {
    code: "log_partition_damaged",
    message: `Some log lines of the hour ${hour}:00Z could not be read and are missing.`,
  };
}

/** The hours that have objects, newest first, from the one `start` lies in down to the one `from` lies in. */
async function* hoursDown(bucket: R2Bucket, start: Position, from: number): AsyncGenerator<string> {
  const days = (await prefixes(bucket, LOGS_PREFIX, "/")).flatMap((prefix) => dayOfPrefix(prefix) ?? []);
  for (const day of days.sort().reverse()) {
    const midnight = startOfHour(`${day}T00`);
    if (midnight > start.time || midnight + 24 * HOUR <= from) continue;
    const hours = (await prefixes(bucket, dayPrefix(day), "-")).flatMap((prefix) => hourOfKey(prefix) ?? []);
    for (const hour of hours.sort().reverse()) {
      const first = startOfHour(hour);
      const begun = first < start.time || (first === start.time && start.id !== "");
      if (begun && first + HOUR > from) yield hour;
    }
  }
}

async function objectsOf(bucket: R2Bucket, hour: string): Promise<PartitionObject[]> {
  const objects: PartitionObject[] = [];
  for await (const page of listing(bucket, { prefix: hourPrefix(hour), include: ["customMetadata"] })) {
    for (const object of page.objects) {
      const described = describe(object.key, object.customMetadata);
      if (described) objects.push(described);
    }
  }
  return objects;
}

async function prefixes(bucket: R2Bucket, prefix: string, delimiter: string): Promise<string[]> {
  const found: string[] = [];
  for await (const page of listing(bucket, { prefix, delimiter })) found.push(...page.delimitedPrefixes);
  return found;
}

/** A listing's pages. R2 may cut one anywhere to make room for metadata: only `truncated` tells its end. */
async function* listing(bucket: R2Bucket, options: R2ListOptions): AsyncGenerator<R2Objects> {
  let page = await bucket.list(options);
  yield page;
  while (page.truncated) {
    page = await bucket.list({ ...options, cursor: page.cursor });
    yield page;
  }
}
