import { type ConnectionRow, findOwnConnection, type Owner } from "../connections/store";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { notFound, Problem } from "../kernel/problem";
import { repeated } from "../kernel/retry";
import { consumeCode, findCode } from "./store";

/**
 * Makes a connection usable by its one-time code. The object is activated before the code is used up: a failure in
 * between leaves the code good, and activating twice changes nothing.
 * @throws Problem `not_found` (unknown, or another app's), `expired`, `conflict` (used before).
 */
export async function exchange(env: Env, owner: Owner, code: string): Promise<ConnectionRow> {
  const db = database(env);
  const codeHash = await sha256(code);
  const row = await findCode(db, codeHash);
  if (!row || row.appId !== owner.appId || row.mode !== owner.mode) throw notFound("connect code");
  if (row.usedAt !== null) throw new Problem("conflict", "This code was used before; a code works once.");
  if (row.expiresAt <= clock.now())
    throw new Problem("expired", "This code has expired; codes live 5 minutes.");
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
