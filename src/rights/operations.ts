import { createRoute, z } from "@hono/zod-openapi";
import { PURPOSE_KEYS } from "../connections/purposes";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, pageQuery } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { warningSchema } from "../model/common";
import { isJurisdiction } from "./clocks";
import { JURISDICTIONS } from "./jurisdictions";
import { NOTICE_KINDS } from "./notices";
import { correctable } from "./plan";
import { REMARK_MAX_LENGTH, RIGHTS, RIGHTS_STATUSES } from "./types";
import { requestSchema } from "./view";

/** What the rights routes take and answer. */

const tags = ["Rights"];
const idParam = z.object({ id: z.string().max(64) });
const MAX_VALUE = 255;

export const newRequestBody = z
  .object({
    type: z.enum(RIGHTS),
    connection_id: z.string().max(64).optional(),
    external_user_id: z.string().min(1).max(MAX_VALUE).optional(),
    jurisdiction: z
      .string()
      .refine(isJurisdiction, { message: `must be one of ${Object.keys(JURISDICTIONS).join(", ")}` })
      .optional()
      .openapi({ description: "Whose law's clock runs; by the connection's region where not said" }),
    details: z
      .strictObject({
        corrections: z
          .record(z.string(), z.string().trim().min(1).max(MAX_VALUE))
          .optional()
          .openapi({
            description: "Rectification: field → its right value",
            example: { external_user_id: "user-7" },
          }),
        purposes: z.array(z.enum(PURPOSE_KEYS)).min(1).max(PURPOSE_KEYS.length).optional().openapi({
          description: "Objection: what the data is not to be used for; all of them where not said",
        }),
        remark: z.string().trim().min(1).max(REMARK_MAX_LENGTH).optional().openapi({
          description: "Rectification in the person's words, for an operator; dropped on closing",
        }),
      })
      .default({}),
  })
  .superRefine((body, issues) => {
    const fault = (path: (string | number)[], message: string) =>
      issues.addIssue({ code: "custom", path, message });
    if ((body.connection_id === undefined) === (body.external_user_id === undefined))
      fault(["connection_id"], "give either connection_id or external_user_id");
    const { corrections, purposes, remark } = body.details;
    if (body.type === "rectification" && corrections === undefined && remark === undefined)
      fault(["details"], "a rectification needs corrections, or a remark");
    if (body.type !== "rectification" && (corrections !== undefined || remark !== undefined))
      fault(["details"], "corrections and remark belong to a rectification");
    if (body.type !== "objection" && purposes !== undefined)
      fault(["details", "purposes"], "belong to an objection");
    const known = correctable().map(({ column }) => column);
    for (const field of Object.keys(corrections ?? {}))
      if (!known.includes(field))
        fault(["details", "corrections", field], `cannot be corrected; these can: ${known.join(", ")}`);
  });

export const create = createRoute({
  method: "post",
  path: "/v1/rights-requests",
  operationId: "createRightsRequest",
  summary: "Exercise a right for one of your end-users",
  description:
    "Your authenticated call proves control of your own connections. Objections, restrictions and corrections are in force when this answers; for the others follow the request.",
  tags,
  security: bearer,
  middleware: operation("rights.create", "rights"),
  request: { headers: idempotencyHeader, body: jsonBody(newRequestBody) },
  responses: {
    201: jsonAnswer("The request", requestSchema),
    ...problemResponses(400, 401, 403, 404, 409, 413, 422, 429),
  },
});
export const list = createRoute({
  method: "get",
  path: "/v1/rights-requests",
  operationId: "listRightsRequests",
  summary: "List the requests you made, newest first",
  tags,
  security: bearer,
  middleware: operation("rights.list", "rights"),
  request: {
    query: z.object({
      ...pageQuery,
      type: z.enum(RIGHTS).optional(),
      status: z.enum(RIGHTS_STATUSES).optional(),
    }),
  },
  responses: {
    200: jsonAnswer("A page of requests", listOf(requestSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});
export const get = createRoute({
  method: "get",
  path: "/v1/rights-requests/{id}",
  operationId: "getRightsRequest",
  summary: "Follow a request: its state, history, deadline and result",
  tags,
  security: bearer,
  middleware: operation("rights.get", "rights"),
  request: { params: idParam },
  responses: { 200: jsonAnswer("The request", requestSchema), ...problemResponses(401, 403, 404, 429) },
});
export const bundle = createRoute({
  method: "get",
  path: "/v1/rights-requests/{id}/bundle",
  operationId: "getRightsRequestBundle",
  summary: "Download the bundle of an access or portability request, or a range of it",
  tags,
  security: bearer,
  middleware: operation("rights.bundle", "rights"),
  request: { params: idParam },
  responses: {
    200: { description: "A ZIP", content: { "application/zip": { schema: z.string() } } },
    206: { description: "The range asked for", content: { "application/zip": { schema: z.string() } } },
    ...problemResponses(401, 403, 404, 409, 410, 416, 429),
  },
});
export const withdrawal = createRoute({
  method: "post",
  path: "/v1/rights-requests/{id}/withdraw",
  operationId: "withdrawRightsRequest",
  summary: "Withdraw a request that has not begun to be carried out",
  tags,
  security: bearer,
  middleware: operation("rights.withdraw", "rights"),
  request: { headers: idempotencyHeader, params: idParam },
  responses: {
    200: jsonAnswer("The request", requestSchema),
    ...problemResponses(401, 403, 404, 409, 429),
  },
});
export const lift = createRoute({
  method: "post",
  path: "/v1/rights-requests/{id}/lift",
  operationId: "liftRightsRequest",
  summary: "Lift the objection or restriction that a request set, when your end-user wishes it",
  description: "What a person set at the privacy centre, only that person lifts.",
  tags,
  security: bearer,
  middleware: operation("rights.lift", "rights"),
  request: { headers: idempotencyHeader, params: idParam },
  responses: {
    200: jsonAnswer("The request", requestSchema),
    ...problemResponses(401, 403, 404, 409, 429),
  },
});
const noticeSchema = z
  .object({
    id: z.string(),
    type: z.enum(NOTICE_KINDS),
    rights_request_id: z.string(),
    connection_id: z.string(),
    created_at: z.string(),
  })
  .openapi("Notice");
export const notices = createRoute({
  method: "get",
  path: "/v1/notices",
  operationId: "listNotices",
  summary: "What was erased, corrected or restricted about your connections, newest first",
  description: "You must do likewise with what you received, where the law says so (GDPR Art. 19).",
  tags,
  security: bearer,
  middleware: operation("notices.list", "rights"),
  request: { query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("A page of notices", listOf(noticeSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});
