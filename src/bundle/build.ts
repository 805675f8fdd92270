import { makeZip } from "client-zip";
import { bundleBucket, bundleKey } from "../access/bundle-place";
import { loadSubjects } from "../access/subjects";
import { database } from "../db/client";
import type { Region } from "../kernel/regions";
import { bundleFiles } from "./files";
import { uploadStream } from "./upload";

/**
 * Builds a request's bundle into its region's bucket, in the place of a former one: a ZIP streamed file by file and
 * page by page, of which no more than one upload part is ever in memory. May be repeated and run in parallel.
 * @param now epoch milliseconds: no log line of later is shown
 * @throws when D1 or R2 fails, or a connection is not of the app given; then no bundle is left half built
 */
export async function buildBundle(
  env: Env,
  request: { id: string; region: Region; type: string },
  connections: readonly { id: string; appId: string }[],
  now: number,
): Promise<{ bytes: number }> {
  const subjects = await loadSubjects(database(env), request.id, connections);
  return uploadStream(
    bundleBucket(env, request.region),
    bundleKey(request.id),
    makeZip(bundleFiles(env, { ...request, now }, subjects)),
    { httpMetadata: { contentType: "application/zip" } },
  );
}
