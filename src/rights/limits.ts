import { inArray } from "drizzle-orm";
import type { ProcessingLimit } from "../connections/purposes";
import { connectionStub } from "../connections/stub";
import type { Db } from "../db/client";
import { processingLimits } from "../db/schema";
import { repeated } from "../kernel/retry";

/** D1 takes 100 bound parameters a statement. */
const IDS_A_QUERY = 90;

export interface LimitInForce {
  connectionId: string;
  purpose: ProcessingLimit;
  /** Epoch ms. */
  since: number;
}

/** Objections and restrictions in force. */
export async function limitsOf(db: Db, connectionIds: readonly string[]): Promise<LimitInForce[]> {
  const all: LimitInForce[] = [];
  for (let at = 0; at < connectionIds.length; at += IDS_A_QUERY) {
    const rows = await db
      .select()
      .from(processingLimits)
      .where(inArray(processingLimits.connectionId, connectionIds.slice(at, at + IDS_A_QUERY)));
    all.push(
      ...rows.map(({ connectionId, purpose, since }) => ({
        connectionId,
        purpose: purpose as ProcessingLimit,
        since,
      })),
    );
  }
  return all;
}

/**
 * Adds limits to a connection's processing; in force in the gateway when it resolves. Repeating changes nothing.
 * A connection that is gone by then has nothing to be limited.
 */
export async function addLimits(
  env: Env,
  connectionId: string,
  input: { purposes: readonly ProcessingLimit[]; requestId: string; now: number },
): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO processing_limits (connection_id, purpose, request_id, since)
     SELECT c.id, j.value, ?3, ?4 FROM json_each(?2) j, connections c WHERE c.id = ?1
     ON CONFLICT (connection_id, purpose) DO NOTHING`,
  )
    .bind(connectionId, JSON.stringify(input.purposes), input.requestId, input.now)
    .run();
  await tellObject(env, connectionId);
}

/** Lifts one limit. @returns false when it was not in force. */
export async function liftLimit(env: Env, connectionId: string, purpose: ProcessingLimit): Promise<boolean> {
  const row = await env.DB.prepare(
    "DELETE FROM processing_limits WHERE connection_id = ?1 AND purpose = ?2 RETURNING purpose",
  )
    .bind(connectionId, purpose)
    .first();
  await tellObject(env, connectionId);
  return row !== null;
}

/** Lifts what one request set. @returns the connections it was lifted for. */
export async function liftLimitsOf(
  env: Env,
  requestId: string,
  connectionIds: readonly string[],
): Promise<string[]> {
  const lifted: string[] = [];
  for (const connectionId of connectionIds) {
    const { results } = await env.DB.prepare(
      "DELETE FROM processing_limits WHERE connection_id = ?1 AND request_id = ?2 RETURNING purpose",
    )
      .bind(connectionId, requestId)
      .all();
    await tellObject(env, connectionId);
    if (results.length > 0) lifted.push(connectionId);
  }
  return lifted;
}

/**
 * Gives the object what D1 has, until D1 has no more than that: of two that change limits at once, the one that tells
 * last looks again, so that the object never ends with less than the person asked for.
 */
async function tellObject(env: Env, connectionId: string): Promise<void> {
  for (let told: string | null = null; ; ) {
    const purposes = await purposesOf(env.DB, connectionId);
    const now = purposes.join();
    if (now === told) return;
    await repeated(3, async () => connectionStub(env, connectionId)?.limitProcessing(purposes) ?? false);
    told = now;
  }
}

async function purposesOf(db: D1Database, connectionId: string): Promise<ProcessingLimit[]> {
  const { results } = await db
    .prepare("SELECT purpose FROM processing_limits WHERE connection_id = ?1 ORDER BY purpose")
    .bind(connectionId)
    .all<{ purpose: ProcessingLimit }>();
  return results.map(({ purpose }) => purpose);
}
