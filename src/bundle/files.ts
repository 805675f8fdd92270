import { BUNDLE_CLASSES, dataFileName } from "../access/contents";
import { accessReport } from "../access/report";
import type { BundleSubject } from "../access/subjects";
import { configOf } from "../config/config";
import { database } from "../db/client";
import { isHeld } from "../holds/holds";
import { rfc3339 } from "../kernel/clock";
import type { Region } from "../kernel/regions";
import type { Warning } from "../model/common";
import { signReceipt } from "../proof/receipt";
import { dataFile } from "./data-file";
import { indexPage } from "./index-page";
import type { Sources } from "./records";
import { jsonSchema, type Manifest, SCHEMA_NAMES, schemaUrl } from "./schemas";
import { type FileSum, summed } from "./sum";

export interface BundleRequest {
  id: string;
  type: string;
  region: Region;
  /** Epoch milliseconds. */
  now: number;
}

/** A file as client-zip takes it: read when its turn comes, and only once. */
export interface ZipEntry {
  name: string;
  lastModified: Date;
  input: AsyncIterable<Uint8Array>;
}

/**
 * R2 operations for all logs of a bundle. A Worker may make 10,000 in one invocation
 * (developers.cloudflare.com/workers/platform/limits, "Subrequests"); the rest is for D1, the upload and the caller.
 */
export const LOG_OPERATIONS = 6_000;

/** The bundle's files in their order: what is listed comes before the list, and the list before its signature. */
export async function* bundleFiles(
  env: Env,
  request: BundleRequest,
  subjects: readonly BundleSubject[],
  operations = LOG_OPERATIONS,
): AsyncGenerator<ZipEntry> {
  const { now } = request;
  const config = configOf(env);
  const origin = config.publicOrigin;
  const listed: Manifest["files"] = [];
  const warnings = new Map<string, Warning>();
  const counts = new Map<string, number>();
  const countKey = (subject: BundleSubject, entryId: string) => `${subject.id} ${entryId}`;
  const sources: Sources = {
    db: database(env),
    logs: env.LOGS,
    now,
    budget: { left: operations },
    warn: ({ code, message }) => warnings.set(message, { code, message }),
  };

  const file = (name: string, mediaType: string, text: AsyncIterable<string>): ZipEntry =>
    entry(name, now, text, (sum) => listed.push({ name, media_type: mediaType, ...sum }));

  for (const dataClass of BUNDLE_CLASSES) {
    const text = dataFile(dataClass, origin, subjects, sources, (subject, entryId, records) =>
      counts.set(countKey(subject, entryId), records),
    );
    yield file(dataFileName(dataClass), JSON_TYPE, text);
  }
  const ids = subjects.map(({ id }) => id);
  yield file(
    "access.json",
    JSON_TYPE,
    later(async () => json(await accessReport(env, ids, now))),
  );
  for (const name of SCHEMA_NAMES)
    yield file(
      `schemas/${name}.json`,
      "application/schema+json",
      later(async () => json(jsonSchema(origin, name))),
    );

  const held = new Map<string, boolean>();
  for (const id of ids) held.set(id, await isHeld(env.DB, id));
  const page = later(() =>
    indexPage({
      requestId: request.id,
      now,
      subjects,
      circumstancesOf: ({ id, disconnectedAt }) => ({
        disconnectedAt,
        restoreWindowDays: config.restoreWindowDays,
        held: held.get(id) ?? false,
      }),
      recordsOf: (subject, entryId) => counts.get(countKey(subject, entryId)) ?? 0,
      warnings: [...warnings.values()],
    }),
  );
  yield file("index.html", "text/html; charset=utf-8", page);

  const manifest: Manifest = {
    $schema: schemaUrl(origin, "manifest"),
    request_id: request.id,
    request_type: request.type,
    region: request.region,
    generated_at: rfc3339(now),
    connections: subjects.map(({ id, appId }) => ({ connection_id: id, app_id: appId })),
    files: listed,
    warnings: [...warnings.values()],
  };
  let manifestSum = "";
  yield entry(
    "manifest.json",
    now,
    later(async () => json(manifest)),
    ({ sha256 }) => {
      manifestSum = sha256;
    },
  );
  const signature = () =>
    signReceipt(config, { type: "bundle_manifest", request_id: request.id, manifest_sha256: manifestSum });
  yield entry("manifest.jws", now, later(signature), () => {});
}

const JSON_TYPE = "application/json";

function entry(
  name: string,
  now: number,
  text: AsyncIterable<string>,
  done: (sum: FileSum) => void,
): ZipEntry {
  return { name, lastModified: new Date(now), input: summed(text, done) };
}

/** Made only when the file's turn has come. */
async function* later(make: () => Promise<string>): AsyncGenerator<string> {
  yield await make();
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
