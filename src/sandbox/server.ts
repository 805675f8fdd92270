import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { apiRoutes } from "./api";
import { authorizeRoutes } from "./authorize";
import { tokenRoutes } from "./token";

const MAX_FORM_BYTES = 16 * 1_024;

/** The sandbox platform: an OAuth 2.0 server, its pages, and a retail API. */
export const sandboxApp = new Hono<{ Bindings: Env }>()
  .use("/sandbox/*", bodyLimit({ maxSize: MAX_FORM_BYTES }))
  .route("/", authorizeRoutes)
  .route("/", tokenRoutes)
  .route("/", apiRoutes);
