import { isDay } from "../kernel/clock";

/** R2, as retention uses it. Each call says how many storage operations it took. */

/** R2 deletes at most this many keys a call. */
const KEYS_A_DELETE = 1_000;

/** The UTC days that have objects under a prefix such as `logs/`, oldest first. */
export async function daysUnder(bucket: R2Bucket, prefix: string): Promise<string[]> {
  const days: string[] = [];
  let cursor: string | undefined;
  do {
    const page: R2Objects = await bucket.list({ prefix, delimiter: "/", ...(cursor && { cursor }) });
    for (const found of page.delimitedPrefixes) {
      const day = found.slice(prefix.length, -1);
      if (isDay(day)) days.push(day);
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return days.sort();
}

/**
 * Deletes a day's partition: one list and one bulk delete for each 1,000 objects. Safe to repeat after a failure.
 * @throws RangeError when the prefix does not end in a day: anything shorter could be everything.
 */
export async function dropPartition(
  bucket: R2Bucket,
  prefix: string,
  { dryRun }: { dryRun: boolean },
): Promise<{ objects: number; operations: number }> {
  if (!isDay(prefix.split("/").at(-2) ?? "") || !prefix.endsWith("/"))
    throw new RangeError("a partition's prefix ends in its day and a slash");
  let objects = 0;
  let operations = 0;
  let cursor: string | undefined;
  for (;;) {
    // When deleting, from the start each time: what was listed is gone by then (R2 is strongly consistent).
    const page: R2Objects = await bucket.list({ prefix, ...(cursor && { cursor }) });
    operations += 1;
    objects += page.objects.length;
    if (!dryRun && page.objects.length > 0) {
      await bucket.delete(page.objects.map(({ key }) => key));
      operations += 1;
    }
    if (!page.truncated) return { objects, operations };
    cursor = dryRun ? page.cursor : undefined;
  }
}

/** Keys under a prefix whose upload time is past its limit. */
export async function uploadsDue(
  bucket: R2Bucket,
  prefix: string,
  isDue: (uploadedMs: number) => boolean,
): Promise<{ keys: string[]; operations: number }> {
  const keys: string[] = [];
  let operations = 0;
  let cursor: string | undefined;
  do {
    const page: R2Objects = await bucket.list({ prefix, ...(cursor && { cursor }) });
    operations += 1;
    for (const { key, uploaded } of page.objects) if (isDue(uploaded.getTime())) keys.push(key);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return { keys, operations };
}

/** @returns the operations it took. */
export async function dropUploads(bucket: R2Bucket, keys: readonly string[]): Promise<number> {
  let operations = 0;
  for (let at = 0; at < keys.length; at += KEYS_A_DELETE) {
    await bucket.delete(keys.slice(at, at + KEYS_A_DELETE));
    operations += 1;
  }
  return operations;
}
