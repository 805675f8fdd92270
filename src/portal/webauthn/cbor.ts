/**
 * Reads CBOR as authenticators write it (CTAP2 canonical form, FIDO CTAP 2.1 §8): integers, byte and text strings,
 * arrays and maps of definite length, booleans and null. Everything else is refused.
 */
export type Cbor = number | string | boolean | null | Uint8Array<ArrayBuffer> | Cbor[] | CborMap;
export type CborMap = Map<number | string, Cbor>;

/** What an authenticator or a browser sent is not what WebAuthn says it is. The text is safe to be shown. */
export class WebAuthnFault extends Error {
  override name = "WebAuthnFault";
}

const MAX_DEPTH = 4; // CTAP 2.1 §8
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The item at the beginning of `bytes`, and where it ends. @throws WebAuthnFault */
export function readCbor(bytes: Uint8Array<ArrayBuffer>): { value: Cbor; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function take(count: number): number {
    const from = at;
    if (count > bytes.length - from) throw new WebAuthnFault("CBOR ends too early");
    at += count;
    return from;
  }

  /** The argument of an item's head (RFC 8949 §3). */
  function argument(info: number): number {
    if (info < 24) return info;
    if (info === 24) return view.getUint8(take(1));
    if (info === 25) return view.getUint16(take(2));
    if (info === 26) return view.getUint32(take(4));
    throw new WebAuthnFault("CBOR has a length of a kind that is not read");
  }

  function slice(length: number): Uint8Array<ArrayBuffer> {
    const from = take(length);
    return bytes.slice(from, from + length);
  }

  function map(size: number, depth: number): CborMap {
    const entries: CborMap = new Map();
    for (let i = 0; i < size; i++) {
      const key = item(depth);
      if ((typeof key !== "number" && typeof key !== "string") || entries.has(key))
        throw new WebAuthnFault("CBOR has a map with a key twice, or of an odd kind");
      entries.set(key, item(depth));
    }
    return entries;
  }

  function item(depth: number): Cbor {
    if (depth > MAX_DEPTH) throw new WebAuthnFault("CBOR is nested too deep");
    const head = view.getUint8(take(1));
    const info = head & 31;
    switch (head >> 5) {
      case 0:
        return argument(info);
      case 1:
        return -1 - argument(info);
      case 2:
        return slice(argument(info));
      case 3:
        try {
          return text.decode(slice(argument(info)));
        } catch (error) {
          throw error instanceof TypeError ? new WebAuthnFault("CBOR has text that is not UTF-8") : error;
        }
      case 4: {
        const items: Cbor[] = [];
        for (let left = argument(info); left > 0; left--) items.push(item(depth + 1));
        return items;
      }
      case 5:
        return map(argument(info), depth + 1);
    }
    if (head === 0xf4 || head === 0xf5) return head === 0xf5;
    if (head === 0xf6) return null;
    throw new WebAuthnFault("CBOR has an item of a kind that is not read");
  }

  return { value: item(0), end: at };
}

/** Like `readCbor`, but nothing may follow, and it is a map. @throws WebAuthnFault */
export function readCborMap(bytes: Uint8Array<ArrayBuffer>): CborMap {
  const { value, end } = readCbor(bytes);
  if (!(value instanceof Map) || end !== bytes.length)
    throw new WebAuthnFault("CBOR is not one map, or something follows it");
  return value;
}
