import { hourOf } from "../kernel/clock";
import { type LogBatch, logBatchSchema } from "./line-schema";
import { byHour, pack } from "./partition";

/**
 * Writes a batch of messages to the log bucket: one object for each hour that occurs in them, so that the count
 * of objects follows the count of batches and not of calls.
 *
 * A message is acknowledged when every hour it has lines in is durable, else delivered again. Delivery is at
 * least once and the next batch is put together differently, so a line may lie in two objects: readers drop the
 * second by its id. The same batch again overwrites its own objects.
 *
 * A message that does not fit the schema is never acknowledged: it is tried again, which heals a deployment in
 * which the producer is newer than this consumer, and then goes to the dead-letter queue, whole, from which it
 * can be sent again after a repair. Only how many there were is logged, never what they hold.
 */
export async function consumeLogs(batch: MessageBatch<unknown>, env: { LOGS: R2Bucket }): Promise<void> {
  const readable: { message: Message<unknown>; content: LogBatch }[] = [];
  const malformed: Message<unknown>[] = [];
  for (const message of batch.messages) {
    const content = logBatchSchema.safeParse(message.body).data;
    if (content) readable.push({ message, content });
    else malformed.push(message);
  }

  const hours = byHour(readable.flatMap(({ content }) => content.lines));
  const failed = new Set<string>();
  await Promise.all(
    Array.from(hours, async ([hour, lines]) => {
      try {
        const { key, body, customMetadata } = await pack(hour, lines);
        await env.LOGS.put(key, body, {
          httpMetadata: { contentType: "application/x-ndjson", contentEncoding: "gzip" },
          customMetadata,
        });
      } catch (error) {
        failed.add(hour);
        console.error(
          `logs: the hour ${hour} was not written: ${error instanceof Error ? error.name : "error"}`,
        );
      }
    }),
  );

  for (const { message, content } of readable) {
    if (content.lines.some((line) => failed.has(hourOf(line.time)))) retryLater(message);
    else message.ack();
  }
  for (const message of malformed) retryLater(message);
  if (malformed.length > 0)
    console.error(`logs: ${malformed.length} of ${batch.messages.length} messages do not fit the schema`);
}

/**
 * Doubles from half a minute up to an hour: ten retries then span four hours, longer than a storage outage
 * should last, and well inside the queue's retention of four days.
 */
function retryLater(message: Message<unknown>): void {
  message.retry({ delaySeconds: Math.min(3_600, 30 * 2 ** Math.min(message.attempts - 1, 10)) });
}
