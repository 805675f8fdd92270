import { createRoute, z } from "@hono/zod-openapi";
import { jsonAnswer, router } from "../http/openapi";
import { answerPage } from "../http/page";
import { problemResponses } from "../http/problems";
import { readStatus } from "./status";
import { StatusPage } from "./status-page";

const state = z.enum(["operational", "degraded", "down"]);
const statusJson = createRoute({
  method: "get",
  path: "/status.json",
  operationId: "getServiceStatus",
  summary: "How the service is now, part by part",
  tags: ["Service"],
  security: [],
  responses: {
    200: jsonAnswer(
      "The state",
      z
        .object({
          status: state,
          components: z.array(
            z.object({ key: z.string(), name: z.string(), status: state, since: z.string().nullable() }),
          ),
          generated_at: z.string(),
        })
        .openapi("ServiceStatus"),
    ),
    ...problemResponses(429),
  },
});

export const statusRoutes = router().openapi(statusJson, async (c) => {
  c.header("cache-control", "public, max-age=30");
  return c.json(await readStatus(c.env), 200);
});
statusRoutes.get("/status", async (c) => answerPage(c, 200, <StatusPage status={await readStatus(c.env)} />));
