import { z } from "zod";
import { answerPage } from "../http/page";
import { modeSchema } from "../kernel/regions";
import type { StatusClass } from "../logs/reader";
import { requestIdSchema, searchLogs } from "../logs/search";
import { faultsOf } from "./faults";
import { modeOf, ownApp } from "./own";
import { LogsPage } from "./pages/logs";
import { forMembers, SHOWN } from "./route";
import type { Ctx } from "./sessions";

const LINES_A_PAGE = 50;

/** A field left empty is not asked for. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** As `datetime-local` sends it, read as UTC. */
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, "is not a date with a time")
  .refine((text) => !Number.isNaN(Date.parse(`${text}Z`)), "is no moment there is");

const querySchema = z.object({
  mode: modeSchema.catch("test"),
  from: given(moment),
  to: given(moment),
  connection: given(z.string().max(64)),
  status: given(z.string().regex(/^[1-5](\d\d|xx)$/, "must be a status such as 404 or a class such as 4xx")),
  operation: given(z.string().max(64)),
  request: given(z.string().trim().pipe(requestIdSchema)),
});
export type LogWish = z.infer<typeof querySchema>;

/** The app's own calls, as GET /v1/logs gives them. */
export const LOG_ROUTES = [
  forMembers(SHOWN, "viewer")("/portal/apps/:app/logs", async (c, who) => {
    const app = await ownApp(c, who);
    try {
      const wish = querySchema.parse(c.req.query());
      const page = await found(c, app.id, wish);
      return answerPage(c, 200, <LogsPage who={who} app={app} wish={wish} page={page} />);
    } catch (error) {
      const { faults, status } = faultsOf(error);
      if (faults.has("cursor")) throw error; // it is in no field
      const wish = { ...c.req.query(), mode: modeOf(c) };
      return answerPage(c, status, <LogsPage who={who} app={app} wish={wish} faults={faults} />);
    }
  }),
];

function found(c: Ctx, appId: string, wish: LogWish) {
  const { mode, from, to, connection, status, operation, request } = wish;
  return searchLogs(
    c.env,
    { appId, mode },
    {
      from: from ? Date.parse(`${from}Z`) : null,
      to: to ? Date.parse(`${to}Z`) : null,
      ...(connection !== undefined && { connectionId: connection }),
      ...(status !== undefined && {
        status: status.endsWith("xx") ? (status as StatusClass) : Number(status),
      }),
      ...(operation !== undefined && { operation }),
      ...(request !== undefined && { requestId: request }),
    },
    {
      limit: LINES_A_PAGE,
      cursor: c.req.query("cursor"),
      binding: ["portal-logs", appId, JSON.stringify(wish)],
    },
  );
}
