/**
 * Text that developers and platforms choose, made fit to stand in our sentences. Escaping is the renderer's work;
 * this is about characters that escaping leaves alone.
 */

// Bidirectional controls (UAX #9) can turn a neighbouring sentence around; C0 and C1 controls have no place in text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** One line without control characters. */
export function plainText(text: string): string {
  return text.replace(CONTROLS, " ").replace(/\s+/g, " ").trim();
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name as part of a sentence of a page. It is isolated (UAX #9 §2.7) where its direction may not be the
 * sentence's, so that it cannot pull the words beside it to its other side.
 */
export function nameIn(dir: "ltr" | "rtl", name: string): string {
  const text = plainText(name);
  return dir === "rtl" || RIGHT_TO_LEFT.test(text) ? FIRST_STRONG_ISOLATE + text + POP_ISOLATE : text;
}

/** At most `max` code points, with an ellipsis where something is left off. */
export function truncate(text: string, max: number): string {
  const points = Array.from(plainText(text));
  return points.length <= max ? points.join("") : `${points.slice(0, max - 1).join("")}…`;
}

/** The first letter, for a monogram. */
export function initialOf(name: string): string {
  return (Array.from(plainText(name)).find((point) => /[\p{L}\p{N}]/u.test(point)) ?? "•").toUpperCase();
}

/**
 * An address that may stand in a link: http(s), or an app's private-use scheme in reverse-domain form (RFC 8252
 * §7.1), so never `javascript:` or `data:`. Null for all else.
 */
export function safeHref(address: string): string | null {
  const url = URL.parse(address);
  if (url === null) return null;
  if (url.protocol === "https:" || url.protocol === "http:") {
    return url.username === "" && url.password === "" ? url.href : null;
  }
  return /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol) ? url.href : null;
}
