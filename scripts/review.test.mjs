// The threat model and the security review name, for each protection, the test that fails when it is gone. This holds
// them to it: each named file is there, and has a test of that title; each named source is there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./local.mjs";

const DOCUMENTS = ["docs/threat-model.md", "docs/security-review.md"];
const TEST_FILE = /`((?:test|scripts)\/[\w./-]+\.test\.(?:tsx?|mjs))`/g;
/** A file, and the titles after it, in quotation marks and divided by commas. */
const NAMED = /`((?:test|scripts)\/[\w./-]+\.test\.(?:tsx?|mjs))`((?:,? "[^"]+")+)/g;
const SOURCE = /`((?:src|scripts|test|docs|migrations)\/[\w./-]+)`/g;

const read = (path) => readFileSync(join(root, path), "utf8");
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether a test file has a test of this title: a string that is followed by what is run. */
function has(source, title) {
  return new RegExp(`["\`]${escaped(title)}["\`],\\s*(?:async\\b|\\(|function\\b|\\w+ =>)`).test(source);
}

for (const document of DOCUMENTS) {
  const text = read(document);

  test(`${document}: every test it names is there, under that title`, () => {
    const named = [...text.matchAll(NAMED)];
    assert.ok(named.length > 40, "it names hardly any");
    for (const [, file, titles] of named) {
      assert.ok(existsSync(join(root, file)), file);
      const source = read(file);
      for (const [, title] of titles.matchAll(/"([^"]+)"/g))
        assert.ok(has(source, title), `${file}: ${title}`);
    }
  });

  test(`${document}: no test file is named without a title`, () => {
    assert.equal([...text.matchAll(TEST_FILE)].length, [...text.matchAll(NAMED)].length);
  });

  test(`${document}: every source it names is there`, () => {
    for (const [, path] of text.matchAll(SOURCE)) assert.ok(existsSync(join(root, path)), path);
  });
}

test("the review goes through all of the OWASP API Top 10 and of RFC 9700", () => {
  const text = read("docs/security-review.md");
  for (let at = 1; at <= 10; at++) assert.match(text, new RegExp(`^### API${at}:2023 `, "m"));
  for (const section of ["2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3", "2.4", "2.5", "2.6"])
    assert.ok(text.includes(`| ${section} `), `RFC 9700 §${section}`);
  for (let at = 1; at <= 17; at++) assert.ok(text.includes(`| 4.${at} `), `RFC 9700 §4.${at}`);
});

test("a title that no test has is noticed", () => {
  const source = 'it("is refused", async () => {});';
  assert.ok(has(source, "is refused"));
  assert.ok(!has(source, "is taken"));
  assert.ok(!has('const words = "is refused";', "is refused"));
});
