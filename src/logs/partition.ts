import { HOUR, hourOf, isDay } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { type LogLine, logLineSchema } from "./line-schema";

/**
 * The layout of the log bucket: `logs/<day>/<hour>-<batch id>.ndjson.gz`, UTC day and hour of the lines' own
 * time, so that retention drops a day by its prefix however late a line arrived. An object holds the lines of
 * one hour, newest first, one JSON document a line.
 */
export const LOGS_PREFIX = "logs/";

/** Everywhere below, `hour` is the form of `hourOf`: `2026-11-23T19`. */
export const dayPrefix = (day: string): string => `${LOGS_PREFIX}${day}/`;
export const hourPrefix = (hour: string): string => `${dayPrefix(hour.slice(0, 10))}${hour.slice(11)}-`;
export const startOfHour = (hour: string): number => Date.parse(`${hour}:00:00.000Z`);

/** The day in a prefix `logs/<day>/`, null when it is not one of ours. */
export function dayOfPrefix(prefix: string): string | null {
  const day = prefix.slice(LOGS_PREFIX.length, -1);
  return isDay(day) && prefix === dayPrefix(day) ? day : null;
}

/** The hour a key or an hour's prefix belongs to, null when it is not one of ours. */
export function hourOfKey(key: string): string | null {
  const match = /^logs\/(\d{4}-\d\d-\d\d)\/(\d\d)-/.exec(key);
  const hour = match ? `${match[1]}T${match[2]}` : "";
  const ms = hour === "" ? Number.NaN : startOfHour(hour);
  return !Number.isNaN(ms) && hourOf(ms) === hour ? hour : null;
}

/** Newest first; among lines of one millisecond the greater id first. The order of objects and of answers. */
export function newestFirst(a: { time: number; id: string }, b: { time: number; id: string }): number {
  if (a.time !== b.time) return b.time - a.time;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

/** Lines by the hour they happened in. */
export function byHour(lines: Iterable<LogLine>): Map<string, LogLine[]> {
  const hours = new Map<string, LogLine[]>();
  for (const line of lines) {
    const hour = hourOf(line.time);
    const there = hours.get(hour);
    if (there) there.push(line);
    else hours.set(hour, [line]);
  }
  return hours;
}

export interface PackedPartition {
  key: string;
  body: Uint8Array<ArrayBuffer>;
  customMetadata: Record<string, string>;
}

/** One hour's lines as an object. The same lines, in any order or repeated, give the same key. */
export async function pack(hour: string, lines: readonly LogLine[]): Promise<PackedPartition> {
  const unique = [...new Map(lines.map((line) => [line.id, line])).values()].sort(newestFirst);
  const id = await sha256(unique.map((line) => line.id).join("\n"));
  return {
    key: `${hourPrefix(hour)}${id}.ndjson.gz`,
    body: await gzip(unique.map((line) => `${JSON.stringify(line)}\n`).join("")),
    customMetadata: {
      apps: appList(unique),
      first: String(unique.at(-1)?.time),
      last: String(unique[0]?.time),
    },
  };
}

/**
 * R2's limits page says 8,192 bytes of metadata an object, its emulator and older pages 2,048: the list stays
 * under the smaller, and an object with more apps than fit is for everyone to look into.
 */
const APP_LIST_BYTES = 1_900;

function appList(lines: readonly LogLine[]): string {
  const list = [...new Set(lines.map((line) => line.app_id))].sort().join(",");
  return list.length <= APP_LIST_BYTES ? list : "*";
}

/** What a listing tells about an object before it is read. */
export interface PartitionObject {
  key: string;
  /** Null when any app's lines may be inside. */
  apps: ReadonlySet<string> | null;
  /** The times of the oldest and the newest line inside. */
  first: number;
  last: number;
}

/** Reads an object's metadata; where it is missing or wrong, the widest answer that cannot hide a line. */
export function describe(key: string, metadata: Record<string, string> | undefined): PartitionObject | null {
  const hour = hourOfKey(key);
  if (hour === null) return null;
  const apps = metadata?.apps;
  const time = (text: string | undefined, otherwise: number) =>
    text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : otherwise;
  return {
    key,
    apps: apps === undefined || apps === "*" ? null : new Set(apps.split(",")),
    first: time(metadata?.first, startOfHour(hour)),
    last: time(metadata?.last, startOfHour(hour) + HOUR - 1),
  };
}

/** The object's lines as text. @throws when the bytes are not whole gzip. */
export async function unpack(bytes: ArrayBuffer): Promise<string[]> {
  const text = await new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")),
  ).text();
  return text.split("\n").filter((line) => line !== "");
}

/** One line of text as a log line, null when it is damaged. */
export function parseLine(text: string): LogLine | null {
  try {
    return logLineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
