import { asc, inArray } from "drizzle-orm";
import type { Db } from "../db/client";
import { rightsHistory, rightsSubjects } from "../db/schema";
import type { RequestRow } from "./types";
import { type RequestView, requestView } from "./view";

/** D1 takes 100 bound parameters a statement. */
const IDS_A_QUERY = 90;

/** Requests as developers and operators see them: two queries for 90 of them. */
export async function viewsOf(db: Db, rows: readonly RequestRow[]): Promise<RequestView[]> {
  const views: RequestView[] = [];
  for (let at = 0; at < rows.length; at += IDS_A_QUERY) {
    const some = rows.slice(at, at + IDS_A_QUERY);
    const ids = some.map(({ id }) => id);
    const subjects = await db
      .select()
      .from(rightsSubjects)
      .where(inArray(rightsSubjects.requestId, ids))
      .orderBy(asc(rightsSubjects.connectionId));
    const history = await db
      .select()
      .from(rightsHistory)
      .where(inArray(rightsHistory.requestId, ids))
      .orderBy(asc(rightsHistory.seq));
    const of = <T extends { requestId: string }>(all: readonly T[], id: string) =>
      all.filter(({ requestId }) => requestId === id);
    views.push(...some.map((row) => requestView(row, of(subjects, row.id), of(history, row.id))));
  }
  return views;
}

export async function viewOf(db: Db, row: RequestRow): Promise<RequestView> {
  const [view] = await viewsOf(db, [row]);
  if (!view) throw new Error("a request has no view");
  return view;
}
