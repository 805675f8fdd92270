import { z } from "zod";
import { answerPage } from "../http/page";
import { modeSchema } from "../kernel/regions";
import type { StatusClass } from "../logs/reader";
import { requestIdSchema, searchLogs } from "../logs/search";
import { ownApp } from "./own";
import { LogsPage } from "./pages/logs";
import { forMembers, SHOWN } from "./route";

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
  status: given(z.string().regex(/^[1-5](\d\d|xx)$/, "is a status such as 404, or a class such as 4xx")),
  operation: given(z.string().max(64)),
  request: given(z.string().trim().pipe(requestIdSchema)),
});
export type LogWish = z.infer<typeof querySchema>;

/** The app's own calls, as GET /v1/logs gives them. */
export const LOG_ROUTES = [
  forMembers(SHOWN, "viewer")("/portal/apps/:app/logs", async (c, who) => {
    const app = await ownApp(c, who);
    const wish = querySchema.parse(c.req.query());
    const { mode, from, to, connection, status, operation, request } = wish;
    const page = await searchLogs(
      c.env,
      { appId: app.id, mode },
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
        binding: ["portal-logs", app.id, JSON.stringify(wish)],
      },
    );
    return answerPage(c, 200, <LogsPage who={who} app={app} wish={wish} page={page} />);
  }),
];
