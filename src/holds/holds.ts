import { DATA_CLASSES, type DataClass } from "../inventory/types";
import { clock } from "../kernel/clock";
import { newId } from "../kernel/ids";

export interface Hold {
  id: string;
  scope: "connection" | "class";
  target: string;
  reason: string;
  placed_by: string;
  placed_at: number;
  released_at: number | null;
}

/** SQL of the connections that a hold keeps from being removed (GDPR Art. 17(3)(b), (e)). */
export const HELD_CONNECTIONS =
  "SELECT target FROM legal_holds WHERE scope = 'connection' AND released_at IS NULL";

/** Whether a legal hold keeps this connection, by itself or with its class. */
export async function isHeld(db: D1Database, connectionId: string): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT 1 AS found FROM legal_holds WHERE released_at IS NULL
       AND ((scope = 'connection' AND target = ?1) OR (scope = 'class' AND target = 'connection_metadata')) LIMIT 1`,
    )
    .bind(connectionId)
    .first();
  return row !== null;
}

/** The classes of which nothing is removed for now. */
export async function heldClasses(db: D1Database): Promise<Set<DataClass>> {
  const { results } = await db
    .prepare("SELECT DISTINCT target FROM legal_holds WHERE scope = 'class' AND released_at IS NULL")
    .all<{ target: string }>();
  return new Set(DATA_CLASSES.filter((dataClass) => results.some(({ target }) => target === dataClass)));
}

export async function placeHold(
  db: D1Database,
  input: Pick<Hold, "scope" | "target" | "reason" | "placed_by">,
): Promise<Hold> {
  const hold: Hold = { id: newId("hold"), ...input, placed_at: clock.now(), released_at: null };
  await db
    .prepare(
      "INSERT INTO legal_holds (id, scope, target, reason, placed_by, placed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(hold.id, hold.scope, hold.target, hold.reason, hold.placed_by, hold.placed_at)
    .run();
  return hold;
}

/** @returns the hold as released; null when there is none in force of that id. */
export async function releaseHold(db: D1Database, id: string): Promise<Hold | null> {
  return db
    .prepare("UPDATE legal_holds SET released_at = ?2 WHERE id = ?1 AND released_at IS NULL RETURNING *")
    .bind(id, clock.now())
    .first<Hold>();
}

/** Newest first. */
export async function listHolds(db: D1Database): Promise<Hold[]> {
  return (await db.prepare("SELECT * FROM legal_holds ORDER BY placed_at DESC, id LIMIT 500").all<Hold>())
    .results;
}
