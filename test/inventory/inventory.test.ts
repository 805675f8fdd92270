import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildBundle } from "../../src/bundle/build";
import { connectionStub } from "../../src/connections/stub";
import { INVENTORY } from "../../src/inventory/inventory";
import { PERIODS } from "../../src/inventory/periods";
import { DATA_CLASSES, type InventoryEntry, type Place } from "../../src/inventory/types";
import { clock, DAY, HOUR } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { after as endOf } from "../../src/kernel/period";
import { logBatchSchema, logLineSchema } from "../../src/logs/line-schema";
import { eraseConnection } from "../../src/retention/erase";
import wranglerToml from "../../wrangler.toml?raw";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";
import {
  BUCKETS,
  d1Columns,
  d1Tables,
  inEvery,
  OBJECTS,
  type ObjectName,
  objectTables,
  r2Objects,
  Watch,
} from "../support/stores";

type At<K extends Place["kind"]> = Extract<Place, { kind: K }>;

function entriesAt<K extends Place["kind"]>(kind: K): { entry: InventoryEntry; place: At<K> }[] {
  return INVENTORY.filter((entry) => entry.place.kind === kind).map((entry) => ({
    entry,
    place: entry.place as At<K>,
  }));
}

const sorted = (names: Iterable<string>) => [...names].sort();
const fieldsOf = (entry: InventoryEntry) => sorted(Object.keys(entry.fields));

let watch: Watch;
let shopId: string;

beforeAll(async () => {
  watch = new Watch();
  const developer = await newDeveloper();
  const { id } = await connectSandbox(developer);
  shopId = id;
  // The sandbox sends no events of its own; a secret entered by hand leaves the same rows.
  expect(await connectionStub(env, id)!.enterWebhookSecret("entered-by-hand")).toBe(true);
  // Each kind of thing that leaves a trace: a read, a refusal, a call on no connection, a break, a disconnection.
  expect((await api(developer, "GET", `/v1/connections/${id}/orders?limit=2`)).status).toBe(200);
  expect((await api(developer, "GET", `/v1/connections/${id}/orders/none`)).status).toBe(404);
  expect((await api(developer, "GET", "/v1/api-keys")).status).toBe(200);
  const kept = { "idempotency-key": "inventory-1" };
  expect(
    (await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "throttled" }, kept)).status,
  ).toBe(200);
  const gone = await connectSandbox(developer, "nairobi-fresh");
  expect((await api(developer, "DELETE", `/v1/connections/${gone.id}`)).status).toBe(200);
  const erased = await connectSandbox(developer, "cairo-cotton", { user: "erase-me" });
  expect((await api(developer, "DELETE", `/v1/connections/${erased.id}`)).status).toBe(200);
  const row = { id: erased.id, appId: developer.appId, externalUserId: "erase-me" };
  expect(await eraseConnection(env, row)).toBe("erased");
  for (const region of ["af", "eu"] as const) {
    const asked = await connectSandbox(developer, "lagos-home", { region, user: `asks-${region}` });
    const request = { id: newId("rr"), region, type: "portability" };
    await buildBundle(env, request, [{ id: asked.id, appId: developer.appId }], clock.now());
  }
  await watch.settle();
});

afterAll(() => {
  vi.restoreAllMocks();
});

describe("D1", () => {
  it("has the tables that the inventory names, and no other", async () => {
    expect(await d1Tables()).toEqual(sorted(entriesAt("d1_table").map(({ place }) => place.table)));
  });

  it.each(
    entriesAt("d1_table"),
  )("$place.table has the columns that the inventory names, and no other", async ({ entry, place }) => {
    expect(sorted(await d1Columns(place.table))).toEqual(fieldsOf(entry));
  });
});

describe("Durable Objects", () => {
  it.each(
    Object.keys(OBJECTS) as ObjectName[],
  )("%s, really used, holds the tables and columns that the inventory names, and no other", async (name) => {
    const named = new Map(
      entriesAt("object_table")
        .filter(({ place }) => place.object === name)
        .map(({ entry, place }) => [place.table, fieldsOf(entry)]),
    );
    const real = new Map<string, string[]>();
    for (const tables of await inEvery(name, objectTables))
      for (const [table, columns] of tables) real.set(table, sorted(columns));
    expect(Object.fromEntries([...real].sort())).toEqual(Object.fromEntries([...named].sort()));
  });

  it.each(
    Object.keys(OBJECTS) as ObjectName[],
  )("%s keeps nothing in key-value storage, which the inventory has no word for", async (name) => {
    const keys = await inEvery(name, async (state) => [...(await state.storage.list()).keys()]);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.flat()).toEqual([]);
  });

  it("the really used objects have rows: what was looked at is not an empty shell", async () => {
    const rows = await runInDurableObject(connectionStub(env, shopId)!, (_, state) =>
      ["vault_keys", "vault_values", "connection", "subscription"].map(
        (table) => state.storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n,
      ),
    );
    expect(rows).toEqual([1, 3, 1, 1]);
  });
});

describe("R2 and queues", () => {
  it.each(
    BUCKETS,
  )("%s holds objects under the prefixes that the inventory names, and under no other", async (bucket) => {
    const written = new Set((await r2Objects(bucket)).map(({ key }) => `${key.split("/")[0]}/`));
    expect(sorted(written)).toEqual(
      sorted(entriesAt("r2_prefix").flatMap(({ place }) => (place.bucket === bucket ? [place.prefix] : []))),
    );
  });

  it("log lines have the fields that the inventory names", async () => {
    const logs = entriesAt("r2_prefix").find(({ entry }) => entry.id === "r2.logs");
    expect(fieldsOf(logs!.entry)).toEqual(sorted(Object.keys(logLineSchema.shape)));
    const real = new Set(watch.sent.flatMap(({ lines }) => lines.flatMap((line) => Object.keys(line))));
    expect(real.size).toBeGreaterThan(10);
    expect(sorted(real).filter((field) => !(field in logs!.entry.fields))).toEqual([]);
  });

  it("the queues are those of wrangler.toml, dead letters included", () => {
    const configured = new Set(
      [...wranglerToml.matchAll(/^\s*(?:queue|dead_letter_queue)\s*=\s*"([^"]+)"/gm)].map(
        (match) => match[1]!,
      ),
    );
    expect(configured.size).toBe(2);
    expect(sorted(entriesAt("queue").map(({ place }) => place.queue))).toEqual(sorted(configured));
  });

  it.each(entriesAt("queue"))("a message of $place.queue has the fields that the inventory names", ({
    entry,
  }) => {
    expect(fieldsOf(entry)).toEqual(sorted(Object.keys(logBatchSchema.shape)));
    for (const message of watch.sent)
      expect(Object.keys(message).filter((field) => !(field in entry.fields))).toEqual([]);
  });

  it("nothing is written to a cache", () => {
    expect(watch.cached).toEqual([]);
  });
});

describe("the bindings", () => {
  const sections = new Set([...wranglerToml.matchAll(/^\[+([a-z_.0-9]+)\]+/gm)].map((match) => match[1]!));
  const bindings = (section: string, name: string) =>
    [
      ...wranglerToml.matchAll(
        new RegExp(`^\\[+${section.replace(".", "\\.")}\\]+\\n((?:(?!\\[).*\\n?)*)`, "gm"),
      ),
    ].map((match) => new RegExp(`^${name}\\s*=\\s*"([^"]+)"`, "m").exec(match[1]!)?.[1]);

  it("give no further place to keep data", () => {
    expect(sections.has("d1_databases")).toBe(true);
    const storing = [
      "kv_namespaces",
      "analytics_engine_datasets",
      "vectorize",
      "hyperdrive",
      "pipelines",
      "workflows",
      "tail_consumers",
      "logpush",
    ];
    expect(storing.filter((section) => sections.has(section))).toEqual([]);
    expect(bindings("d1_databases", "binding")).toEqual(["DB"]);
    expect(sorted(bindings("r2_buckets", "binding").map(String))).toEqual(
      sorted(new Set(entriesAt("r2_prefix").map(({ place }) => place.bucket))),
    );
    expect(sorted(bindings("durable_objects.bindings", "class_name").map(String))).toEqual(
      sorted(Object.keys(OBJECTS)),
    );
    expect(wranglerToml).toMatch(/\[observability\]\nenabled = false/);
  });
});

describe("each entry", () => {
  it("has an id of its own and a place of its own", () => {
    expect(new Set(INVENTORY.map(({ id }) => id)).size).toBe(INVENTORY.length);
    expect(new Set(INVENTORY.map(({ place }) => JSON.stringify(place))).size).toBe(INVENTORY.length);
  });

  it.each(
    INVENTORY.map((entry) => [entry.id, entry] as const),
  )("%s names only columns that exist, and says what is in each", (_, entry) => {
    const { retention, subject, export: shown, fields } = entry;
    const named: string[] = [];
    if (retention.kind === "after_column" || retention.kind === "after_calendar")
      named.push(retention.column);
    if (subject.kind === "connection" || subject.kind === "app" || subject.kind === "session")
      named.push(subject.column);
    if (shown.kind === "shown") named.push(...shown.columns);
    expect(named.filter((column) => !(column in fields))).toEqual([]);
    expect(Object.values(fields).every((meaning) => meaning.trim().length > 1)).toBe(true);
    expect(entry.purpose.length).toBeGreaterThan(10);
    if (shown.kind === "shown") expect(shown.columns.length).toBeGreaterThan(0);
  });

  it.each(
    INVENTORY.map((entry) => [entry.id, entry] as const),
  )("%s can be retained and erased as it says", (_, { retention, subject, erasure, place }) => {
    // What goes with its subject must lead to one; what goes with a connection must lead to a connection.
    if (erasure.kind === "with_subject") expect(subject.kind).not.toBe("none");
    if (retention.kind === "with_connection_metadata")
      expect(["connection", "object"]).toContain(subject.kind);
    if (subject.kind === "object") expect(place.kind).toBe("object_table");
    if (retention.kind === "after_day_partition") expect(place.kind).toBe("r2_prefix");
    if (retention.kind === "in_transit") expect(place.kind).toBe("queue");
  });

  it("of credentials is never shown in an export", () => {
    const vault = INVENTORY.filter(({ id }) => id.includes(".vault_"));
    expect(vault).toHaveLength(2);
    for (const entry of vault) {
      expect(entry.export.kind).toBe("described");
      expect(entry.retention.kind).toBe("with_connection_end");
      expect(entry.dataClass).toBe("authentication_data");
    }
  });
});

/** "Our Retention Policy", word for word. */
const POLICY = {
  authentication_data: "Authentication Data: Retained for the duration of the connection",
  usage_analytics: "Usage Analytics: Aggregated and anonymized after 24 months",
  system_logs: "System Logs: Retained for 90 days for security purposes",
  connection_metadata: "Connection Metadata: Deleted within 30 days of disconnection",
} as const;

function periodIn(clause: string) {
  const [, count, unit] = /(\d+) (months|days)/.exec(clause) ?? [];
  return { [unit!]: Number(count) };
}

describe("the policy", () => {
  it("has four classes, and each occurs", () => {
    for (const name of Object.keys(POLICY)) {
      expect(DATA_CLASSES).toContain(name);
      expect(
        INVENTORY.some(({ dataClass }) => dataClass === name),
        name,
      ).toBe(true);
    }
  });

  it("sets the periods", () => {
    expect(PERIODS.usageAnalytics).toEqual(periodIn(POLICY.usage_analytics));
    expect(PERIODS.systemLogs).toEqual(periodIn(POLICY.system_logs));
    expect(PERIODS.connectionMetadata).toEqual(periodIn(POLICY.connection_metadata));
    expect([PERIODS.usageAnalytics, PERIODS.systemLogs, PERIODS.connectionMetadata]).toEqual([
      { months: 24 },
      { days: 90 },
      { days: 30 },
    ]);
  });

  it("is what each entry of its classes keeps to", () => {
    const from = Date.UTC(2026, 0, 31);
    const longest = {
      usage_analytics: endOf(from, PERIODS.usageAnalytics),
      system_logs: endOf(from, PERIODS.systemLogs),
      connection_metadata: endOf(from, PERIODS.connectionMetadata),
    };
    for (const { id, dataClass, retention } of INVENTORY) {
      if (!(dataClass in longest) || !("period" in retention)) continue;
      expect(endOf(from, retention.period), id).toBeLessThanOrEqual(
        longest[dataClass as keyof typeof longest],
      );
    }
    const daily = INVENTORY.find(({ id }) => id === "d1.usage_daily");
    expect(daily).toMatchObject({ end: "anonymise", retention: { period: PERIODS.usageAnalytics } });
  });
});

describe("the sandbox", () => {
  it("keeps its codes and tokens no longer than the inventory says", async () => {
    const stub = env.SANDBOX.getByName("dakar-mode");
    await connectSandbox(await newDeveloper(), "dakar-mode");
    const rows = () =>
      runInDurableObject(stub, (_, state) =>
        entriesAt("object_table")
          .filter(({ place }) => place.object === "SandboxObject")
          .map(
            ({ place }) =>
              state.storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${place.table}`).one().n,
          )
          .reduce((sum, n) => sum + n, 0),
      );
    expect(await rows()).toBeGreaterThanOrEqual(4);
    const now = frozenClock(clock.now() + 2 * HOUR);
    try {
      await runDurableObjectAlarm(stub);
      const left = await runInDurableObject(
        stub,
        (_, state) =>
          state.storage.sql
            .exec<{ n: number }>(
              "SELECT (SELECT count(*) FROM codes) + (SELECT count(*) FROM access_tokens) AS n",
            )
            .one().n,
      );
      expect(left).toBe(0);
      now.add(90 * DAY);
      await runDurableObjectAlarm(stub);
      expect(await rows()).toBe(0);
    } finally {
      now.release();
    }
  });
});

describe("the looking itself", () => {
  it("sees a table and a column that nobody named", async () => {
    await env.DB.batch([
      env.DB.prepare("CREATE TABLE planted (customer TEXT)"),
      env.DB.prepare("ALTER TABLE apps ADD COLUMN planted TEXT"),
    ]);
    expect(await d1Tables()).toContain("planted");
    expect(await d1Columns("apps")).toContain("planted");
    await env.DB.batch([
      env.DB.prepare("DROP TABLE planted"),
      env.DB.prepare("ALTER TABLE apps DROP COLUMN planted"),
    ]);
    const seen = await runInDurableObject(connectionStub(env, shopId)!, (_, state) => {
      state.storage.sql.exec(
        "CREATE TABLE planted (customer TEXT); ALTER TABLE connection ADD COLUMN planted TEXT",
      );
      const tables = objectTables(state);
      state.storage.sql.exec("DROP TABLE planted; ALTER TABLE connection DROP COLUMN planted");
      return tables;
    });
    expect([...seen.keys()]).toContain("planted");
    expect(seen.get("connection")).toContain("planted");
  });
});
