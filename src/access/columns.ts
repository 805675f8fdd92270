import { getTableColumns, getTableName, is } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import * as schema from "../db/schema";
import { rfc3339 } from "../kernel/clock";

/** A value as a bundle shows it. */
export type Shown = string | number | boolean | null | readonly string[];

const TABLES = new Map(
  Object.values(schema).flatMap((value): [string, SQLiteTable][] =>
    is(value, SQLiteTable) ? [[getTableName(value), value]] : [],
  ),
);

/** @throws for a table that D1 does not have, which the inventory's test rules out. */
export function tableNamed(name: string): SQLiteTable {
  const table = TABLES.get(name);
  if (!table) throw new Error(`there is no table ${name}`);
  return table;
}

/** The column of that SQL name, if the table has it. */
export function findColumn(table: SQLiteTable, name: string): SQLiteColumn | undefined {
  return Object.values(getTableColumns(table)).find((column) => column.name === name);
}

/** @throws for a column that the table does not have. */
export function columnNamed(table: SQLiteTable, name: string): SQLiteColumn {
  const column = findColumn(table, name);
  if (!column) throw new Error(`${getTableName(table)} has no column ${name}`);
  return column;
}

/** The columns of the primary key, in its order. */
export function keyOf(table: SQLiteTable): SQLiteColumn[] {
  const [composite] = getTableConfig(table).primaryKeys;
  if (composite) return composite.columns as SQLiteColumn[];
  return Object.values(getTableColumns(table)).filter((column) => column.primary);
}

/** The schema names its times so: all of them are epoch milliseconds, and leave as RFC 3339. */
const isTime = ({ dataType, name }: SQLiteColumn): boolean =>
  dataType === "number" && (name === "at" || name === "since" || name.endsWith("_at"));

export function shown(column: SQLiteColumn, value: unknown): Shown {
  if (value === null || value === undefined) return null;
  return isTime(column) ? rfc3339(value as number) : (value as Shown);
}

/** What `shown` gives for a column. @throws for a kind of column that no bundle may show, such as bytes. */
export function shownSchema(column: SQLiteColumn): z.ZodType {
  const type = plainSchema(column);
  return column.notNull ? type : type.nullable();
}

function plainSchema(column: SQLiteColumn): z.ZodType {
  if (isTime(column)) return z.iso.datetime();
  switch (column.dataType) {
    case "number":
      return z.int();
    case "boolean":
      return z.boolean();
    case "string":
      return column.enumValues?.length ? z.enum(column.enumValues) : z.string();
    case "json":
      return z.array(z.string());
    default:
      throw new Error(`a bundle cannot show the column ${column.name} of kind ${column.dataType}`);
  }
}
