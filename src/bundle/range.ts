/** What a `Range` header asks for, of a representation of `size` bytes (RFC 9110 §14). Positions are inclusive. */
export type Range =
  | { kind: "full" }
  | { kind: "part"; first: number; last: number }
  | { kind: "unsatisfiable" };

/**
 * Reads one byte range. What is no valid bytes-range, or several, is answered in full, as §14.2 allows: a bundle is
 * fetched from where a download broke off, and nobody needs pieces of it.
 */
export function parseRange(header: string | undefined, size: number): Range {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return { kind: "full" };
  const [, from = "", to = ""] = match;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? { kind: "unsatisfiable" } : { kind: "part", first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? Number.POSITIVE_INFINITY : Number(to);
  if (last < first) return { kind: "full" }; // §14.1.1: such an int-range is invalid
  if (first >= size) return { kind: "unsatisfiable" };
  return { kind: "part", first, last: Math.min(last, size - 1) };
}

/** Whether a list of entity tags names this one, `*` naming any (RFC 9110 §13.1.1, §13.1.2). Ours are strong. */
export function namesTag(header: string, etag: string, comparison: "strong" | "weak"): boolean {
  if (header.trim() === "*") return true;
  return [...header.matchAll(/(W\/)?("[^"]*")/g)].some(
    ([, weak, tag]) => tag === etag && (comparison === "weak" || weak === undefined),
  );
}
