import { createRoute, z } from "@hono/zod-openapi";
import { jsonAnswer, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { meterSums } from "../meter/query";
import { meterOf } from "../meter/shards";

const TIMEOUT_MS = 5_000;
const checkSchema = z.object({ ok: z.boolean(), ms: z.number() });
const healthSchema = z
  .object({
    status: z.enum(["ok", "failing"]),
    time: z.string(),
    checks: z.object({ d1: checkSchema, objects: checkSchema, r2: checkSchema }),
  })
  .openapi("Health");

const health = createRoute({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  summary: "Whether D1, the objects and R2 answer",
  tags: ["Service"],
  security: [],
  responses: {
    200: jsonAnswer("All answer", healthSchema),
    503: jsonAnswer("At least one does not", healthSchema),
    ...problemResponses(429),
  },
});

const completeness = createRoute({
  method: "get",
  path: "/trust/completeness.json",
  operationId: "getMeterCompleteness",
  summary: "The meter's sum over all ledgers and over all usage cells: equal, or the meter has lost count",
  tags: ["Service"],
  security: [],
  responses: {
    200: jsonAnswer(
      "The two sums",
      z.object({
        calls_by_ledger: z.number().int(),
        calls_by_usage: z.number().int(),
        completeness: z.number().openapi({ description: "1 when nothing is missing" }),
        generated_at: z.string(),
      }),
    ),
    ...problemResponses(429),
  },
});

export const healthRoutes = router()
  .openapi(health, async (c) => {
    const { d1, objects, r2 } = await healthChecks(c.env);
    const ok = d1.ok && objects.ok && r2.ok;
    const body = {
      status: ok ? ("ok" as const) : ("failing" as const),
      time: rfc3339(clock.now()),
      checks: { d1, objects, r2 },
    };
    c.header("cache-control", "no-store");
    return ok ? c.json(body, 200) : c.json(body, 503);
  })
  .openapi(completeness, async (c) => {
    const { bySource, byCell } = await meterSums(c.env.DB);
    c.header("cache-control", "public, max-age=60");
    return c.json(
      {
        calls_by_ledger: bySource,
        calls_by_usage: byCell,
        completeness: bySource === 0 ? 1 : byCell / bySource,
        generated_at: rfc3339(clock.now()),
      },
      200,
    );
  });

export type HealthCheck = z.infer<typeof checkSchema>;

/** Asks each store something small. */
export async function healthChecks(env: Env): Promise<Record<"d1" | "objects" | "r2", HealthCheck>> {
  const [d1, objects, r2] = await Promise.all([
    check(() => env.DB.prepare("SELECT 1").first()),
    check(() => meterOf(env, "").standing("")),
    check(() => env.LOGS.list({ limit: 1 })),
  ]);
  return { d1, objects, r2 };
}

async function check(ask: () => Promise<unknown>): Promise<HealthCheck> {
  const began = Date.now();
  let timer: ReturnType<typeof setTimeout> | null = null;
  try {
    await Promise.race([
      ask(),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error("timeout")), TIMEOUT_MS);
      }),
    ]);
    return { ok: true, ms: Date.now() - began };
  } catch {
    return { ok: false, ms: Date.now() - began };
  } finally {
    clearTimeout(timer);
  }
}
