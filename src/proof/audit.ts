import { configOf } from "../config/config";
import { PERIODS } from "../inventory/periods";
import { clock, dayOf, rfc3339 } from "../kernel/clock";
import { after } from "../kernel/period";
import {
  type AuditDetail,
  CHECKPOINT,
  type ChainResult,
  canonical,
  entryHash,
  GENESIS,
  verifyChain,
} from "./chain";
import { publicJwks } from "./jwks";
import { sign } from "./receipt";
import { chainEntries, checkpoints } from "./store";

export interface AuditInput {
  /**
   * `system`, `operator:…` with a keyed hash of who it was, or the opaque id of a team's member: never a name or an
   * address.
   */
  actor: string;
  /** `retention.run`, `hold.placed`, …: what was done. */
  action: string;
  /** Id of what it was done to, such as a run, request, hold, key or app; never of a connection or an end-user. */
  target?: string;
  /** Counts and codes. */
  detail?: AuditDetail;
}

interface Head {
  seq: number;
  at: number;
  hash: string;
}

/** Far more than ever write at once; reaching it means that something other than contention is wrong. */
const ATTEMPTS = 500;

// Where retention has removed every entry, the newest checkpoint still knows where the chain stood.
const HEAD = `SELECT seq, at, hash FROM (
    SELECT * FROM (SELECT seq, at, hash FROM audit_log ORDER BY seq DESC LIMIT 1)
    UNION ALL
    SELECT * FROM (SELECT seq, created_at, hash FROM audit_checkpoints ORDER BY seq DESC LIMIT 1)
  ) ORDER BY seq DESC LIMIT 1`;

/**
 * Appends to the chain. Whoever finds its place taken reads the new head and tries again: the primary key lets one
 * writer win each place, so that none is lost and the chain never forks. @throws when D1 fails; nothing is written
 * then, or (the answer was lost) the entry is, and repeating writes it twice.
 */
export async function audit(db: D1Database, input: AuditInput): Promise<void> {
  let head = await db.prepare(HEAD).first<Head>();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const prev = head ?? { seq: 0, at: 0, hash: GENESIS };
    // Never before its predecessor, whichever machine's clock is behind: then retention removes a prefix, not a hole.
    const at = Math.max(clock.now(), prev.at);
    const entry = {
      seq: prev.seq + 1,
      at: rfc3339(at),
      actor: input.actor,
      action: input.action,
      target: input.target ?? null,
      detail: input.detail ?? {},
      prev_hash: prev.hash,
    };
    const hash = await entryHash(entry);
    const [written, read] = await db.batch<Head>([
      db
        .prepare(
          `INSERT INTO audit_log (seq, at, actor, action, target, detail, prev_hash, hash)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (seq) DO NOTHING RETURNING seq, at, hash`,
        )
        .bind(
          entry.seq,
          at,
          entry.actor,
          entry.action,
          entry.target,
          canonical(entry.detail),
          entry.prev_hash,
          hash,
        ),
      db.prepare(HEAD),
    ]);
    if (written?.results.length === 1) return;
    head = read?.results[0] ?? null;
    await scheduler.wait(Math.random() * Math.min(5 * attempt, 100));
  }
  throw new Error("the audit chain could not be appended to: its head kept moving");
}

/**
 * Signs the chain's head, at most once a UTC day: whoever changes an entry afterwards would need our key. One
 * insert, so a crash leaves the day either signed or to be signed by the next call.
 */
export async function checkpoint(env: Env, now = clock.now()): Promise<void> {
  const day = dayOf(now);
  const [done, read] = await env.DB.batch<Head>([
    env.DB.prepare("SELECT seq FROM audit_checkpoints WHERE day = ?").bind(day),
    env.DB.prepare("SELECT seq, at, hash FROM audit_log WHERE at <= ? ORDER BY seq DESC LIMIT 1").bind(now),
  ]);
  const head = read?.results[0];
  if (done?.results.length || !head) return;
  const { seq, hash } = head;
  const jws = await sign(configOf(env), CHECKPOINT, {
    day,
    seq,
    hash,
    head_at: rfc3339(head.at),
    // So that taking the beginning away early is seen: only a missing entry that is past this may be missing.
    kept_until: rfc3339(after(head.at, PERIODS.auditChain)),
  });
  await env.DB.prepare(
    `INSERT INTO audit_checkpoints (day, seq, hash, jws, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (day) DO NOTHING`,
  )
    .bind(day, seq, hash, jws, now)
    .run();
}

/** Follows the stored chain and holds it against its checkpoints. */
export async function verifyStored(env: Env): Promise<ChainResult> {
  const marks = await checkpoints(env.DB);
  return verifyChain(chainEntries(env.DB), marks, publicJwks(configOf(env)), clock.now());
}
