import { utf8 } from "../kernel/bytes";
import type { LogBatch, LogLine } from "./line-schema";

export type { LogBatch, LogLine } from "./line-schema";

/**
 * Queues takes 128 KB a message, counts 1 KB as 1,000 bytes and adds up to 100 of its own
 * (developers.cloudflare.com/queues/platform/limits); the rest is room for error.
 */
export const MESSAGE_BYTES = 127_000;

/**
 * Cuts a flush into messages under the queue's limit. The cut depends on its arguments only, so a flush tried
 * again sends the same messages.
 * @throws RangeError for a line that no message can hold; a line that fits `logLineSchema` is far smaller.
 */
export function splitForQueue(source: string, seq: number, lines: readonly LogLine[]): LogBatch[] {
  const envelope = utf8(JSON.stringify({ source, seq, part: lines.length, lines: [] })).length;
  const messages: LogBatch[] = [];
  let current: LogLine[] = [];
  let size = envelope;
  const close = () => {
    if (current.length > 0) messages.push({ source, seq, part: messages.length, lines: current });
    current = [];
    size = envelope;
  };
  for (const [index, line] of lines.entries()) {
    const bytes = utf8(JSON.stringify(line)).length + 1;
    if (envelope + bytes > MESSAGE_BYTES)
      throw new RangeError(`Log line ${index} of ${lines.length} exceeds a queue message.`);
    if (size + bytes > MESSAGE_BYTES) close();
    current.push(line);
    size += bytes;
  }
  close();
  return messages;
}

/**
 * The network an address belongs to: /24 of IPv4, /48 of IPv6 in RFC 5952 form; null for anything else.
 * An IPv4 address inside an IPv6 one is cut as IPv4: of 6to4 (RFC 3056) a /48 would keep all of it.
 */
export function ipPrefix(ip: string | null): string | null {
  if (ip === null) return null;
  const v4 = octets(ip);
  if (v4) return `${v4[0]}.${v4[1]}.${v4[2]}.0/24`;
  const groups = groupsOf(ip);
  if (!groups) return null;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff; // RFC 4291 §2.5.5.2
  if (isMapped) return embeddedPrefix(groups[6] ?? 0, groups[7] ?? 0);
  if (groups[0] === 0x2002) return embeddedPrefix(groups[1] ?? 0, groups[2] ?? 0);
  const kept = groups.slice(0, 3);
  while (kept.at(-1) === 0) kept.pop();
  return `${kept.map((group) => group.toString(16)).join(":")}::/48`;
}

function embeddedPrefix(high: number, low: number): string {
  return `${high >> 8}.${high & 0xff}.${low >> 8}.0/24`;
}

/** Four decimal octets. A leading zero is refused: some parsers read it as octal (RFC 6943 §3.1.1). */
function octets(text: string): number[] | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const values = parts.map(Number);
  return values.every((value) => value <= 255) ? values : null;
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2), with or without `::` or a dotted tail; no zone. */
function groupsOf(text: string): number[] | null {
  let hexadecimal = text;
  if (text.includes(".")) {
    const at = text.lastIndexOf(":") + 1;
    const v4 = at > 0 ? octets(text.slice(at)) : null;
    if (!v4) return null;
    const [a = 0, b = 0, c = 0, d = 0] = v4;
    hexadecimal = `${text.slice(0, at)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = hexadecimal.split("::").map((half) => (half === "" ? [] : half.split(":")));
  if (!halves.flat().every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  const [head = [], tail] = halves.map((half) => half.map((group) => Number.parseInt(group, 16)));
  if (halves.length === 1) return head.length === 8 ? head : null;
  if (halves.length !== 2 || tail === undefined) return null;
  const missing = 8 - head.length - tail.length;
  return missing >= 1 ? [...head, ...new Array<number>(missing).fill(0), ...tail] : null;
}
