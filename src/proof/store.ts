import { rfc3339 } from "../kernel/clock";
import { type ChainEntry, type Checkpoint, type Illegible, parseLine } from "./chain";

/** Entries that one statement reads: some hundred kilobytes. */
const PAGE = 500;

interface EntryRow {
  seq: number;
  at: number;
  actor: string;
  action: string;
  target: string | null;
  detail: string;
  prev_hash: string;
  hash: string;
}

const COLUMNS = "seq, at, actor, action, target, detail, prev_hash, hash";

/** Entries after a place in the chain, in order. */
export async function entriesAfter(
  db: D1Database,
  after: number,
  limit: number,
): Promise<(ChainEntry | Illegible)[]> {
  const { results } = await db
    .prepare(`SELECT ${COLUMNS} FROM audit_log WHERE seq > ?1 ORDER BY seq LIMIT ?2`)
    .bind(after, limit)
    .all<EntryRow>();
  return results.map(entryOf);
}

/** Entries before a place in the chain, or its newest ones, newest first. */
export async function entriesBefore(
  db: D1Database,
  before: number,
  limit: number,
): Promise<(ChainEntry | Illegible)[]> {
  const { results } = await db
    .prepare(`SELECT ${COLUMNS} FROM audit_log WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2`)
    .bind(before, limit)
    .all<EntryRow>();
  return results.map(entryOf);
}

/**
 * The whole chain as it stands at the first page, in order, a page in memory at a time. What is appended meanwhile is
 * left out, so that it ends.
 */
export async function* chainEntries(db: D1Database): AsyncGenerator<ChainEntry | Illegible> {
  const head = (await db.prepare("SELECT max(seq) AS head FROM audit_log").first<number>("head")) ?? 0;
  let after = 0;
  while (after < head) {
    const { results } = await db
      .prepare(`SELECT ${COLUMNS} FROM audit_log WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3`)
      .bind(after, head, PAGE)
      .all<EntryRow>();
    for (const row of results) yield entryOf(row);
    const last = results.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

/** All checkpoints, oldest first: one a day of the audit log's period. */
export async function checkpoints(db: D1Database): Promise<Checkpoint[]> {
  const { results } = await db
    .prepare("SELECT day, seq, hash, jws FROM audit_checkpoints ORDER BY day")
    .all<Omit<Checkpoint, "kind">>();
  return results.map((row) => ({ kind: "checkpoint", ...row }));
}

/** A row as the chain's line says it. Whatever someone has made of the row, it is told and not thrown. */
function entryOf({ at, detail, ...row }: EntryRow): ChainEntry | Illegible {
  const illegible: Illegible = { kind: "illegible", seq: row.seq, where: `the stored entry ${row.seq}` };
  try {
    const line = parseLine(
      JSON.stringify({ kind: "entry", ...row, at: rfc3339(at), detail: JSON.parse(detail) }),
    );
    return line?.kind === "entry" ? line : illegible;
  } catch {
    return illegible;
  }
}
