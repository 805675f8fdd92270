import { z } from "zod";
import { openCursor, sealCursor } from "../http/cursor";
import { PERIODS } from "../inventory/periods";
import { clock, DAY, MINUTE } from "../kernel/clock";
import { timeOfRequest } from "../kernel/ids";
import { invalid } from "../kernel/problem";
import { type LogPage, type LogQuery, readLogs } from "./reader";

export const requestIdSchema = z.string().regex(/^req_[0-9A-Za-z]{22}$/, "is not a request id");

/** Longer than any call takes: whatever one waits for is given up after half a minute. */
const LONGEST_CALL = 5 * MINUTE;

/** What somebody looks for; null bounds are the last 24 hours, and for a request id all the time there is. */
export type LogSearch = Pick<LogQuery, "connectionId" | "status" | "operation" | "requestId"> & {
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
  const begun = filter.requestId === undefined ? null : timeOfRequest(filter.requestId);
  const from = position?.from ?? first ?? (begun === null ? to - DAY : 0);
  if (from >= to) throw invalid("query.from", "must be before `to`");
  const { next, ...page } = await readLogs(env.LOGS, {
    ...owner,
    ...filter,
    // A day leaves storage when its last line is due; its earlier lines are hidden to the second before that.
    from: Math.max(from, begun ?? 0, clock.now() - PERIODS.systemLogs.days * DAY + 1),
    to: begun === null ? to : Math.min(to, begun + LONGEST_CALL),
    limit,
    ...(position && { before: { time: position.time, id: position.id } }),
  });
  return { ...page, nextCursor: next ? await sealCursor(env, binding, { ...next, from, to }) : null };
}
