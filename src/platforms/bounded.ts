import { PlatformFailure } from "./adapter";

/** The most that is read at once. Unasked, the runtime gives 4 KiB at a time, each with a turn of its own. */
const READ_BYTES = 64 * 1_024;

/**
 * Reads a body as text, giving up beyond `maxBytes`: a platform (or whoever answers in its name) must not be able
 * to fill an isolate's memory. Counts what arrives after decompression, whatever Content-Length says.
 * @throws PlatformFailure `unexpected` when it is larger or not UTF-8.
 */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return "";
  const reader = response.body.getReader({ mode: "byob" });
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let buffer = new Uint8Array(readSize(response));
  let bytes = 0;
  let text = "";
  try {
    for (;;) {
      const asked = buffer.byteLength;
      const { value } = await reader.readAtLeast(asked, buffer);
      bytes += value?.byteLength ?? 0;
      if (bytes > maxBytes) {
        await reader.cancel();
        throw unexpected(response, `larger than ${maxBytes} bytes`);
      }
      // Less than was asked for is the end.
      if (!value || value.byteLength < asked) return text + decoder.decode(value);
      text += decoder.decode(value, { stream: true });
      buffer = new Uint8Array(value.buffer);
    }
  } catch (error) {
    if (error instanceof TypeError && String(error).includes("decod"))
      throw unexpected(response, "not UTF-8");
    throw error;
  }
}

/** A byte more than is announced: the end then shows in the same read. */
function readSize(response: Response): number {
  const announced = Number(response.headers.get("content-length"));
  return announced > 0 ? Math.min(announced + 1, READ_BYTES) : READ_BYTES / 2;
}

function unexpected(response: Response, detail: string): PlatformFailure {
  return new PlatformFailure({ kind: "unexpected", field: "body", detail }, response.status);
}
