import { randomBytes } from "./bytes";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** `length` uniformly random base62 characters (5.95 bits each); bytes that would bias the draw are thrown away. */
export function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    // One byte in 32 is thrown away; a few to spare make a second draw rare.
    for (const byte of randomBytes(length - text.length + 4)) {
      if (text.length === length) break;
      if (byte < 248) text += ALPHABET[byte % 62];
    }
  }
  return text;
}

/** A non-negative integer in base62, left-padded with zeros to `width`. */
export function base62(value: number, width: number): string {
  let rest = value;
  let text = "";
  do {
    text = ALPHABET[rest % 62] + text;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text.padStart(width, "0");
}

/** The integer that `base62` wrote. */
export function fromBase62(text: string): number {
  return [...text].reduce((value, digit) => value * 62 + ALPHABET.indexOf(digit), 0);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 (IEEE 802.3) of an ASCII string, as GitHub's tokens carry it: finds typing errors, proves nothing. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ text.charCodeAt(i)) & 0xff] ?? 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
