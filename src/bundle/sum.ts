import { hex, utf8 } from "../kernel/bytes";

/** What a manifest says of a file. */
export interface FileSum {
  bytes: number;
  /** SHA-256, hexadecimal. */
  sha256: string;
}

const CHUNK = 64 * 1024;

/** Text in pieces of about 64 KiB of UTF-8, counted and hashed on their way; `done` is told when the last one left. */
export async function* summed(
  text: AsyncIterable<string>,
  done: (sum: FileSum) => void,
): AsyncGenerator<Uint8Array> {
  const digest = new crypto.DigestStream("SHA-256");
  const writer = digest.getWriter();
  let bytes = 0;
  for await (const chunk of chunks(text)) {
    await writer.write(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  await writer.close();
  done({ bytes, sha256: hex(new Uint8Array(await digest.digest)) });
}

async function* chunks(text: AsyncIterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let gathered = "";
  for await (const piece of text) {
    gathered += piece;
    if (gathered.length < CHUNK) continue;
    yield utf8(gathered);
    gathered = "";
  }
  if (gathered !== "") yield utf8(gathered);
}
