import { connectionStub } from "../connections/stub";
import { sha256 } from "../kernel/digest";
import { ERASURES_PREFIX, eraseConnection } from "./erase";

const CONNECTIONS_A_CALL = 50;

interface Replayed {
  looked_at: number;
  /** Erased again: on request by the ledger, or in time by the emptiness of their object. */
  erased: number;
  /** Ended since the state that was restored; their row says so again. */
  ended: number;
  next: string | null;
}

/**
 * Tells a restored database what it has forgotten: walks its connections in bounded steps, erases those whose hash
 * stands in the ledger or whose object is empty, and ends those whose object has ended. The objects were not restored
 * with it, and are the authority. Repeat with `after` = `next` until `next` is null.
 */
export async function replayErasures(env: Env, after: string): Promise<Replayed> {
  const noted = await ledger(env);
  const { results } = await env.DB.prepare(
    `SELECT id, app_id AS appId, external_user_id AS externalUserId, status FROM connections
     WHERE id > ?1 ORDER BY id LIMIT ?2`,
  )
    .bind(after, CONNECTIONS_A_CALL)
    .all<{ id: string; appId: string; externalUserId: string; status: string }>();
  const done = { erased: 0, ended: 0 };
  for (const connection of results) {
    const live = (await connectionStub(env, connection.id)?.snapshot()) ?? null;
    if (live === null || noted.has(await sha256(connection.id))) {
      if ((await eraseConnection(env, connection)) === "erased") done.erased += 1;
    } else if (live.disconnectedAt !== null && connection.status !== "disconnected") {
      await endRow(env.DB, connection.id, live.disconnectedAt);
      done.ended += 1;
    }
  }
  const last = results.length === CONNECTIONS_A_CALL ? results.at(-1)?.id : undefined;
  return { looked_at: results.length, ...done, next: last ?? null };
}

async function endRow(db: D1Database, id: string, at: number): Promise<void> {
  await db.batch([
    db
      .prepare("UPDATE connections SET status = 'disconnected', disconnected_at = ?2 WHERE id = ?1")
      .bind(id, at),
    db
      .prepare(
        `UPDATE consents SET withdrawn_at = ?2, withdrawn_by = 'disconnection'
         WHERE connection_id = ?1 AND withdrawn_at IS NULL`,
      )
      .bind(id, at),
  ]);
}

async function ledger(env: Env): Promise<Set<string>> {
  const hashes = new Set<string>();
  let cursor: string | undefined;
  do {
    const page: R2Objects = await env.LOGS.list({ prefix: ERASURES_PREFIX, ...(cursor && { cursor }) });
    for (const { key } of page.objects) hashes.add(key.slice(key.lastIndexOf("/") + 1));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return hashes;
}
