import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

export type Db = DrizzleD1Database;

/**
 * Drizzle over D1: the one place that knows how many databases there are (today: one). Without the schema, which it
 * would read anew each time for its relational queries; ours name their tables.
 */
export function database(env: Pick<Env, "DB">): Db {
  return drizzle(env.DB);
}
