import { endUploads, Multipart } from "./multipart";

/** R2's smallest part (developers.cloudflare.com/r2/objects/multipart-objects): all that is ever held in memory. */
export const PART_BYTES = 5 * 1024 * 1024;

/**
 * Puts a stream of unknown length at a key, a part at a time; what fits into one part is put as it is. The object
 * appears whole or not at all, and replaces a former one. Of several that upload to one key at once the first to
 * finish ends the others, and all of them return: there is a whole object. @throws what the stream or R2 throws.
 */
export async function uploadStream(
  bucket: R2Bucket,
  key: string,
  stream: ReadableStream<Uint8Array>,
  options: R2MultipartOptions,
): Promise<{ bytes: number }> {
  const reader = stream.getReader();
  const part = new Uint8Array(PART_BYTES);
  let filled = 0;
  let sent = 0;
  let multipart: Multipart | null = null;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      for (let at = 0; at < value.length; ) {
        // A full part waits for more to come: only then is a multipart upload needed.
        if (filled === PART_BYTES) {
          multipart ??= await Multipart.begin(bucket, key, options);
          await multipart.add(part);
          sent += filled;
          filled = 0;
        }
        const piece = value.subarray(at, at + PART_BYTES - filled);
        part.set(piece, filled);
        filled += piece.length;
        at += piece.length;
      }
    }
    const rest = part.subarray(0, filled);
    if (multipart) {
      await multipart.add(rest);
      await multipart.complete();
    } else {
      await bucket.put(key, rest, options);
    }
  } catch (error) {
    await reader.cancel(error).catch(() => {}); // a generator that is told of a failure throws it again
    if (!multipart) throw error;
    await multipart.abandon();
    const bytes = await multipart.overtaken();
    if (bytes === null) throw error;
    return { bytes };
  }
  await endUploads(bucket, key);
  return { bytes: sent + filled };
}
