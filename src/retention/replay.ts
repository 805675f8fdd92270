import { sha256 } from "../kernel/digest";
import { ERASURES_PREFIX, eraseConnection } from "./erase";

const CONNECTIONS_A_CALL = 50;

/**
 * Repeats erasures that a restored database has forgotten: walks its connections in bounded steps and erases those
 * whose hash stands in the ledger. Repeat with `after` = `next` until `next` is null.
 */
export async function replayErasures(
  env: Env,
  after: string,
): Promise<{ looked_at: number; erased: number; next: string | null }> {
  const noted = await ledger(env);
  const { results } = await env.DB.prepare(
    "SELECT id, app_id AS appId, external_user_id AS externalUserId FROM connections WHERE id > ?1 ORDER BY id LIMIT ?2",
  )
    .bind(after, CONNECTIONS_A_CALL)
    .all<{ id: string; appId: string; externalUserId: string }>();
  let erased = 0;
  for (const connection of results) {
    if (noted.has(await sha256(connection.id)) && (await eraseConnection(env, connection)) === "erased")
      erased += 1;
  }
  const last = results.length === CONNECTIONS_A_CALL ? results.at(-1)?.id : undefined;
  return { looked_at: results.length, erased, next: last ?? null };
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
