import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from "jose";
import { z } from "zod";

/**
 * The audit chain's form and its check. Nothing of the Worker is in here: `npm run verify` loads this same file
 * into Node, so that what is checked offline is what was built online.
 */

/** What the first entry of all follows: 43 zeros, the length of a SHA-256 in base64url. */
export const GENESIS = "0".repeat(43);

/** Explicit typing (RFC 8725 §3.11) of a checkpoint's JWS. */
export const CHECKPOINT = "audit-checkpoint+jwt";

const hashSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const detailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

// Strict: a member that no hash covers has no place in a chain that claims to be whole.
const entrySchema = z.strictObject({
  kind: z.literal("entry"),
  seq: z.int().min(1),
  /** RFC 3339, UTC, milliseconds. */
  at: z.iso.datetime({ precision: 3 }),
  actor: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  detail: detailSchema,
  prev_hash: hashSchema,
  hash: hashSchema,
});
const checkpointSchema = z.strictObject({
  kind: z.literal("checkpoint"),
  /** UTC day. */
  day: z.iso.date(),
  seq: z.int().min(1),
  hash: hashSchema,
  jws: z.string(),
});
const lineSchema = z.discriminatedUnion("kind", [entrySchema, checkpointSchema]);

export type ChainEntry = z.infer<typeof entrySchema>;
export type Checkpoint = z.infer<typeof checkpointSchema>;
export type AuditDetail = z.infer<typeof detailSchema>;

/** One line of an exported chain; null when it is neither an entry nor a checkpoint. */
export function parseLine(text: string): ChainEntry | Checkpoint | null {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in the one form that is hashed (RFC 8785): members sorted by UTF-16 code units, no spaces, numbers and
 * strings as ECMAScript writes them. @throws TypeError for what has no such form (NaN, a lone surrogate).
 */
export function canonical(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new TypeError("a number that JSON does not have");
  if (typeof value === "string" && /\p{Surrogate}/u.test(value))
    throw new TypeError("a string that is not Unicode");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([key, member]) => `${canonical(key)}:${canonical(member)}`).join(",")}}`;
}

/** SHA-256 (base64url) over the canonical form of all of an entry that is evidence, its predecessor's hash included. */
export async function entryHash(entry: Omit<ChainEntry, "kind" | "hash">): Promise<string> {
  const { seq, at, actor, action, target, detail, prev_hash } = entry;
  const text = canonical({ seq, at, actor, action, target, detail, prev_hash });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** Something in the chain's place that cannot be read as one of its lines: `where` says which. */
export interface Illegible {
  kind: "illegible";
  /** The number it claims in the chain, if that is known. */
  seq: number | null;
  where: string;
}

export interface BrokenLink {
  /** Null when there is nothing legible before it to count from. */
  seq: number | null;
  /** The UTC day of the checkpoint that does not hold; absent where an entry itself does not. */
  checkpoint?: string;
  reason: string;
}

export interface ChainResult {
  ok: boolean;
  /** Entries that hold, up to the first that does not. */
  entries: number;
  /** The first entry present; older ones left with their retention period. */
  first_seq: number | null;
  last_seq: number | null;
  /** Checkpoints that hold. */
  checkpoints: number;
  /** Up to here nothing can have been changed without our signing key. */
  signed_to: number | null;
  /** What was not checked, and why. */
  notes: string[];
  first_broken?: BrokenLink;
}

/** A chain that goes on for longer than this after the beginning of its last signed day lacks daily checkpoints. */
const UNSIGNED_MS = 3 * 86_400_000;

/**
 * Follows the chain from the first entry present and holds it against every checkpoint. Entries in the order
 * exported; with `jwks` null the checkpoints are compared but their signatures are not checked, and a note says so.
 * @param now epoch ms: an entry that was signed and is not there must have been past its time by then
 */
export async function verifyChain(
  entries: Iterable<ChainEntry | Illegible> | AsyncIterable<ChainEntry | Illegible>,
  checkpoints: Iterable<Checkpoint>,
  jwks: JSONWebKeySet | null,
  now: number,
): Promise<ChainResult> {
  const marks = [...checkpoints].sort((a, b) => a.seq - b.seq || (a.day < b.day ? -1 : 1));
  const wanted = new Set(marks.map(({ seq }) => seq));
  /** The hashes that checkpoints speak of: memory grows with days, not with entries. */
  const hashes = new Map<number, string>();
  let count = 0;
  let first: ChainEntry | null = null;
  let last: ChainEntry | null = null;
  let broken: BrokenLink | null = null;
  for await (const entry of entries) {
    const fault = await entryFault(entry, last);
    if (fault !== null || entry.kind === "illegible") {
      broken = { seq: placeOf(entry, last), reason: fault ?? "cannot be read" };
      break;
    }
    first ??= entry;
    last = entry;
    count += 1;
    if (wanted.has(entry.seq)) hashes.set(entry.seq, entry.hash);
  }
  if (first) hashes.set(first.seq - 1, first.prev_hash);

  const keys = jwks && createLocalJWKSet(jwks);
  let held = 0;
  let newest: Checkpoint | null = null;
  let signedTo: number | null = null;
  let passed = 0;
  for (const mark of marks) {
    if (broken && (broken.seq === null || mark.seq >= broken.seq)) break;
    const missing = first !== null && mark.seq < first.seq;
    const unheld = first !== null && mark.seq < first.seq - 1;
    const reason =
      (keys && (await signatureFault(mark, keys, missing ? now : null))) ??
      (unheld || hashes.get(mark.seq) === mark.hash ? null : mismatch(mark, last, signedTo));
    if (reason !== null) {
      broken = { seq: mark.seq, checkpoint: mark.day, reason };
      break;
    }
    held += 1;
    newest = mark;
    if (unheld) passed += 1;
    else if (keys && !missing) signedTo = mark.seq;
  }

  const notes: string[] = [];
  if (!first && !broken) notes.push("There are no entries.");
  if (first && first.seq > 1)
    notes.push(`The chain begins at entry ${first.seq} (${first.at}); earlier entries are no longer held.`);
  if (passed > 0)
    notes.push(
      `${passed} checkpoint(s) refer to entries that are no longer held; only their signature counts.`,
    );
  if (!keys) notes.push("Signatures were not checked: no key set was given.");
  else if (first && last && signedTo !== last.seq)
    notes.push(
      `Entries from ${signedTo === null ? first.seq : signedTo + 1} on are chained but not yet signed: no checkpoint covers them.`,
    );
  if (!broken && first && last) {
    const since = newest ? Date.parse(newest.day) : Date.parse(first.at);
    if (Date.parse(last.at) - since > UNSIGNED_MS)
      notes.push(
        `Daily checkpoints are missing since ${newest?.day ?? first.at}: they were removed, or cron stood still.`,
      );
  }

  return {
    ok: broken === null,
    entries: count,
    first_seq: first?.seq ?? null,
    last_seq: last?.seq ?? null,
    checkpoints: held,
    signed_to: signedTo,
    notes,
    ...(broken && { first_broken: broken }),
  };
}

/**
 * The same over the lines of an export, read twice: for its checkpoints, which may stand anywhere in it, then for its
 * entries. @throws what `read` throws
 */
export async function verifyLines(
  read: () => AsyncIterable<string>,
  jwks: JSONWebKeySet | null,
  now: number,
): Promise<ChainResult> {
  const checkpoints: Checkpoint[] = [];
  for await (const text of read()) {
    const line = parseLine(text);
    if (line?.kind === "checkpoint") checkpoints.push(line);
  }
  return verifyChain(entriesOf(read()), checkpoints, jwks, now);
}

async function* entriesOf(lines: AsyncIterable<string>): AsyncGenerator<ChainEntry | Illegible> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === "") continue;
    const line = parseLine(text) ?? { kind: "illegible" as const, seq: null, where: `line ${number}` };
    if (line.kind !== "checkpoint") yield line;
  }
}

/** The place in the chain at fault, which is not the number that an inserted or swapped entry claims to have. */
function placeOf(entry: ChainEntry | Illegible, before: ChainEntry | null): number | null {
  return before === null ? entry.seq : before.seq + 1;
}

async function entryFault(entry: ChainEntry | Illegible, before: ChainEntry | null): Promise<string | null> {
  if (entry.kind === "illegible") return `${entry.where} is neither an entry nor a checkpoint`;
  if (before !== null && entry.seq !== before.seq + 1)
    return `entry ${before.seq} is followed by entry ${entry.seq}: one is missing, added or out of order`;
  if (before === null && entry.seq === 1 && entry.prev_hash !== GENESIS)
    return "the first entry of all does not begin the chain";
  if (before !== null && entry.prev_hash !== before.hash)
    return "prev_hash is not the hash of the entry before it";
  let hash: string;
  try {
    hash = await entryHash(entry);
  } catch {
    return "its content has no canonical form";
  }
  return hash === entry.hash ? null : "its content does not have the hash it states";
}

/** @param missingAt now, for a checkpoint of an entry that is not there: it must have been due by then */
async function signatureFault(
  mark: Checkpoint,
  keys: ReturnType<typeof createLocalJWKSet>,
  missingAt: number | null,
): Promise<string | null> {
  let claims: Record<string, unknown>;
  try {
    const { payload, protectedHeader } = await compactVerify(mark.jws, keys, { algorithms: ["EdDSA"] });
    if (protectedHeader.typ !== CHECKPOINT) return "what was signed is not a checkpoint";
    claims = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
  } catch {
    return "the checkpoint's signature does not verify with the given keys";
  }
  if (claims["day"] !== mark.day || claims["seq"] !== mark.seq || claims["hash"] !== mark.hash)
    return "the checkpoint says something else than what was signed";
  if (missingAt !== null && !(Date.parse(String(claims["kept_until"])) <= missingAt))
    return `the entry is gone before its time: it was signed to be kept until ${String(claims["kept_until"])}`;
  return null;
}

function mismatch(mark: Checkpoint, last: ChainEntry | null, signedTo: number | null): string {
  if (last === null || mark.seq > last.seq) return "the chain ends before the entry that was signed";
  return `the entry has another hash than was signed: the chain was written anew${
    signedTo === null ? "" : ` after entry ${signedTo}`
  }`;
}
