import { bundleKey } from "../access/bundle-place";
import type { Purge } from "../connections/messages";
import { connectionStub } from "../connections/stub";
import { isHeld } from "../holds/holds";
import { INVENTORY } from "../inventory/inventory";
import type { InventoryEntry } from "../inventory/types";
import { clock, dayOf } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { repeated } from "../kernel/retry";
import { told } from "../kernel/told";

/** D1 takes at most 100 bound parameters a statement; some are needed besides the ids. */
export const IDS_A_STATEMENT = 90;
/** A Worker may have six connections open at once. */
const PARALLEL = 6;

type D1Entry = InventoryEntry & { place: { kind: "d1_table"; table: string } };

const D1_ENTRIES = INVENTORY.filter((entry): entry is D1Entry => entry.place.kind === "d1_table");

/** What leaves with a connection, its own row last: as long as that stands, an interrupted erasure is found again. */
const WITH_CONNECTION = D1_ENTRIES.filter(
  ({ subject, retention, erasure, id }) =>
    subject.kind === "connection" &&
    (retention.kind === "with_connection_metadata" ||
      (erasure.kind === "with_subject" && id !== "d1.connections") ||
      id === "d1.connections"),
).sort((a, b) => Number(a.id === "d1.connections") - Number(b.id === "d1.connections"));

/** Statements that remove the rows of connections, each with its entry; to be run in this order, in one batch. */
export function rowErasures(
  db: D1Database,
  ids: readonly string[],
): { entry: string; statement: D1PreparedStatement }[] {
  const marks = ids.map((_, index) => `?${index + 1}`).join(", ");
  return WITH_CONNECTION.map((entry) => {
    const column = entry.subject.kind === "connection" ? entry.subject.column : "";
    return {
      entry: entry.id,
      statement: db.prepare(`DELETE FROM ${entry.place.table} WHERE ${column} IN (${marks})`).bind(...ids),
    };
  });
}

/** Empties the objects of ended connections, few at a time. @returns those that are empty now. */
export async function purgeObjects(env: Env, ids: readonly string[]): Promise<string[]> {
  const purged: string[] = [];
  for (let at = 0; at < ids.length; at += PARALLEL) {
    const some = ids.slice(at, at + PARALLEL);
    const results = await Promise.allSettled(some.map((id) => purgeObject(env, id)));
    results.forEach((result, index) => {
      const id = some[index];
      if (id && result.status === "fulfilled" && result.value === "purged") purged.push(id);
      if (result.status === "rejected")
        console.error(`retention: an object could not be erased, will be repeated: ${told(result.reason)}`);
    });
  }
  return purged;
}

function purgeObject(env: Env, id: string): Promise<Purge> {
  return repeated(3, async () => (await connectionStub(env, id)?.purge(id)) ?? "purged");
}

/**
 * Erases everything about one ended connection before its time, on a person's request (GDPR Art. 17): its object, its
 * rows, its bundles, the connect sessions of its end-user. Repeating after a crash anywhere is safe and completes it.
 */
export async function eraseConnection(
  env: Env,
  connection: { id: string; appId: string; externalUserId: string },
): Promise<"erased" | "busy" | "held" | "not_ended"> {
  if (await isHeld(env.DB, connection.id)) return "held";
  // Noted first: a restore of the database brings rows back that nobody would know to erase again.
  await env.LOGS.put(erasureKey(clock.now(), await sha256(connection.id)), new Uint8Array());
  const purge = await purgeObject(env, connection.id);
  if (purge !== "purged") return purge;
  await deleteBundles(env, connection.id);
  await env.DB.batch([
    ...endUserErasures(env.DB, connection),
    ...rowErasures(env.DB, [connection.id]).map(({ statement }) => statement),
  ]);
  return "erased";
}

export const ERASURES_PREFIX = "erasures/";
export const erasureKey = (now: number, hash: string): string => `${ERASURES_PREFIX}${dayOf(now)}/${hash}`;

/** What is kept under the developer's id of the end-user, and what hangs on it. */
function endUserErasures(
  db: D1Database,
  { appId, externalUserId }: { appId: string; externalUserId: string },
): D1PreparedStatement[] {
  const sessions = D1_ENTRIES.flatMap(({ place, subject }) =>
    subject.kind === "end_user" ? [{ table: place.table, app: subject.app, column: subject.column }] : [],
  );
  const hanging = D1_ENTRIES.flatMap(({ place, subject }) =>
    subject.kind === "session" ? [{ table: place.table, column: subject.column }] : [],
  );
  return sessions.flatMap(({ table, app, column }) => {
    const whose = `${app} = ?1 AND ${column} = ?2`;
    return [
      ...hanging.map((child) =>
        db.prepare(
          `DELETE FROM ${child.table} WHERE ${child.column} IN (SELECT id FROM ${table} WHERE ${whose})`,
        ),
      ),
      db.prepare(`DELETE FROM ${table} WHERE ${whose}`),
    ].map((statement) => statement.bind(appId, externalUserId));
  });
}

async function deleteBundles(env: Env, connectionId: string): Promise<void> {
  const { results } = await env.DB.prepare(
    // Those still being built too: what they hold by now is about it.
    "SELECT request_id AS id FROM rights_subjects WHERE connection_id = ?1",
  )
    .bind(connectionId)
    .all<{ id: string }>();
  for (const { id } of results) {
    for (const bucket of [env.BUNDLES, env.BUNDLES_EU]) {
      // By prefix: beside the bundle may lie the ids of uploads that were cut off.
      const { objects } = await bucket.list({ prefix: bundleKey(id) });
      if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    }
  }
}
