import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleKey } from "../../src/access/bundle-place";
import { columnNamed, keyOf, tableNamed } from "../../src/access/columns";
import { BUNDLE_CLASSES, dataFileName, describedEntries, shownEntries } from "../../src/access/contents";
import { recordSchema } from "../../src/bundle/records";
import { bundleSchemaRoutes } from "../../src/bundle/schema-routes";
import { SCHEMA_NAMES } from "../../src/bundle/schemas";
import { configOf } from "../../src/config/config";
import type { AppEnv } from "../../src/http/context";
import { onError } from "../../src/http/problems";
import { requestId as nameRequest } from "../../src/http/request-id";
import { INVENTORY } from "../../src/inventory/inventory";
import { DATA_CLASSES } from "../../src/inventory/types";
import { hex } from "../../src/kernel/bytes";
import { DAY } from "../../src/kernel/clock";
import { verifyReceipt } from "../../src/proof/receipt";
import { problem } from "../support/described-api";
import { frozenClock } from "../support/harness";
import {
  build,
  type DataFile,
  dataOf,
  line,
  type Made,
  NOW,
  newApp,
  newConnection,
  ORIGIN,
  store,
  type Unzipped,
  validatorOf,
} from "./support";

let time: ReturnType<typeof frozenClock>;

beforeEach(() => {
  time = frozenClock(NOW);
});

afterEach(async () => {
  time.release();
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

interface ManifestFile {
  name: string;
  bytes: number;
  sha256: string;
}
interface Manifest {
  files: ManifestFile[];
  warnings: { code: string; message: string }[];
  [name: string]: unknown;
}
const manifestOf = (files: Map<string, Unzipped>) => JSON.parse(files.get("manifest.json")!.text) as Manifest;

describe("the inventory", () => {
  it("names no place to be shown that a bundle cannot read", () => {
    const shown = DATA_CLASSES.flatMap(shownEntries);
    expect(shown.map(({ id }) => id).sort()).toEqual(
      INVENTORY.filter((entry) => entry.export.kind === "shown")
        .map(({ id }) => id)
        .sort(),
    );
    for (const entry of shown) {
      expect(() => recordSchema(entry), entry.id).not.toThrow();
      expect(["connection", "request"], entry.id).toContain(entry.subject.kind);
      if (entry.place.kind === "d1_table")
        expect(keyOf(tableNamed(entry.place.table)).length, entry.id).toBeGreaterThan(0);
    }
  });

  it("has a time in no column that would be shown as a number", () => {
    for (const entry of DATA_CLASSES.flatMap(shownEntries)) {
      if (entry.place.kind !== "d1_table") continue;
      for (const name of entry.export.columns) {
        const { dataType } = columnNamed(tableNamed(entry.place.table), name);
        const words = entry.fields[name] ?? "";
        const saysTime = /^(when|since|until|last call)/.test(words);
        const schema = JSON.stringify(validatedSchema(entry.id, name));
        expect(schema.includes("date-time"), `${entry.id}.${name}: ${words}`).toBe(
          dataType === "number" && saysTime,
        );
      }
    }
  });
});

function validatedSchema(entryId: string, column: string): unknown {
  const entry = DATA_CLASSES.flatMap(shownEntries).find(({ id }) => id === entryId)!;
  const schema = recordSchema(entry) as unknown as { shape: Record<string, { toJSONSchema(): unknown }> };
  return schema.shape[column]!.toJSONSchema();
}

describe("a bundle", () => {
  let made: Made;
  let files: Map<string, Unzipped>;
  let requestId: string;

  beforeEach(async () => {
    made = await newConnection(await newApp(), 'ada "<b>&', 41);
    await store([
      line(made, { time: NOW - DAY, status: 502, code: "platform_error" }),
      line(made, { time: NOW - 5 }),
      line(made, { time: NOW }),
    ]);
    ({ files, requestId } = await build([made]));
  });

  it("shows of each class exactly what the inventory shows", () => {
    const [metadata] = dataOf(files, "connection_metadata").connections;
    expect(metadata).toMatchObject({ connection_id: made.id, app_id: made.appId });
    expect(metadata!.records["d1.connections"]).toEqual([
      {
        id: made.id,
        platform: "sandbox",
        external_user_id: 'ada "<b>&',
        region: "us",
        status: "active",
        granted_scopes: ["orders:read"],
        missing_scopes: [],
        created_at: "2026-11-23T18:59:55.000Z",
        connected_at: "2026-11-23T18:59:56.000Z",
        disconnected_at: null,
      },
    ]);
    expect(metadata!.records["d1.processing_limits"]).toEqual([
      { purpose: "customer_data", since: "2026-11-23T18:59:59.500Z" },
    ]);
    expect(metadata!.records["d1.events"]).toEqual([
      {
        id: expect.stringMatching(/^evt_/),
        type: "connection.changed",
        topic: "orders/updated",
        created_at: "2026-11-23T18:59:59.800Z",
      },
    ]);
    expect(metadata!.records["d1.connection_transfers"]).toEqual([
      {
        recorded_at: "2026-11-23T18:59:55.800Z",
        from_region: "us",
        to_country: "KE",
        basis: "scc",
        reference: "Implementing Decision (EU) 2021/914, C2P",
      },
    ]);
    const [usage] = dataOf(files, "usage_analytics").connections;
    expect(usage!.records).toEqual({
      "d1.usage_connections": [{ month: "2026-11", calls: 41, last_success_at: "2026-11-23T18:59:59.900Z" }],
    });
    // The line of the moment itself came after what is shown.
    expect(dataOf(files, "system_logs").connections[0]!.records).toEqual({
      "r2.logs": [
        {
          time: "2026-11-23T18:59:59.995Z",
          operation: "orders.list",
          status: 200,
          code: null,
          duration_ms: 120,
        },
        {
          time: "2026-11-22T19:00:00.000Z",
          operation: "orders.list",
          status: 502,
          code: "platform_error",
          duration_ms: 120,
        },
      ],
    });
    expect(dataOf(files, "operational").connections[0]!.records["d1.rights_subjects"]).toEqual([
      { request_id: requestId, connection_id: made.id },
    ]);
    for (const dataClass of BUNDLE_CLASSES) {
      const { connections, described } = dataOf(files, dataClass);
      const shown = shownEntries(dataClass);
      expect(Object.keys(connections[0]!.records)).toEqual(shown.map(({ id }) => id));
      for (const {
        id,
        export: { columns },
      } of shown)
        for (const record of connections[0]!.records[id]!) expect(Object.keys(record)).toEqual([...columns]);
      expect(described.map(({ entry }) => entry)).toEqual(describedEntries(dataClass).map(({ id }) => id));
    }
    const secrets = dataOf(files, "authentication_data");
    expect(secrets.connections[0]!.records).toEqual({});
    expect(secrets.described).toContainEqual(
      expect.objectContaining({
        entry: "object.ConnectionObject.vault_values",
        why: "a secret: that it exists is told, its value never",
      }),
    );
  });

  it("has a manifest of every file's size and sum, and its signature", async () => {
    const manifest = manifestOf(files);
    expect(manifest).toMatchObject({
      request_id: requestId,
      request_type: "portability",
      region: "us",
      generated_at: "2026-11-23T19:00:00.000Z",
      connections: [{ connection_id: made.id, app_id: made.appId }],
      warnings: [],
    });
    expect(manifest.files.map(({ name }) => name)).toEqual([
      ...BUNDLE_CLASSES.map(dataFileName),
      "access.json",
      ...SCHEMA_NAMES.map((name) => `schemas/${name}.json`),
      "index.html",
    ]);
    expect([...files.keys()]).toEqual([
      ...manifest.files.map(({ name }) => name),
      "manifest.json",
      "manifest.jws",
    ]);
    for (const { name, bytes, sha256: sum } of manifest.files) {
      const file = files.get(name)!;
      expect([bytes, sum], name).toEqual([file.bytes.length, await sha256(file.bytes)]);
    }
    const claims = await verifyReceipt(configOf(env), files.get("manifest.jws")!.text);
    expect(claims).toMatchObject({
      type: "bundle_manifest",
      iss: ORIGIN,
      request_id: requestId,
      manifest_sha256: await sha256(files.get("manifest.json")!.bytes),
    });
  });

  it("fits its own schemas, which are those published, and they refuse what does not", async () => {
    const app = new Hono<AppEnv>();
    app.onError(onError);
    app.use(nameRequest);
    app.route("/", bundleSchemaRoutes);
    const names = { manifest: "manifest.json", access: "access.json" } as Record<string, string>;
    for (const name of SCHEMA_NAMES) {
      const file = JSON.parse(files.get(names[name] ?? `data/${name}.json`)!.text) as Record<string, unknown>;
      const published = await app.request(`/schemas/bundle/1/${name}.json`, {}, env);
      expect(published.headers.get("content-type")).toBe("application/schema+json");
      const text = await published.text();
      expect(JSON.parse(text)).toEqual(JSON.parse(files.get(`schemas/${name}.json`)!.text));
      expect(JSON.parse(text)).toMatchObject({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: `${ORIGIN}/schemas/bundle/1/${name}.json`,
      });
      const validator = validatorOf(text);
      expect(validator.safeParse(file).error, name).toBeUndefined();
      if (name === "access") continue;
      expect(file["$schema"], name).toBe(`${ORIGIN}/schemas/bundle/1/${name}.json`);
      expect(validator.safeParse({ ...file, more: 1 }).success, name).toBe(false);
      expect(validator.safeParse({ ...file, connections: undefined }).success, name).toBe(false);
    }
    for (const dataClass of BUNDLE_CLASSES.filter((one) => shownEntries(one).length > 0)) {
      const validator = validatorOf(files.get(`schemas/${dataClass}.json`)!.text);
      for (const {
        id,
        export: { columns },
      } of shownEntries(dataClass)) {
        const change = (make: (record: Record<string, unknown>) => Record<string, unknown>) => {
          const file = structuredClone(dataOf(files, dataClass)) as DataFile;
          const records = file.connections[0]!.records[id]!;
          expect(records.length, id).toBeGreaterThan(0);
          records[0] = make(records[0]!);
          return validator.safeParse(file).success;
        };
        expect(
          change((record) => record),
          id,
        ).toBe(true);
        expect(
          change((record) => ({ ...record, account_hash: "x" })),
          id,
        ).toBe(false);
        for (const column of columns) {
          expect(
            change(({ [column]: _, ...rest }) => rest),
            `${id} without ${column}`,
          ).toBe(false);
          expect(
            change((record) => ({ ...record, [column]: { no: 1 } })),
            `${id}.${column}`,
          ).toBe(false);
        }
      }
    }
    await problem(await app.request("/schemas/bundle/1/apps.json", {}, env), 404, "not_found", "no class");
    await problem(await app.request("/schemas/bundle/1/manifest", {}, env), 404, "not_found", "no ending");
  });

  it("tells people what is held, why and until when, and loads nothing", () => {
    const html = files.get("index.html")!.text;
    expect(html).toContain("Ledger &amp; Co &lt;script&gt;, connected to sandbox");
    expect(html).not.toContain("<script");
    expect(html).not.toMatch(/(src|href|action)=|url\(|@import/);
    expect(html).toContain("default-src &#39;none&#39;");
    expect(html).toContain(made.id);
    expect(html).toContain("2 records in data/system_logs.json");
    expect(html).toContain("1 record in data/usage_analytics.json");
    for (const entry of BUNDLE_CLASSES.flatMap((one) => [...shownEntries(one), ...describedEntries(one)])) {
      expect(html, entry.id).toContain(`<code>${entry.id}</code>`);
      expect(html, entry.id).toContain(entry.purpose.replaceAll("'", "&#39;"));
    }
    expect(html).toContain("30 days after you disconnect");
    expect(html).toContain("until you disconnect");
    expect(html).toContain("90 days after each record&#39;s day");
    expect(html).not.toContain("undefined");
  });

  it("is built again in its own place", async () => {
    await env.DB.prepare("UPDATE usage_connections SET calls = 42").run();
    const again = await build([made], { request: { id: requestId } });
    expect(dataOf(again.files, "usage_analytics").connections[0]!.records["d1.usage_connections"]).toEqual([
      { month: "2026-11", calls: 42, last_success_at: "2026-11-23T18:59:59.900Z" },
    ]);
    expect((await env.BUNDLES.list()).objects.map(({ key }) => key)).toEqual([bundleKey(requestId)]);
  });
});

describe("until when", () => {
  it("is a date once the connection has ended, and says when a hold is in force", async () => {
    const app = await newApp();
    const ended = await newConnection(app, "ended", 1, { status: "disconnected", disconnectedAt: NOW - DAY });
    const held = await newConnection(app, "held", 1);
    await env.DB.prepare(
      "INSERT INTO legal_holds (id, scope, target, reason, placed_by, placed_at) VALUES ('hold_1', 'connection', ?1, 'claim', 'ops', 0)",
    )
      .bind(held.id)
      .run();
    const html = (await build([ended])).files.get("index.html")!.text;
    expect(html).toContain("disconnected on 2026-11-22");
    expect(html).toContain("until 2026-12-22");
    expect(html).toContain("erased when the connection ended, on 2026-11-22");
    expect(html).not.toContain("legal hold on it");
    expect((await build([held])).files.get("index.html")!.text).toContain(
      "until a legal hold on it is lifted",
    );
  });
});

describe("more rows than a page of D1", () => {
  it("are all there, each once, by composite and by single keys", async () => {
    const made = await newConnection(await newApp(), "user-many", 1);
    const months = Array.from({ length: 1_203 }, (_, i) => `${String(1000 + i)}-01`);
    await env.DB.batch(
      months.map((month, i) =>
        env.DB.prepare(
          "INSERT INTO usage_connections (connection_id, month, app_id, calls) VALUES (?1, ?2, ?3, ?4)",
        ).bind(made.id, month, made.appId, i),
      ),
    );
    await env.DB.batch(
      months.map((month) =>
        env.DB.prepare(
          `INSERT INTO consents (id, connection_id, app_id, schema_version, notice_version, notice_language, notice_hash,
           data_categories, purposes, recipients, withdrawal_methods, given_at)
           VALUES (?1, ?2, ?3, '1', '1', 'en', '', '[]', '[]', '[]', '[]', 0)`,
        ).bind(`cns_${month}`, made.id, made.appId),
      ),
    );
    const { files } = await build([made]);
    const usage = dataOf(files, "usage_analytics").connections[0]!.records["d1.usage_connections"]!;
    expect(usage.map(({ month }) => month)).toEqual([...months, "2026-11"].sort());
    const consents = dataOf(files, "connection_metadata").connections[0]!.records["d1.consents"]!;
    expect(new Set(consents.map(({ id }) => id)).size).toBe(1_204);
    expect(consents).toHaveLength(1_204);
  });
});
