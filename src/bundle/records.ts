import type { z } from "zod";
import type { ShownEntry } from "../access/contents";
import { d1RecordSchema, d1Records, type ShownRecord } from "../access/d1-records";
import type { BundleSubject } from "../access/subjects";
import type { Db } from "../db/client";
import type { Warning } from "../model/common";
import { isLogs, logRecordSchema, logRecords, type OperationBudget } from "./log-records";

/** Where records come from, and what reading them may cost. */
export interface Sources {
  db: Db;
  logs: R2Bucket;
  /** Nothing later is shown. Epoch milliseconds. */
  now: number;
  /** R2 operations left for the logs of all connections. */
  budget: OperationBudget;
  warn(warning: Warning): void;
}

/**
 * What the inventory shows of one connection in one place.
 * @param others connections still to be read after this one, each of which has an equal share in the budget
 */
export function recordsOf(
  entry: ShownEntry,
  subject: BundleSubject,
  others: number,
  { db, logs, now, budget, warn }: Sources,
): AsyncGenerator<ShownRecord> {
  return isLogs(entry)
    ? logRecords(logs, entry, subject, { to: now, budget, others, warn })
    : d1Records(db, entry, subject);
}

/** The form of such a record. @throws for a place that bundles cannot read: a new kind of one needs its reader. */
export function recordSchema(entry: ShownEntry): z.ZodType {
  return isLogs(entry) ? logRecordSchema(entry) : d1RecordSchema(entry);
}
