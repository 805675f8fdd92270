import { z } from "zod";
import type { ShownEntry } from "../access/contents";
import type { ShownRecord } from "../access/d1-records";
import type { BundleSubject } from "../access/subjects";
import { rfc3339 } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import { type LogLine, logLineSchema } from "../logs/line-schema";
import { LOGS_PREFIX } from "../logs/partition";
import { type LogPage, type Position, type ReadBounds, readLogs } from "../logs/reader";
import type { Warning } from "../model/common";

/** Whether the entry is the log's partitions, which have a reader of their own. */
export function isLogs({ place }: ShownEntry): boolean {
  return place.kind === "r2_prefix" && place.bucket === "LOGS" && place.prefix === LOGS_PREFIX;
}

/** R2 operations that a bundle's logs may still take. */
export interface OperationBudget {
  left: number;
}

/** One page of the reader: a few megabytes of lines at most. */
const PAGE = { lines: 4_000, objects: 400, hours: 400 };

/** An hour takes up to two listings (its day's and its own), an object one reading: together no more than is left. */
function boundsFor(left: number): ReadBounds {
  const share = (of: number) => Math.max(1, Math.floor(left / of));
  return { objects: Math.min(PAGE.objects, share(2)), hours: Math.min(PAGE.hours, share(4)) };
}

export interface LogReading {
  /** Lines before this moment, epoch milliseconds. */
  to: number;
  budget: OperationBudget;
  /** How many connections share what this one leaves of the budget. */
  others: number;
  /** Told from which moment on back lines are missing, when the budget ends before the log does. */
  warn(warning: Warning): void;
}

/** A connection's log lines, newest first, from all that is kept. */
export async function* logRecords(
  bucket: R2Bucket,
  entry: ShownEntry,
  subject: BundleSubject,
  { to, budget, others, warn }: LogReading,
): AsyncGenerator<ShownRecord> {
  const reserve = Math.floor((budget.left * others) / (others + 1));
  const counted = counting(bucket, budget);
  for (const [index, mode] of subject.modes.entries()) {
    const isLast = index === subject.modes.length - 1;
    let before: Position | null = null;
    do {
      const left = budget.left - reserve;
      if (left <= 0) {
        warn(cutOff(subject.id, isLast && before ? before.time : to));
        return;
      }
      const page: LogPage = await readLogs(
        counted,
        { ...queryOf(subject, mode, to), ...(before && { before }) },
        boundsFor(left),
      );
      for (const warning of page.warnings) warn(warning);
      for (const line of page.lines) yield shownLine(entry, line);
      before = page.next;
    } while (before);
  }
}

/** The form of such a record. */
export function logRecordSchema(entry: ShownEntry): z.ZodType {
  const shape = entry.export.columns.map((name) => {
    const type: z.ZodType = name === "time" ? z.iso.datetime() : logLineSchema.shape[field(name)];
    return [name, type.describe(entry.fields[name] ?? name)];
  });
  return z.strictObject(Object.fromEntries(shape));
}

function queryOf({ id, appId }: BundleSubject, mode: Mode, to: number) {
  return { appId, mode, connectionId: id, from: 0, to, limit: PAGE.lines };
}

function shownLine(entry: ShownEntry, line: LogLine): ShownRecord {
  return Object.fromEntries(
    entry.export.columns.map((name) => [
      name,
      name === "time" ? rfc3339(line.time) : (line[field(name)] ?? null),
    ]),
  );
}

/** @throws for a column that log lines do not have. */
function field(name: string): keyof LogLine {
  const found = Object.keys(logLineSchema.shape).find((key) => key === name);
  if (!found) throw new Error(`a log line has no field ${name}`);
  return found as keyof LogLine;
}

function counting(bucket: R2Bucket, budget: OperationBudget): R2Bucket {
  const counted: Pick<R2Bucket, "list" | "get"> = {
    list: (options?: R2ListOptions) => {
      budget.left--;
      return bucket.list(options);
    },
    get: ((key: string) => {
      budget.left--;
      return bucket.get(key);
    }) as R2Bucket["get"],
  };
  return counted as R2Bucket;
}

function cutOff(connectionId: string, at: number): Warning {
  return {
    code: "logs_incomplete",
    message: `System logs of ${connectionId} from before ${rfc3339(at)} are not in this bundle, if there are any: they lie in more places than one bundle may read. Write to privacy@metristack.com for them.`,
  };
}
