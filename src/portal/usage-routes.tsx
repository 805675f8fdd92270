import { z } from "zod";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock, HOUR, hourOf } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { modeSchema } from "../kernel/regions";
import { listKeys } from "../keys/store";
import { MAX_ROWS, readUsage, type UsageRow } from "../meter/query";
import { ownApp } from "./own";
import { UsagePage } from "./pages/usage";
import { forMembers, SHOWN } from "./route";
import { portalKeyId } from "./through-api";
import { firstHour, periodsOf, RANGES, type RangeName, summedBy } from "./usage";

const KEYS_NAMED = 1_000;

export const DIVISIONS = ["none", "platform", "operation", "key"] as const;
export type Division = (typeof DIVISIONS)[number];

const querySchema = z.object({
  range: z.enum(Object.keys(RANGES) as [RangeName]).catch("24h"),
  mode: modeSchema.catch("test"),
  by: z.enum(DIVISIONS).catch("none"),
  only: z.string().max(64).optional(),
});
export type UsageWish = z.infer<typeof querySchema>;

/** What the meter counted, as GET /v1/usage tells it, drawn and in a table. */
export const USAGE_ROUTES = [
  forMembers(SHOWN, "viewer")("/portal/apps/:app/usage", async (c, who) => {
    const app = await ownApp(c, who);
    const wish = querySchema.parse(c.req.query());
    const { range, mode, by, only } = wish;
    const periods = periodsOf(RANGES[range]);
    const owner = { appId: app.id, mode };
    const rows = await readUsage(c.env.DB, {
      ...owner,
      fromHour: firstHour(periods[0] ?? ""),
      toHour: hourOf(clock.now() + HOUR),
      granularity: RANGES[range].granularity,
      groupBy: by === "none" ? [] : [by],
    });
    if (rows.length > MAX_ROWS)
      throw new Problem("invalid_request", "That is too much for one page. Choose a shorter time.");
    const keys = by === "key" ? await listKeys(database(c.env), owner, KEYS_NAMED, null) : [];
    const view = {
      wish,
      periods,
      totals: summedBy(
        rows.filter((row) => only === undefined || partOf(row, by) === only),
        ({ period }) => period,
      ),
      parts: summedBy(by === "none" ? [] : rows, (row) => partOf(row, by)),
      keyNames: new Map([
        [portalKeyId(app.id), "This portal"],
        ...keys.map(({ id, name }) => [id, name] as const),
      ]),
    };
    return answerPage(c, 200, <UsagePage who={who} app={app} {...view} />);
  }),
];

function partOf(row: UsageRow, by: Division): string {
  const parts = { none: null, platform: row.platform, operation: row.operation, key: row.key_id };
  return parts[by] ?? "none";
}
