import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import * as schema from "./schema";

export type Db = DrizzleD1Database<typeof schema>;

/** Drizzle over D1: the one place that knows how many databases there are (today: one). */
export function database(env: Pick<Env, "DB">): Db {
  return drizzle(env.DB, { schema });
}
