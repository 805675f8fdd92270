import { and, asc, eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { policyAcceptances, policyVersions } from "../db/schema";
import { newId } from "../kernel/ids";
import {
  FIRST_VERSION,
  type PolicyHead,
  type PolicyVersion,
  type Publication,
  sectionsSchema,
} from "./versions";

export type AcceptanceRow = typeof policyAcceptances.$inferSelect;

const head = {
  id: policyVersions.id,
  version: policyVersions.version,
  effectiveAt: policyVersions.effectiveAt,
  isMaterial: policyVersions.isMaterial,
  summary: policyVersions.summary,
  publishedAt: policyVersions.publishedAt,
  announcedAt: policyVersions.announcedAt,
};

/** Every version of the End-User Policy, oldest first: the one built in, and those published since. */
export async function policyHeads(db: Db): Promise<PolicyHead[]> {
  return withFirst(await publishedHeads(db));
}

/** The query for those published since, to run in a batch with others. */
export function publishedHeads(db: Db) {
  return db
    .select(head)
    .from(policyVersions)
    .where(eq(policyVersions.policy, "end_user"))
    .orderBy(asc(policyVersions.effectiveAt));
}

export function withFirst(published: readonly PolicyHead[]): PolicyHead[] {
  const { sections: _, ...first } = FIRST_VERSION;
  return [first, ...published];
}

/** A version with its text; null when there is none of that name. */
export async function findPolicy(db: Db, version: string): Promise<PolicyVersion | null> {
  if (version === FIRST_VERSION.version) return FIRST_VERSION;
  const rows = await db
    .select({ ...head, sections: policyVersions.sections })
    .from(policyVersions)
    .where(and(eq(policyVersions.policy, "end_user"), eq(policyVersions.version, version)))
    .limit(1);
  const [row] = rows;
  return row ? { ...row, sections: sectionsSchema.parse(row.sections) } : null;
}

/** @returns null where the version's name was taken meanwhile. */
export async function insertPolicy(db: Db, input: Publication, now: number): Promise<PolicyVersion | null> {
  const row = {
    id: newId("pol"),
    policy: "end_user" as const,
    version: input.version,
    effectiveAt: input.effective_at,
    isMaterial: input.material,
    summary: input.summary,
    sections: input.sections,
    publishedAt: now,
  };
  const made = await db.insert(policyVersions).values(row).onConflictDoNothing().returning(head);
  return made[0] ? { ...made[0], sections: input.sections } : null;
}

/** What an app has accepted. */
export async function acceptancesOf(db: Db, appId: string): Promise<AcceptanceRow[]> {
  return db.select().from(policyAcceptances).where(eq(policyAcceptances.appId, appId));
}

/**
 * Records that an app accepted a version. The first record stands, but that a statement takes the place of continued
 * use, which says less.
 */
export async function recordAcceptance(db: Db, row: AcceptanceRow): Promise<void> {
  const insert = db.insert(policyAcceptances).values(row);
  const target = [policyAcceptances.appId, policyAcceptances.policyId];
  if (row.kind === "continued_use") return void (await insert.onConflictDoNothing({ target }));
  const { kind, acceptedAt, keyId } = row;
  await insert.onConflictDoUpdate({
    target,
    set: { kind, acceptedAt, keyId },
    setWhere: eq(policyAcceptances.kind, "continued_use"),
  });
}
