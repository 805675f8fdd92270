// Makes public/: the hosted pages' stylesheet, icon and translations, the portal's scripts, uPlot, the security policy
// that security.txt names, and the reference page's files from swagger-ui-dist. Plain Node, no network: `npm run build:assets`.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);

/** In the order of the cascade. */
const STYLES = ["ground", "frame", "parts", "records", "connect", "privacy", "settings", "portal"];

/** Whose texts there are, as src/pages/translations.ts reads them. */
const TEXTS = ["pages", "connect", "privacy", "mail"];

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
await mkdir(at("public/assets/texts"), { recursive: true });
await mkdir(at("public/docs-assets"), { recursive: true });

const palettes = JSON.parse(await readFile(at("src/pages/styles/colours.json"), "utf8"));
const sheets = await Promise.all(
  STYLES.map(async (name) => checked(name, await readFile(at("src/pages/styles", `${name}.css`), "utf8"))),
);
await writeFile(at("public/assets/metristack.css"), [colours(palettes), ...sheets].join("\n"));
await copyFile(at("src/pages/icon.svg"), at("public/assets/icon.svg"));
await import("./build-embed.mjs");
for (const file of ["portal.js", "usage-chart.js"])
  await copyFile(at("src/portal", file), at("public/assets", file));

await copyFile(at("SECURITY.md"), at("public/assets/security-policy.txt"));

const uplot = dirname(createRequire(import.meta.url).resolve("uplot/package.json"));
for (const [file, name] of [
  ["dist/uPlot.iife.min.js", "uplot.js"],
  ["dist/uPlot.min.css", "uplot.css"],
  ["LICENSE", "uplot.LICENSE.txt"],
])
  await copyFile(join(uplot, file), at("public/assets", name));

for (const file of await readdir(at("src/pages/texts"))) {
  const parts = TEXTS.map(async (part) => [
    part,
    JSON.parse(await readFile(at("src", part, "texts", file), "utf8")),
  ]);
  await writeFile(
    at("public/assets/texts", file),
    JSON.stringify(Object.fromEntries(await Promise.all(parts))),
  );
}

const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
for (const file of SWAGGER_UI) await copyFile(join(swagger, file), at("public/docs-assets", file));
for (const file of ["swagger-init.js", "reference.css"])
  await copyFile(at("src/docs", file), at("public/docs-assets", file));

/** The palettes as custom properties; their contrast is held to WCAG 2.2 AA by test/pages/colours.test.ts. */
function colours({ light, dark }) {
  const names = (palette) =>
    Object.entries(palette)
      .map(([name, value]) => `--${name}: ${value};`)
      .join(" ");
  return [
    `:root { color-scheme: light dark; ${names(light)} }`,
    `@media (prefers-color-scheme: dark) { :root { ${names(dark)} } }`,
    "",
  ].join("\n");
}

/** A sheet that keeps to the palette (so that the contrast test means something), to this origin, and to RTL. */
function checked(name, css) {
  const rules = [
    [/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(/i, "names a colour that is not in colours.json"],
    [/url\(|@import/i, "loads something"],
    [
      /\b(?:margin|padding|border)-(?:left|right)\b|^\s*(?:left|right):|text-align: (?:left|right)/m,
      "has a left or right",
    ],
  ];
  for (const [pattern, fault] of rules) {
    const found = pattern.exec(css);
    if (found) throw new Error(`src/pages/styles/${name}.css ${fault}: ${found[0].trim()}`);
  }
  for (const [, used] of css.matchAll(/var\(--([a-z-]+)\)/g)) {
    if (!(used in palettes.light && used in palettes.dark))
      throw new Error(
        `src/pages/styles/${name}.css uses --${used}, which colours.json does not name in both schemes`,
      );
  }
  return css;
}
