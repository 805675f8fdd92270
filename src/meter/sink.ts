import { splitForQueue } from "../logs/line";
import { applyMeterBatch } from "./apply";
import type { MeterSink } from "./ledger";

/**
 * Where a ledger's batches go: the counts to D1, at most once; then the same lines to the log queue, at least once
 * (readers drop repeated lines by id). In this order a failure in between repeats only what may be repeated.
 */
export function meterSink(env: Pick<Env, "DB" | "LOG_QUEUE">): MeterSink {
  return async (batch) => {
    await applyMeterBatch(env.DB, batch);
    for (const message of splitForQueue(batch.source, batch.seq, [...batch.lines])) {
      await env.LOG_QUEUE.send(message);
    }
  };
}
