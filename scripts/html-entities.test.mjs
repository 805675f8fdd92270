import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { htmlEntities as all } from "../node_modules/postal-mime/dist/esm/html-entities.js";
import { decodeHTMLEntities } from "../node_modules/postal-mime/dist/esm/text-format.js";
import * as own from "../src/mail/html-entities.ts";

const FOLDER = new URL("../node_modules/postal-mime/dist/esm/", import.meta.url);

test("each kept name stands for what it does in postal-mime", () => {
  const names = Object.keys(own.htmlEntities);
  assert.deepEqual(
    names.map((name) => [name, own.htmlEntities[name]]),
    names.map((name) => [name, all[name]]),
  );
});

test("the names of HTML 4 and XML are kept, those of Latin-1 without a semicolon too", () => {
  const names = Object.keys(own.htmlEntities);
  assert.equal(names.filter((name) => name.endsWith(";")).length, 252 + 1);
  assert.deepEqual(
    names.filter((name) => !name.endsWith(";")).sort(),
    Object.keys(all)
      .filter((name) => !name.endsWith(";") && !/^&(AMP|COPY|GT|LT|QUOT|REG)$/.test(name))
      .sort(),
  );
});

test("text is decoded as postal-mime does it", () => {
  for (const html of ["d&eacute;j&agrave; &amp;eacute; &#233;&#xe9; &euro;&nbsp;5", "&#1581; &unheard; & &;"])
    assert.equal(own.decodeEntities(html), decodeHTMLEntities(html));
});

test("postal-mime still imports its names in one place, by the path of the alias", async () => {
  const imports = [];
  for (const file of (await readdir(FOLDER)).filter((name) => name.endsWith(".js"))) {
    const text = await readFile(new URL(file, FOLDER), "utf8");
    imports.push(
      ...(text.match(/^(?:im|ex)port.*html-entities.*$/gm) ?? []).map((line) => `${file}: ${line}`),
    );
  }
  assert.deepEqual(imports, ["text-format.js: import { htmlEntities } from './html-entities.js';"]);
  const toml = await readFile(new URL("../wrangler.toml", import.meta.url), "utf8");
  assert.match(toml, /^"\.\/html-entities\.js" = "\.\/src\/mail\/html-entities\.ts"$/m);
});
