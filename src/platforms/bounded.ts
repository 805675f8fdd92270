import { PlatformFailure } from "./adapter";

/**
 * Reads a body as text, giving up beyond `maxBytes`: a platform (or whoever answers in its name) must not be able
 * to fill an isolate's memory. Counts what arrives after decompression, whatever Content-Length says.
 * @throws PlatformFailure `unexpected` when it is larger or not UTF-8.
 */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let bytes = 0;
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
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
