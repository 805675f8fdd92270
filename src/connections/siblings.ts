import type { Config } from "../config/config";
import { accountHash } from "./account-hash";
import type { ConnectionRecord } from "./record";

/**
 * Whether another connection still rests on the same grant. Some platforms revoke by account, not by token (Square
 * by merchant, Shopify by uninstalling): there, one app's disconnection must not end another app's connection, and
 * the grant goes with the last of them. The asking connection's own end must be in D1 before this is asked, so that
 * of two that end at once at least one sees the other gone.
 */
export async function hasSiblings(
  db: D1Database,
  config: Config,
  record: ConnectionRecord,
  accountId: string,
): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT 1 AS found FROM connections
       WHERE account_hash = ?1 AND mode = ?2 AND id != ?3 AND status IN ('pending', 'active', 'degraded') LIMIT 1`,
    )
    .bind(await accountHash(config, record.platform, accountId), record.mode, record.connectionId)
    .first();
  return row !== null;
}
