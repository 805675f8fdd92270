import { Hono } from "hono";
import type { AppEnv } from "../http/context";
import { message, onPageError } from "./answers";
import { centreRoutes } from "./centre-routes";
import { entryRoutes } from "./entry-routes";
import { ownPostsOnly } from "./same-site";

/** The privacy centre: prove control, see, ask, follow, download. Mounted before connect's pages (see attempt.ts). */
export const privacyPages = new Hono<AppEnv>()
  .use(
    "/privacy/*",
    ownPostsOnly((c) => message(c, "form_stale")),
  )
  .route("/", entryRoutes)
  .route("/", centreRoutes)
  .onError(onPageError);
