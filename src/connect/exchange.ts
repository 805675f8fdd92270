import { type ConnectionRow, findOwnConnection, type Owner } from "../connections/store";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { notFound, Problem } from "../kernel/problem";
import { repeated } from "../kernel/retry";
import { requireSafeguard } from "../transfers/service";
import { recordTransfer } from "../transfers/store";
import { consumeCode, findCode } from "./store";

/**
 * Makes a connection usable by its one-time code. The object is activated before the code is used up: a failure in
 * between leaves the code good, and activating twice changes nothing. Before that, the ground on which its data goes to
 * the app's country is looked at again and put on record: the app may have moved since the session was opened.
 * @throws Problem `not_found` (unknown, or another app's), `expired`, `conflict` (used before),
 * `transfer_safeguard_missing`.
 */
export async function exchange(env: Env, owner: Owner, code: string): Promise<ConnectionRow> {
  const db = database(env);
  const codeHash = await sha256(code);
  const row = await findCode(db, codeHash);
  if (!row || row.appId !== owner.appId || row.mode !== owner.mode) throw notFound("connect code");
  if (row.usedAt !== null) throw new Problem("conflict", "This code was used before; a code works once.");
  if (row.expiresAt <= clock.now())
    throw new Problem("expired", "This code has expired; codes live 5 minutes.");
  const pending = await findOwnConnection(db, owner, row.connectionId);
  if (pending && pending.status !== "disconnected") await recordGround(env, pending);
  const activated = await repeated(3, async () => connectionStub(env, row.connectionId)?.activate() ?? false);
  if (!activated)
    throw new Problem("disconnected", "This connection was ended before its code was exchanged.");
  if (!(await consumeCode(db, codeHash, clock.now()))) {
    throw new Problem("conflict", "This code was used before; a code works once.");
  }
  const connection = await findOwnConnection(db, owner, row.connectionId);
  if (!connection) throw notFound("connection");
  return connection;
}

async function recordGround(env: Env, { id, appId, region }: ConnectionRow): Promise<void> {
  const ground = await requireSafeguard(env, appId, region);
  if (ground) await recordTransfer(env.DB, id, ground, clock.now());
}
