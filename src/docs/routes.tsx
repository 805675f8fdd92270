import { Hono } from "hono";
import type { AppEnv } from "../http/context";
import { REFERENCE_CSP, ReferencePage } from "./reference-page";

export const docsRoutes = new Hono<AppEnv>()
  .get("/", (c) => c.redirect("/docs", 303))
  .get("/docs", (c) =>
    c.html(<ReferencePage />, 200, {
      "content-security-policy": REFERENCE_CSP,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    }),
  );
