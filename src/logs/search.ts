import { z } from "zod";
import { openCursor, sealCursor } from "../http/cursor";
import { PERIODS } from "../inventory/periods";
import { clock, DAY } from "../kernel/clock";
import { invalid } from "../kernel/problem";
import { type LogPage, type LogQuery, readLogs } from "./reader";

/** What somebody looks for; null bounds are the last 24 hours. */
export type LogSearch = Pick<LogQuery, "connectionId" | "status" | "operation"> & {
  from: number | null;
  to: number | null;
};

const positionSchema = z.object({ time: z.number(), id: z.string(), from: z.number(), to: z.number() });

/** One page of an app's own lines, newest first. @param paging `binding` ties the cursor to the list and query. */
export async function searchLogs(
  env: Env,
  owner: Pick<LogQuery, "appId" | "mode">,
  { from: first, to: last, ...filter }: LogSearch,
  { limit, cursor, binding }: { limit: number; cursor: string | undefined; binding: readonly string[] },
): Promise<Omit<LogPage, "next"> & { nextCursor: string | null }> {
  // A cursor carries its range, so that "the last 24 hours" does not slide while it is paged through.
  const position = cursor ? await openCursor(env, binding, cursor, positionSchema) : null;
  const to = position?.to ?? last ?? clock.now() + 1;
  const from = position?.from ?? first ?? to - DAY;
  if (from >= to) throw invalid("query.from", "must be before `to`");
  const { next, ...page } = await readLogs(env.LOGS, {
    ...owner,
    ...filter,
    // A day leaves storage when its last line is due; its earlier lines are hidden to the second before that.
    from: Math.max(from, clock.now() - PERIODS.systemLogs.days * DAY + 1),
    to,
    limit,
    ...(position && { before: { time: position.time, id: position.id } }),
  });
  return { ...page, nextCursor: next ? await sealCursor(env, binding, { ...next, from, to }) : null };
}
