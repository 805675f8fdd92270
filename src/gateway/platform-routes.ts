import { createRoute, z } from "@hono/zod-openapi";
import { configOf } from "../config/config";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, listOf, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { warningSchema } from "../model/common";
import { type Adapter, FILTERS, RESOURCES } from "../platforms/adapter";
import { clientOf } from "../platforms/reach";
import { allAdapters } from "../platforms/registry";

const platformSchema = z
  .object({
    key: z.string(),
    name: z.string(),
    api_version: z.string(),
    connect: z
      .enum(["oauth_redirect", "pushed_credentials", "install_claim", "pasted_key"])
      .openapi({ description: "The connect family" }),
    modes: z.array(z.enum(["test", "live"])),
    available: z
      .boolean()
      .openapi({ description: "Whether it can be connected with this key's mode, here and now" }),
    scopes: z
      .array(z.string())
      .openapi({ description: "What the end-user is asked to grant: least for reading" }),
    resources: z.array(
      z.object({
        resource: z.enum(RESOURCES),
        filters: z.array(z.enum(FILTERS)),
        statuses: z.array(z.string()),
        max_page_size: z.number().int(),
        notes: z.array(z.string()),
      }),
    ),
    limits: z.string(),
    webhooks: z.boolean(),
  })
  .openapi("Platform");

const listPlatforms = createRoute({
  method: "get",
  path: "/v1/platforms",
  operationId: "listPlatforms",
  summary: "Every platform: how it connects, what it has, what limits it",
  tags: ["Platforms"],
  security: bearer,
  middleware: operation("platforms.list", null),
  responses: {
    200: jsonAnswer("All platforms, on one page", listOf(platformSchema, warningSchema)),
    ...problemResponses(401, 429),
  },
});

export const platformRoutes = router().openapi(listPlatforms, async (c) => {
  const { mode } = c.get("principal");
  const config = configOf(c.env);
  const data = await Promise.all(
    (await allAdapters()).map(async (adapter) =>
      view(adapter, (await clientOf(config, adapter, mode)) !== null),
    ),
  );
  return c.json({ data, next_cursor: null, warnings: [] }, 200);
});

function view(adapter: Adapter, available: boolean): z.infer<typeof platformSchema> {
  return {
    key: adapter.key,
    name: adapter.name,
    api_version: adapter.apiVersion,
    connect: adapter.connect.kind,
    modes: [...adapter.modes],
    available,
    scopes: [...adapter.scopes],
    resources: RESOURCES.flatMap((resource) => {
      const facts = adapter.resources[resource];
      if (!facts) return [];
      return [
        {
          resource,
          filters: [...facts.filters],
          statuses: [...(facts.statuses ?? [])],
          max_page_size: facts.maxPageSize,
          notes: [...facts.notes],
        },
      ];
    }),
    limits: adapter.limits.description,
    webhooks: adapter.webhooks !== null,
  };
}
