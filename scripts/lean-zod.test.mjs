import assert from "node:assert/strict";
import { test } from "node:test";
import * as zod from "zod";
import * as lean from "../src/zod/lean-zod.mjs";

/** What is left out on purpose; see docs/decisions/0013-lean-zod.md. */
const LEFT_OUT = [
  "core",
  "fromJSONSchema",
  "locales",
  "compile",
  "INVALID",
  "withParser",
  "ZodCompileAsyncError",
  "ZodCompileUnsupportedError",
];

test("the bundled zod exports what zod does, but for what is left out on purpose", () => {
  assert.deepEqual(
    Object.keys(lean).sort(),
    Object.keys(zod)
      .filter((name) => !LEFT_OUT.includes(name))
      .sort(),
  );
});

test("what it exports is zod's own, and speaks English", () => {
  assert.equal(lean.ZodObject, zod.ZodObject);
  const { error } = lean.z.string().safeParse(1);
  assert.match(error.issues[0].message, /expected string/);
});
