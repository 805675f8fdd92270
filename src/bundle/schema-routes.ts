import { Hono } from "hono";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { notFound } from "../kernel/problem";
import { jsonSchema, SCHEMA_NAMES, SCHEMAS } from "./schemas";

/** The published form of a bundle's files: the address that each file names in `$schema`. */
export const bundleSchemaRoutes = new Hono<AppEnv>().get(`${SCHEMAS}/:file`, (c) => {
  const name = SCHEMA_NAMES.find((known) => `${known}.json` === c.req.param("file"));
  if (!name) throw notFound("schema");
  return c.body(JSON.stringify(jsonSchema(configOf(c.env).publicOrigin, name), null, 2), 200, {
    "content-type": "application/schema+json",
    "cache-control": "public, max-age=3600",
    // Validators in a browser read it from other origins; it is the same for everybody.
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
  });
});
