import { type Context, Hono } from "hono";
import type { AppEnv } from "../http/context";
import { notFound } from "../kernel/problem";

/** The version that src/embed/connect.ts says of itself; a test holds them equal. */
export const EMBED_VERSION = "1.0.0";

const TYPES = {
  "connect.js": "text/javascript; charset=utf-8",
  "connect.d.ts": "text/plain; charset=utf-8",
} as const;

export const embedScriptRoutes = new Hono<AppEnv>()
  .get("/connect.js", (c) => answerAsset(c, "connect.js"))
  .get("/connect.d.ts", (c) => answerAsset(c, "connect.d.ts"));

/**
 * The script for developers' pages, and its types. Every origin may load it (CORP; CORS for subresource integrity).
 * Named with its version it may be kept for a year; without, for an hour, after which its ETag answers for it.
 */
async function answerAsset(c: Context<AppEnv>, file: keyof typeof TYPES): Promise<Response> {
  const known = c.req.header("if-none-match");
  const asset = await c.env.ASSETS.fetch(
    new Request(new URL(`/assets/${file}`, c.req.url), known ? { headers: { "if-none-match": known } } : {}),
  );
  if (asset.status !== 200 && asset.status !== 304) throw notFound("page or route");
  const pinned = c.req.query("v") === EMBED_VERSION;
  const etag = asset.headers.get("etag");
  return new Response(asset.body, {
    status: asset.status,
    headers: {
      "content-type": TYPES[file],
      "cache-control": pinned
        ? "public, max-age=31536000, immutable"
        : "public, max-age=3600, stale-while-revalidate=86400",
      ...(etag && { etag }),
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    },
  });
}
