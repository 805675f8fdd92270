import type { Period } from "../kernel/period";

/** The policy's own four classes, and two that hold no end-user data but rest somewhere all the same. */
export const DATA_CLASSES = [
  "authentication_data",
  "usage_analytics",
  "system_logs",
  "connection_metadata",
  "developer_account",
  "operational",
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** `BUNDLES_EU` is a bucket of the EU jurisdiction: bundles stay in their connection's region. */
export type R2BucketName = "LOGS" | "BUNDLES" | "BUNDLES_EU";

/** Where data rests. */
export type Place =
  | { kind: "d1_table"; table: string }
  | { kind: "object_table"; object: "ConnectionObject" | "MeterObject" | "SandboxObject"; table: string }
  | { kind: "r2_prefix"; bucket: R2BucketName; prefix: string }
  | { kind: "queue"; queue: string };

/** Whose record it is: which column leads to the connection, app or session it belongs to. */
export type Subject =
  | { kind: "connection"; column: string }
  | { kind: "app"; column: string }
  /** Named by the developer's own id of the end-user, which is unique only within an app. */
  | { kind: "end_user"; app: string; column: string }
  | { kind: "session"; column: string }
  | { kind: "request"; column: string }
  /** The whole Durable Object belongs to the one subject it is named after. */
  | { kind: "object" }
  | { kind: "none"; why: string };

/** When a record's time runs, and how long. */
export type Retention =
  /** `period` after the time in `column`; rows in which it is null are not yet on the clock. */
  | { kind: "after_column"; column: string; period: Period }
  /** `period` after the day in the object's key. */
  | { kind: "after_day_partition"; period: Period }
  /** `period` after the object was written. */
  | { kind: "after_upload"; period: Period }
  /** `period` after the UTC day or month that the time written in `column` lies in, counted from that unit's end. */
  | { kind: "after_calendar"; column: string; unit: "day" | "month"; period: Period }
  /** Goes in the same transaction in which the connection ends. */
  | { kind: "with_connection_end" }
  /** Goes with the connection's own metadata, whenever that goes. */
  | { kind: "with_connection_metadata" }
  /** Goes with the rights request it belongs to. */
  | { kind: "with_request" }
  /** Goes with the retention run it belongs to. */
  | { kind: "with_run" }
  /** Goes with the incident it belongs to. */
  | { kind: "with_incident" }
  /** Names nobody, and is kept. */
  | { kind: "kept"; why: string }
  /** As long as the developer's account exists. */
  | { kind: "with_account" }
  /** Kept by the queue service for at most this long. */
  | { kind: "in_transit"; period: Period };

/** `by_time_only` says why an erasure request does not reach it (GDPR Art. 17(3)). */
export type Erasure =
  | { kind: "with_subject" }
  | { kind: "by_time_only"; why: string }
  | { kind: "not_personal" };

export interface InventoryEntry {
  id: string;
  place: Place;
  dataClass: DataClass;
  /** Why it is processed, as a subject may read it. */
  purpose: string;
  subject: Subject;
  retention: Retention;
  /** What leaves at the end of the period: gone, or aggregated beyond recognition (policy "Data Retention"). */
  end: "erase" | "anonymise" | "move";
  /** What an access answer or a portability bundle shows of it. */
  export: { kind: "shown"; columns: readonly string[] } | { kind: "described"; why: string };
  /** How it is erased on request, before its time. */
  erasure: Erasure;
  /** Columns that a rectification may set (GDPR Art. 16); the rest is what happened, not what someone said. */
  corrections?: readonly string[];
  /** Every column, with what is in it. For R2 and queues: the fields of a record. */
  fields: Readonly<Record<string, string>>;
}
