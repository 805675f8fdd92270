// Makes public/: the hosted pages' stylesheet and icon, and the reference page's files from swagger-ui-dist.
// Plain Node, no network: `npm run build:assets`.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);

/** In the order of the cascade. */
const STYLES = ["colours", "ground", "frame", "parts", "records", "connect", "settings"];

const SWAGGER_UI = [
  "swagger-ui.css",
  "swagger-ui-bundle.js",
  "swagger-ui-bundle.js.LICENSE.txt",
  "LICENSE",
  "NOTICE",
];

// Only what this script makes is removed: others may keep files of their own in public/.
await Promise.all(
  ["assets", "docs-assets"].map((folder) => rm(at("public", folder), { recursive: true, force: true })),
);
await mkdir(at("public/assets"), { recursive: true });
await mkdir(at("public/docs-assets"), { recursive: true });

const sheets = await Promise.all(
  STYLES.map((name) => readFile(at("src/pages/styles", `${name}.css`), "utf8")),
);
await writeFile(at("public/assets/metristack.css"), sheets.join("\n"));
await copyFile(at("src/pages/icon.svg"), at("public/assets/icon.svg"));

const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
for (const file of SWAGGER_UI) await copyFile(join(swagger, file), at("public/docs-assets", file));
for (const file of ["swagger-init.js", "reference.css"])
  await copyFile(at("src/docs", file), at("public/docs-assets", file));
