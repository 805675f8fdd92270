import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { htmlEntities } from "../src/mail/lean-entities.mjs";

const folder = dirname(createRequire(import.meta.url).resolve("postal-mime/package.json"));
const theirs = (file) => join(folder, "dist/esm", file);

test("the bundled named characters are postal-mime's own, but fewer", async () => {
  const { htmlEntities: whole } = await import(pathToFileURL(theirs("html-entities.js")).href);
  assert.ok(Object.keys(htmlEntities).length > 110);
  for (const [name, text] of Object.entries(htmlEntities)) assert.equal(text, whole[name], name);
});

test("postal-mime still takes them by the name that wrangler.toml has", () => {
  assert.match(
    readFileSync(theirs("text-format.js"), "utf8"),
    /htmlEntities \} from '\.\/html-entities\.js'/,
  );
});
