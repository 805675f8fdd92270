import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { htmlEntities } from "../src/mail/html-entities.mjs";

const whole = new URL("../node_modules/postal-mime/dist/esm/html-entities.js", import.meta.url);

test("each named character means what it does in the list that it is bundled in place of", async () => {
  // The package exports its entrance only: the file is read from where the bundler finds it.
  const { htmlEntities: theirs } = await import(pathToFileURL(whole.pathname).href);
  assert.ok(Object.keys(htmlEntities).length > 110);
  for (const [name, character] of Object.entries(htmlEntities)) assert.equal(character, theirs[name], name);
});

test("the parser still asks for the list by the name that the alias has", () => {
  const parser = new URL("text-format.js", whole);
  assert.match(readFileSync(parser, "utf8"), /from '\.\/html-entities\.js'/);
});
