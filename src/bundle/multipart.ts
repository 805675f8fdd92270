import { randomBase62 } from "../kernel/base62";
import { told } from "../kernel/told";

/**
 * A multipart upload that leaves nothing behind. R2's Worker API cannot list uploads that were begun, so each leaves
 * its id beside the object it is for: an upload whose builder died is ended by the next builder that succeeds. What
 * nobody builds again goes by R2's own rule after 7 days (developers.cloudflare.com/r2/objects/multipart-objects).
 */
export class Multipart {
  readonly #parts: R2UploadedPart[] = [];

  private constructor(
    readonly bucket: R2Bucket,
    readonly upload: R2MultipartUpload,
    readonly marker: string,
    /** The object that stood at the key when this upload began. */
    readonly before: string | null,
  ) {}

  static async begin(bucket: R2Bucket, key: string, options: R2MultipartOptions): Promise<Multipart> {
    const before = (await bucket.head(key))?.version ?? null;
    const upload = await bucket.createMultipartUpload(key, options);
    const started = new Multipart(bucket, upload, `${markers(key)}${randomBase62(12)}`, before);
    try {
      await bucket.put(started.marker, upload.uploadId);
    } catch (error) {
      await started.abandon();
      throw error;
    }
    return started;
  }

  /** All parts but the last must be of one size, of 5 MiB at least. The bytes may be reused once this returns. */
  async add(bytes: Uint8Array): Promise<void> {
    this.#parts.push(await this.upload.uploadPart(this.#parts.length + 1, bytes));
  }

  async complete(): Promise<void> {
    await this.upload.complete(this.#parts);
  }

  /** Gives up. What fails here is left to the next builder, and to R2's 7 days: the first failure matters more. */
  async abandon(): Promise<void> {
    try {
      await end(this.upload);
      await this.bucket.delete(this.marker);
    } catch (error) {
      console.error(`bundle: an upload could not be ended: ${told(error)}`);
    }
  }

  /** The size of an object that somebody else completed at the key since this upload began; null without one. */
  async overtaken(): Promise<number | null> {
    const there = await this.bucket.head(this.upload.key);
    return there && there.version !== this.before ? there.size : null;
  }
}

/** Ends every upload to this key that is still recorded: whatever they hold, the object is complete now. */
export async function endUploads(bucket: R2Bucket, key: string): Promise<void> {
  for (let truncated = true; truncated; ) {
    const page = await bucket.list({ prefix: markers(key) });
    for (const marker of page.objects) {
      const id = await (await bucket.get(marker.key))?.text();
      if (id !== undefined) await end(bucket.resumeMultipartUpload(key, id));
      await bucket.delete(marker.key);
    }
    truncated = page.truncated;
  }
}

const markers = (key: string): string => `${key}.uploads/`;

/** Ends an upload that may be completed or ended already: R2 then says 10024, `NoSuchUpload`. */
async function end(upload: R2MultipartUpload): Promise<void> {
  try {
    await upload.abort();
  } catch (error) {
    if (!String(error).includes("(10024)")) throw error;
  }
}
