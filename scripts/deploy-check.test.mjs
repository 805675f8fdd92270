import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { unstable_readConfig as readConfig } from "wrangler";
import * as check from "./deploy-checks.mjs";
import { root } from "./local.mjs";

const text = (path) => readFileSync(join(root, path), "utf8");
const env = text("src/config/env.d.ts");
const cron = text("src/cron.ts");
const journal = JSON.parse(text("migrations/meta/_journal.json"));
const files = readdirSync(join(root, "migrations"));

/** The configuration of this tree, as somebody who deploys it would complete it. */
function ready() {
  const config = structuredClone(readConfig({ config: join(root, "wrangler.toml") }));
  config.d1_databases[0].database_id = "5f0c1a3e-1111-4222-8333-944445555666";
  return config;
}
const changed = (change) => {
  const config = ready();
  change(config);
  return config;
};
const faulty = (verdict, words) => {
  assert.equal(verdict.kind, "fault", verdict.text);
  assert.match(verdict.text, words);
};

test("this tree, completed, has no fault", () => {
  const config = ready();
  for (const verdict of [
    check.bindings(config, env),
    check.database(config),
    check.address(config),
    check.environment(config),
    check.objects(config),
    check.triggers(config, cron),
    check.compatibility(config, Date.parse(config.compatibility_date) + 30 * 86_400_000),
    check.migrations(files, journal),
  ])
    assert.equal(verdict.kind, "ok", verdict.text);
});

test("a binding that the code names and nobody bound is found, and the other way round", () => {
  faulty(
    check.bindings(
      changed((c) => c.r2_buckets.pop()),
      env,
    ),
    /BUNDLES_EU is not bound/,
  );
  const more = (c) => c.r2_buckets.push({ binding: "ATTIC", bucket_name: "attic" });
  faulty(check.bindings(changed(more), env), /ATTIC is bound, and nothing uses it/);
  faulty(
    check.bindings(
      changed((c) => delete c.vars.PUBLIC_ORIGIN),
      env,
    ),
    /PUBLIC_ORIGIN is neither/,
  );
  faulty(
    check.bindings(
      changed((c) => (c.vars.SPARE = "1")),
      env,
    ),
    /SPARE stands in \[vars\]/,
  );
});

test("the placeholder of the database is found", () => {
  const zeros = "00000000-0000-0000-0000-000000000000";
  faulty(check.database(changed((c) => (c.d1_databases[0].database_id = zeros))), /placeholder/);
});

test("an address that leads nowhere, in clear, or past Access is found", () => {
  faulty(check.address(changed((c) => (c.routes = undefined))), /no route leads/);
  faulty(check.address(changed((c) => (c.routes = ["other.example/*"]))), /no route leads/);
  faulty(check.address(changed((c) => (c.vars.PUBLIC_ORIGIN = "http://a.example"))), /no https origin/);
  faulty(check.address(changed((c) => (c.workers_dev = true))), /workers_dev/);
  faulty(check.address(changed((c) => (c.preview_urls = undefined))), /preview_urls/);
});

test("values of a local run, secrets in the open and a second store of logs are found", () => {
  faulty(check.environment(changed((c) => (c.vars.ENVIRONMENT = "local"))), /not production/);
  faulty(check.environment(changed((c) => (c.vars.VAULT_KEYS = "1:x"))), /VAULT_KEYS stands in/);
  faulty(check.environment(changed((c) => (c.observability.enabled = true))), /outside the inventory/);
});

test("an object that no migration makes, and migrations out of order, are found", () => {
  const more = (c) => c.durable_objects.bindings.push({ name: "NEW", class_name: "NewObject" });
  faulty(check.objects(changed(more)), /no migration makes NewObject/);
  faulty(check.objects(changed((c) => (c.migrations[0].tag = "v2"))), /out of order/);
  faulty(check.objects(changed((c) => c.durable_objects.bindings.pop())), /is made and not bound/);
});

test("a trigger that is missing or does nothing, and a missing dead-letter queue, are found", () => {
  const some = ["* * * * *", "*/5 * * * *", "1-59/5 * * * *", "2-59/5 * * * *"];
  faulty(
    check.triggers(
      changed((c) => (c.triggers.crons = some)),
      cron,
    ),
    /^the trigger \*\/2 \* \* \* \* of keepConnectionsAlive is missing$/,
  );
  faulty(
    check.triggers(
      changed((c) => c.triggers.crons.push("0 3 * * *")),
      cron,
    ),
    /0 3 \* \* \* has no works/,
  );
  faulty(
    check.triggers(
      changed(() => {}),
      "",
    ),
    /names no trigger's works/,
  );
  faulty(
    check.triggers(
      changed((c) => (c.queues.consumers[0].dead_letter_queue = undefined)),
      cron,
    ),
    /dead-letter/,
  );
});

test("an old, future or missing compatibility date is found, and the flag against side doors is wanted", () => {
  const now = Date.parse("2028-01-01");
  faulty(check.compatibility(ready(), now), /within the last year/);
  faulty(check.compatibility(ready(), Date.parse("2020-01-01")), /within the last year/);
  const none = changed((c) => (c.compatibility_flags = []));
  faulty(check.compatibility(none, Date.parse("2026-12-01")), /front door/);
});

test("migrations with a gap, without a place in the journal, or in another order are found", () => {
  const sql = files.filter((file) => file.endsWith(".sql")).sort();
  faulty(check.migrations(sql.toSpliced(1, 1), journal), /without gaps.*has no file/);
  faulty(
    check.migrations([...sql, `${String(sql.length).padStart(4, "0")}_more.sql`], journal),
    /not in the journal/,
  );
  const [first, second, ...rest] = journal.entries;
  faulty(check.migrations(sql, { entries: [second, first, ...rest] }), /another order.*times go back/);
});

test("a migration that was changed after its release is found; without a release nothing is claimed", () => {
  faulty(
    check.unchanged([{ status: "M", path: "migrations/0000_foundation.sql" }]),
    /0000_foundation.*changed/,
  );
  faulty(check.unchanged([{ status: "D", path: "migrations/0001_x.sql" }]), /0001_x/);
  assert.equal(check.unchanged([{ status: "A", path: "migrations/0009_new.sql" }]).kind, "ok");
  assert.equal(check.unchanged(null).kind, "not_checked");
});

test("a missing secret and one of a local run are found; without an account nothing is claimed", () => {
  faulty(check.secrets(check.SECRETS.slice(1)), /VAULT_KEYS is missing/);
  faulty(check.secrets([...check.SECRETS, "OPS_DEV_TOKEN"]), /must not be set/);
  assert.match(check.secrets(check.SECRETS).text, /without PLATFORM_CLIENTS/);
  assert.equal(check.secrets([...check.SECRETS, ...check.FURTHER_SECRETS]).kind, "ok");
  assert.equal(check.secrets(null).kind, "not_checked");
});

test("what was not checked is told apart from what is well", () => {
  const lines = check.told([
    { name: "a", verdict: { kind: "ok", text: "well" } },
    { name: "b", verdict: { kind: "not_checked", text: "no account" } },
    { name: "c", verdict: { kind: "fault", text: "gone" } },
  ]);
  assert.deepEqual(
    lines.map((line) => line.replace(/ +/g, " ")),
    ["ok a: well", "not checked b: no account", "FAULT c: gone"],
  );
});

test("the secrets it asks for are those that the configuration reads", () => {
  const { text: names } = check.namesInEnv(env);
  for (const name of [...check.SECRETS, ...check.FURTHER_SECRETS, ...check.LOCAL_ONLY])
    assert.ok(names.includes(name), name);
});
