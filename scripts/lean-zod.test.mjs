import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as zod from "zod";
import * as lean from "../src/zod/lean-zod.mjs";

const root = new URL("..", import.meta.url);
const LIBRARIES = ["@asteasolutions/zod-to-openapi", "@hono/zod-openapi", "@hono/zod-validator"].map(
  (name) => `node_modules/${name}/dist/index.mjs`,
);
/** Named in types alone, as `z.core.$ZodIssue` is. */
const TYPES = ["core", "output"];

/** The exports of zod that our sources and the libraries over it name, by a property of `z` or `zod`. */
function used() {
  const names = new Set();
  const sources = readdirSync(new URL("src", root), { recursive: true }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  for (const file of [...sources.map((name) => `src/${name}`), ...LIBRARIES]) {
    const text = readFileSync(new URL(file, root), "utf8").replaceAll(/\/\*.*?\*\/|\/\/.*?$/gms, "");
    for (const [, name] of text.matchAll(/\b(?:z|zod)\s*\.\s*([A-Za-z]\w*)/g)) names.add(name);
    // Any other way in would go unseen here.
    for (const [, what] of text.matchAll(/import (?:type )?([^;]*?) from ["']zod(?:\/[^"']*)?["']/gs))
      assert.match(what, /^(\{ (type )?z \}|\* as z)$/, file);
  }
  return [...names].filter((name) => name in zod && !TYPES.includes(name)).sort();
}

test("the bundled zod exports what is used of zod, and nothing else", () => {
  const names = Object.keys(lean).filter((name) => !["z", "default"].includes(name));
  assert.deepEqual(names.sort(), used());
});

test("what it exports is zod's own, and speaks English", () => {
  const own = Object.entries(lean).filter(([name, value]) => name !== "z" && typeof value === "function");
  const theirs = new Map(Object.entries(zod));
  for (const [name, value] of own) assert.equal(value, theirs.get(name), name);
  const { error } = lean.z.string().safeParse(1);
  assert.match(error.issues[0].message, /expected string/);
});
