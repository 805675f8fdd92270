import { z } from "zod";
import { modeSchema } from "../kernel/regions";

/* Apart from `line.ts`, which every call needs: lines are checked where they are read back. */

/** Every text in a line has a form that a name, an address or a raw path cannot take: it is refused, not trusted. */
const slug = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/);
const httpStatus = z.int().min(0).max(999);
const milliseconds = z.number().min(0).max(1e12);

/** Years of four digits only: the partition's name sorts as its time does. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** One answered call, without personal data: nothing here names a person, a path's value or a whole address. */
export const logLineSchema = z.object({
  /** Unique and stable over redeliveries: readers recognise duplicates by it. */
  id: z.string().regex(/^[0-9A-Za-z_.:-]{1,64}$/),
  /** Epoch milliseconds at which the call was answered. */
  time: z.int().min(0).max(LATEST),
  app_id: z.string().regex(/^app_[0-9A-Za-z]{1,40}$/),
  mode: modeSchema,
  key_id: z
    .string()
    .regex(/^key_[0-9A-Za-z]{1,40}$/)
    .nullable(),
  connection_id: z
    .string()
    .regex(/^conn_[0-9A-Za-z]{1,40}$/)
    .nullable(),
  platform: slug.nullable(),
  /** The route's template, such as `orders.list`. A segment starts with a letter, so that no id passes for one. */
  operation: z
    .string()
    .max(64)
    .regex(/^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$/),
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
  status: httpStatus,
  /** The problem's code when the answer was a problem. */
  code: slug.nullable(),
  platform_status: httpStatus.nullable(),
  duration_ms: milliseconds,
  /** The part of `duration_ms` spent waiting for the platform. */
  platform_ms: milliseconds,
  bytes: z.int().min(0).optional(),
  /** What `ipPrefix` leaves; a whole address does not fit. */
  ip_prefix: z
    .string()
    .max(24)
    .regex(/^((\d{1,3}\.){3}0\/24|[0-9a-f:]*::\/48)$/)
    .nullable(),
  /** ISO 3166-1 alpha-2, or Cloudflare's `T1` (Tor) and `XX` (unknown). */
  country: z
    .string()
    .regex(/^[A-Z][A-Z0-9]$/)
    .nullable(),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const logBatchSchema = z.object({
  /** Who flushed: with `seq` and `part` the message's identity, the same however often the flush is tried. */
  source: z.string().min(1).max(128),
  seq: z.int().min(0),
  /** Which message of the flush, from 0; absent means 0. */
  part: z.int().min(0).optional(),
  lines: z.array(logLineSchema),
});
/** The queue's message. Build it with `splitForQueue`. */
export type LogBatch = z.infer<typeof logBatchSchema>;
