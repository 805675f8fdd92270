import { z } from "zod";
import { openCursor, sealCursor } from "../http/cursor";
import type { Ctx } from "./sessions";

const positionSchema = z.object({ at: z.number(), id: z.string() });
type Position = z.infer<typeof positionSchema>;

const ROWS_A_PAGE = 50;

/**
 * A page of a list that is newest first, and the sealed cursor of the next one.
 * @param binding what the cursor is good for besides the list: ids and filters
 */
export async function paged<T>(
  c: Ctx,
  binding: readonly string[],
  list: (limit: number, after: Position | null) => Promise<T[]>,
  positionOf: (row: T) => Position,
): Promise<{ rows: T[]; next: string | null }> {
  const cursor = c.req.query("cursor");
  const after = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
  const found = await list(ROWS_A_PAGE + 1, after);
  const rows = found.slice(0, ROWS_A_PAGE);
  const last = found.length > rows.length ? rows.at(-1) : undefined;
  return { rows, next: last ? await sealCursor(c.env, binding, positionOf(last)) : null };
}
