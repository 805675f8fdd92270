import { and, eq, inArray, isNull, lt } from "drizzle-orm";
import type { Db } from "../db/client";
import { connections, webhookDeliveries } from "../db/schema";
import { SECOND } from "../kernel/clock";
import type { Mode } from "../kernel/regions";

/** A delivery that was taken and not finished for this long was cut off, and is taken again. */
const CUT_OFF_MS = 60 * SECOND;

export type Taken = "new" | "done" | "under_way";

/** Takes a delivery for this call alone. `done`: acted on before. `under_way`: another call is at it. */
export async function takeDelivery(
  db: Db,
  delivery: { id: string; platform: string; topic: string },
  now: number,
): Promise<Taken> {
  const inserted = await db
    .insert(webhookDeliveries)
    .values({ ...delivery, receivedAt: now })
    .onConflictDoNothing()
    .returning({ id: webhookDeliveries.id });
  if (inserted.length > 0) return "new";
  const retaken = await db
    .update(webhookDeliveries)
    .set({ receivedAt: now })
    .where(
      and(
        eq(webhookDeliveries.id, delivery.id),
        isNull(webhookDeliveries.outcome),
        lt(webhookDeliveries.receivedAt, now - CUT_OFF_MS),
      ),
    )
    .returning({ id: webhookDeliveries.id });
  if (retaken.length > 0) return "new";
  const rows = await db
    .select({ outcome: webhookDeliveries.outcome })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, delivery.id))
    .limit(1);
  return rows[0]?.outcome ? "done" : "under_way";
}

export async function closeDelivery(db: Db, id: string, outcome: string): Promise<void> {
  await db.update(webhookDeliveries).set({ outcome }).where(eq(webhookDeliveries.id, id));
}

/** So that the platform's next attempt is not taken for a repetition. */
export async function forgetDelivery(db: Db, id: string): Promise<void> {
  await db.delete(webhookDeliveries).where(eq(webhookDeliveries.id, id));
}

export type WebhookConnection = Pick<
  typeof connections.$inferSelect,
  "id" | "appId" | "mode" | "status" | "platform"
>;

const COLUMNS = {
  id: connections.id,
  appId: connections.appId,
  mode: connections.mode,
  status: connections.status,
  platform: connections.platform,
};

/** All connections of a platform account, ended ones too as long as something is kept of them. */
export async function connectionsOfAccount(
  db: Db,
  accountHash: string,
  modes: Mode[],
): Promise<WebhookConnection[]> {
  return db
    .select(COLUMNS)
    .from(connections)
    .where(and(eq(connections.accountHash, accountHash), inArray(connections.mode, modes)));
}

export async function connectionById(db: Db, id: string): Promise<WebhookConnection | null> {
  return (await db.select(COLUMNS).from(connections).where(eq(connections.id, id)).limit(1))[0] ?? null;
}
