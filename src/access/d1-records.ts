import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import type { Db } from "../db/client";
import { rightsSubjects } from "../db/schema";
import { columnNamed, findColumn, keyOf, type Shown, shown, shownSchema, tableNamed } from "./columns";
import type { ShownEntry } from "./contents";
import type { BundleSubject } from "./subjects";

export type ShownRecord = Record<string, Shown>;

const PAGE = 500;

/** What the inventory shows of one connection in one table of D1, by its primary key, a page at a time. */
export async function* d1Records(
  db: Db,
  entry: ShownEntry,
  subject: BundleSubject,
): AsyncGenerator<ShownRecord> {
  const table = tableOf(entry);
  const key = keyOf(table);
  const columns = entry.export.columns.map((name) => columnNamed(table, name));
  const selection = Object.fromEntries([...columns, ...key].map((column) => [column.name, column]));
  const mine = ofSubject(db, entry, table, subject);
  for (let after: SQL | undefined; ; ) {
    const rows: Record<string, unknown>[] = await db
      .select(selection)
      .from(table)
      .where(and(mine, after))
      .orderBy(...key.map((column) => asc(column)))
      .limit(PAGE);
    for (const row of rows)
      yield Object.fromEntries(columns.map((column) => [column.name, shown(column, row[column.name])]));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    const position = key.map((column) => sql`${last[column.name]}`);
    after = sql`(${sql.join(key, sql`, `)}) > (${sql.join(position, sql`, `)})`;
  }
}

/** The form of such a record. */
export function d1RecordSchema(entry: ShownEntry): z.ZodType {
  const table = tableOf(entry);
  const shape = entry.export.columns.map((name) => [
    name,
    shownSchema(columnNamed(table, name)).describe(entry.fields[name] ?? name),
  ]);
  return z.strictObject(Object.fromEntries(shape));
}

function tableOf({ id, place }: ShownEntry): SQLiteTable {
  if (place.kind !== "d1_table") throw new Error(`${id} does not rest in D1`);
  return tableNamed(place.table);
}

/** The condition that a row is this connection's: from the inventory's subject column, and narrowed where more is known. */
function ofSubject(db: Db, entry: ShownEntry, table: SQLiteTable, { id, appId }: BundleSubject): SQL {
  switch (entry.subject.kind) {
    case "connection": {
      const app = findColumn(table, "app_id");
      const condition = eq(columnNamed(table, entry.subject.column), id);
      return app ? sql`${condition} AND ${eq(app, appId)}` : condition;
    }
    case "request": {
      const about = db
        .select({ id: rightsSubjects.requestId })
        .from(rightsSubjects)
        .where(and(eq(rightsSubjects.connectionId, id), eq(rightsSubjects.appId, appId)));
      const condition = inArray(columnNamed(table, entry.subject.column), about);
      // A person's request may be about connections in several apps: the other apps' are none of this one's business.
      const connection = findColumn(table, "connection_id");
      return connection ? sql`${condition} AND ${eq(connection, id)}` : condition;
    }
    default:
      throw new Error(`a bundle cannot find a connection's records of ${entry.id} (${entry.subject.kind})`);
  }
}
