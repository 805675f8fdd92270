import type { OpenAPIHono } from "@hono/zod-openapi";
import { bundleSchemaRoutes } from "../bundle/schema-routes";
import { describeApi } from "../docs/openapi";
import { docsRoutes } from "../docs/routes";
import type { AppEnv } from "../http/context";
import { shield } from "../http/key-limit";
import { localRoutes } from "../local/connected";
import { policyRoutes } from "../policy/routes";

/** What is there for anybody to read. */
export function mount(app: OpenAPIHono<AppEnv>): void {
  for (const path of ["/policies/*", "/docs"]) app.use(path, shield); // read from D1 at each call, by anybody
  app.use("/schemas/*", shield); // open to every origin, as a schema must be
  for (const routes of [docsRoutes, bundleSchemaRoutes, localRoutes, policyRoutes]) app.route("/", routes);
  describeApi(app);
}
