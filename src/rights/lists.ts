import { and, asc, desc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { rightsRequests } from "../db/schema";
import type { Mode } from "../kernel/regions";
import { OPEN_STATUSES, type RequestRow, type Right, type RightsStatus } from "./types";

/** What a person asked for, newest first. */
export async function requestsOf(db: Db, requesterHash: string): Promise<RequestRow[]> {
  return db
    .select()
    .from(rightsRequests)
    .where(eq(rightsRequests.requesterHash, requesterHash))
    .orderBy(desc(rightsRequests.receivedAt), desc(rightsRequests.id))
    .limit(200);
}

export interface RequestFilter {
  type?: Right | undefined;
  status?: RightsStatus | undefined;
}

/** What a developer asked for its users, newest first. */
export async function listOwnRequests(
  db: Db,
  owner: { appId: string; mode: Mode },
  filter: RequestFilter,
  limit: number,
  after: { receivedAt: number; id: string } | null,
): Promise<RequestRow[]> {
  return db
    .select()
    .from(rightsRequests)
    .where(
      and(
        eq(rightsRequests.appId, owner.appId),
        eq(rightsRequests.mode, owner.mode),
        filter.type ? eq(rightsRequests.type, filter.type) : undefined,
        filter.status ? eq(rightsRequests.status, filter.status) : undefined,
        after
          ? or(
              lt(rightsRequests.receivedAt, after.receivedAt),
              and(eq(rightsRequests.receivedAt, after.receivedAt), lt(rightsRequests.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(rightsRequests.receivedAt), desc(rightsRequests.id))
    .limit(limit);
}

/** Open requests whose deadline comes first, by status. */
export async function openRequests(
  db: Db,
  statuses: readonly RightsStatus[],
  limit: number,
): Promise<RequestRow[]> {
  return db
    .select()
    .from(rightsRequests)
    .where(inArray(rightsRequests.status, [...statuses]))
    .orderBy(asc(rightsRequests.dueAt), asc(rightsRequests.id))
    .limit(limit);
}

/** Requests to be carried on, those that are due first; not those whose next step is an operator's to take. */
export async function requestsUnderWay(db: Db, limit: number): Promise<{ id: string }[]> {
  const { id, status, dueAt, plan, stepsDone } = rightsRequests;
  return db
    .select({ id })
    .from(rightsRequests)
    .where(
      and(
        inArray(status, ["verified", "in_progress"]),
        sql`coalesce(json_extract(${plan}, '$[' || ${stepsDone} || '].action'), '') <> 'review'`,
      ),
    )
    .orderBy(asc(dueAt), asc(id))
    .limit(limit);
}

export type Deadline = Pick<RequestRow, "id" | "receivedAt" | "dueAt" | "remindedAt">;

/** The deadlines of open requests up to a moment, the first ones first. */
export async function deadlinesUntil(db: Db, until: number, limit: number): Promise<Deadline[]> {
  const { id, status, receivedAt, dueAt, remindedAt } = rightsRequests;
  return db
    .select({ id, receivedAt, dueAt, remindedAt })
    .from(rightsRequests)
    .where(and(inArray(status, [...OPEN_STATUSES]), lte(dueAt, until)))
    .orderBy(asc(dueAt), asc(id))
    .limit(limit);
}

/** Requests whose proof never came: their link has lapsed. */
export async function lapsedRequests(db: Db, now: number, limit: number): Promise<RequestRow[]> {
  return db
    .select()
    .from(rightsRequests)
    .where(
      and(
        inArray(rightsRequests.status, ["received", "verifying"]),
        or(
          lte(rightsRequests.linkExpiresAt, now),
          and(isNull(rightsRequests.linkExpiresAt), lte(rightsRequests.dueAt, now)),
        ),
      ),
    )
    .limit(limit);
}
