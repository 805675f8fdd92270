import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { monthly, PATTERNS, PRICES, quantities, table, VOLUMES } from "./costs.mjs";
import { root } from "./local.mjs";

test("the table in docs/deploy.md is the one that is computed", () => {
  assert.ok(readFileSync(join(root, "docs/deploy.md"), "utf8").includes(table()));
});

test("every priced item has a quantity, and every quantity a price", () => {
  assert.deepEqual(Object.keys(quantities(1e6, "spread")), Object.keys(PRICES));
});

test("what the plan includes costs the plan alone, and more calls never cost less", () => {
  assert.equal(monthly(0, "bursts").total, 5);
  for (const pattern of Object.keys(PATTERNS)) {
    const totals = VOLUMES.map((calls) => monthly(calls, pattern).total);
    assert.deepEqual(
      totals,
      [...totals].sort((a, b) => a - b),
    );
  }
});

test("the limits it names are those of wrangler.toml", () => {
  const toml = readFileSync(join(root, "wrangler.toml"), "utf8");
  const source = readFileSync(join(root, "scripts/costs.mjs"), "utf8");
  for (const [here, there] of [
    [/flushSeconds: (\d+)/, /METER_FLUSH_SECONDS = "(\d+)"/],
    [/queueBatch: (\d+)/, /max_batch_size = (\d+)/],
    [/queueBatchSeconds: (\d+)/, /max_batch_timeout = (\d+)/],
  ])
    assert.equal(here.exec(source)?.[1], there.exec(toml)?.[1], String(there));
});
