import type { Context } from "hono";
import { bundleBucket, bundleKey } from "../access/bundle-place";
import type { rightsRequests } from "../db/schema";
import type { AppEnv } from "../http/context";
import { answerProblem } from "../http/problems";
import { clock } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import type { Region } from "../kernel/regions";
import { namesTag, parseRange, type Range } from "./range";

type RightsRow = typeof rightsRequests.$inferSelect;

/**
 * Answers a request's bundle, or a range of it (RFC 9110 §14), for GET and HEAD. The body is streamed. The caller has
 * checked who may have it.
 * @throws Problem `conflict` before it is built, `expired` from `bundleExpiresAt` on or when it is gone
 */
export async function serveBundle(
  c: Context<AppEnv>,
  env: Env,
  request: RightsRow,
  region: Region,
): Promise<Response> {
  if (request.bundleExpiresAt === null)
    throw new Problem("conflict", "The bundle is not built. Follow the request until it is completed.");
  // The object outlives its time until the next retention run: the promise does not wait for that.
  if (clock.now() >= request.bundleExpiresAt) throw expired();
  const bucket = bundleBucket(env, region);
  const object = await bucket.head(bundleKey(request.id));
  if (!object) throw expired();

  const headers = headersOf(request.id, object);
  const ifMatch = c.req.header("if-match");
  if (ifMatch !== undefined && !namesTag(ifMatch, object.httpEtag, "strong"))
    throw new Problem("conflict", "The bundle is another than the one named in If-Match.", { status: 412 });
  const ifNoneMatch = c.req.header("if-none-match");
  if (ifNoneMatch !== undefined && namesTag(ifNoneMatch, object.httpEtag, "weak"))
    return c.body(null, 304, headers);

  const range = rangeOf(c, object);
  if (range.kind === "unsatisfiable") {
    c.header("content-range", `bytes */${object.size}`);
    const detail = `The bundle has ${object.size} bytes; the range asked for lies beyond.`;
    return answerProblem(c, new Problem("invalid_request", detail, { status: 416 }));
  }
  const first = range.kind === "part" ? range.first : 0;
  const length = range.kind === "part" ? range.last - first + 1 : object.size;
  const sized = { ...headers, "content-length": String(length) };
  if (c.req.method === "HEAD") return c.body(null, 200, sized);

  const found = await bucket.get(bundleKey(request.id), {
    onlyIf: { etagMatches: object.etag },
    ...(range.kind === "part" && { range: { offset: first, length } }),
  });
  if (!found) throw expired();
  if (!("body" in found)) throw new Problem("conflict", "The bundle was just built anew. Begin again.");
  if (range.kind === "full") return c.body(found.body, 200, sized);
  return c.body(found.body, 206, {
    ...sized,
    "content-range": `bytes ${first}-${range.last}/${object.size}`,
  });
}

function headersOf(requestId: string, object: R2Object): Record<string, string> {
  return {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="metristack-${requestId}.zip"`,
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
    etag: object.httpEtag,
  };
}

/** The range to be answered: only for GET (§14.2), and only while `If-Range` still names this bundle (§13.1.5). */
function rangeOf(c: Context<AppEnv>, object: R2Object): Range {
  const ifRange = c.req.header("if-range");
  const isSame = ifRange === undefined || ifRange.trim() === object.httpEtag;
  return c.req.method === "GET" && isSame ? parseRange(c.req.header("range"), object.size) : { kind: "full" };
}

function expired(): Problem {
  return new Problem("expired", "The bundle is no longer kept. Make a new request for a fresh one.");
}
