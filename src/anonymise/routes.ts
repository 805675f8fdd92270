import { createRoute, z } from "@hono/zod-openapi";
import { jsonAnswer, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { publicUsage } from "./store";

const usage = createRoute({
  method: "get",
  path: "/trust/usage.json",
  operationId: "getAnonymousUsage",
  summary: "What is left of usage after 24 months: counts in which nobody can be found",
  description:
    "Each call of a month is in at most one cell. A cell has calls of at least ten apps, none of which dominates it; what is too small or too uneven is merged under the label `other`, or left out. A month is published once and never changed.",
  tags: ["Service"],
  security: [],
  responses: {
    200: jsonAnswer(
      "The usage, by month",
      z.object({
        data: z.array(
          z.object({
            month: z.string().openapi({ description: "UTC month", example: "2026-11" }),
            platform: z.string().openapi({ description: "Platform, or `other`" }),
            operation: z.string().openapi({ description: "Operation, or `other`" }),
            status_class: z.string().openapi({ description: "`2xx`, `4xx`, `5xx`, or `other`" }),
            calls: z.number().int(),
            duration_ms: z.number().int().openapi({ description: "Sum of durations" }),
          }),
        ),
        generated_at: z.string(),
      }),
    ),
    ...problemResponses(429),
  },
});

export const anonymousUsageRoutes = router().openapi(usage, async (c) => {
  const data = await publicUsage(c.env.DB);
  c.header("cache-control", "public, max-age=3600");
  c.header("access-control-allow-origin", "*");
  return c.json({ data, generated_at: rfc3339(clock.now()) }, 200);
});
