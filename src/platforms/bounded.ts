import { PlatformFailure } from "./adapter";

/** What is waited for at each read. Unasked, the runtime gives 4 KiB at a time, each with a turn of its own. */
const READ_BYTES = 32 * 1_024;

/**
 * Reads a body as text, giving up beyond `maxBytes`: a platform (or whoever answers in its name) must not be able
 * to fill an isolate's memory. Counts what arrives after decompression, whatever Content-Length says.
 * @throws PlatformFailure `unexpected` when it is larger or not UTF-8.
 */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return "";
  const reader = response.body.getReader({ mode: "byob" });
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let bytes = 0;
  let text = "";
  try {
    for (;;) {
      const { value } = await reader.readAtLeast(READ_BYTES, new Uint8Array(READ_BYTES));
      if (!value?.byteLength) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxBytes) {
        await reader.cancel();
        throw unexpected(response, `larger than ${maxBytes} bytes`);
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    if (error instanceof TypeError && String(error).includes("decod"))
      throw unexpected(response, "not UTF-8");
    throw error;
  }
}

function unexpected(response: Response, detail: string): PlatformFailure {
  return new PlatformFailure({ kind: "unexpected", field: "body", detail }, response.status);
}
