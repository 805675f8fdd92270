import { z } from "zod";
import { BUNDLE_CLASSES, describedEntries, shownEntries } from "../access/contents";
import type { DataClass } from "../inventory/types";
import { regionSchema } from "../kernel/regions";
import { recordSchema } from "./records";

/** Raised when a file's form changes in a way that a reader of the former one would stumble over. */
export const SCHEMAS = "/schemas/bundle/1";

export const SCHEMA_NAMES = ["manifest", "access", ...BUNDLE_CLASSES] as const;
export type SchemaName = "manifest" | "access" | DataClass;

export const schemaUrl = (origin: string, name: SchemaName): string => `${origin}${SCHEMAS}/${name}.json`;

const warningsSchema = z
  .array(z.strictObject({ code: z.string(), message: z.string() }))
  .describe("What could not be included, and why");

const connectionSchema = {
  connection_id: z.string().describe("The connection"),
  app_id: z.string().describe("The app it belongs to"),
};

function manifestSchema(origin: string) {
  return z
    .strictObject({
      $schema: z.literal(schemaUrl(origin, "manifest")),
      request_id: z.string().describe("The rights request that this bundle answers"),
      request_type: z.string(),
      region: regionSchema.describe("Where the bundle is kept"),
      generated_at: z.iso.datetime().describe("Nothing later is in it"),
      connections: z.array(z.strictObject(connectionSchema)),
      files: z.array(
        z.strictObject({
          name: z.string(),
          media_type: z.string(),
          bytes: z.int().min(0),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
        }),
      ),
      warnings: warningsSchema,
    })
    .describe("Every file of the bundle but this one and manifest.jws, which signs this one's SHA-256");
}
export type Manifest = z.infer<ReturnType<typeof manifestSchema>>;

function accessSchema() {
  return z
    .record(z.string(), z.unknown())
    .describe(
      "The answer to GDPR Art. 15: what is held, for what, on what ground, who receives it, until when",
    );
}

/** A class's file, derived from the inventory's entries of that class. */
function dataSchema(origin: string, dataClass: DataClass) {
  const records = shownEntries(dataClass).map((entry) => [
    entry.id,
    z.array(recordSchema(entry)).describe(entry.purpose),
  ]);
  const described = z.strictObject({
    entry: z.enum(describedEntries(dataClass).map(({ id }) => id)),
    purpose: z.string(),
    why: z.string().describe("Why its records are not in the bundle"),
    fields: z.record(z.string(), z.string()).describe("What is in it, field by field"),
  });
  return z.strictObject({
    $schema: z.literal(schemaUrl(origin, dataClass)),
    data_class: z.literal(dataClass),
    connections: z.array(
      z.strictObject({ ...connectionSchema, records: z.strictObject(Object.fromEntries(records)) }),
    ),
    described: z.array(described).describe("What is held of this class without its records being shown"),
  });
}

/** The schema a bundle's file is written by. */
export function zodSchema(origin: string, name: SchemaName): z.ZodType {
  if (name === "manifest") return manifestSchema(origin);
  return name === "access" ? accessSchema() : dataSchema(origin, name);
}

/** The same as JSON Schema 2020-12, as it is published and as it is in the bundle. */
export function jsonSchema(origin: string, name: SchemaName): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(zodSchema(origin, name));
  return { $schema, $id: schemaUrl(origin, name), title: `Metristack bundle: ${name}`, ...rest };
}
