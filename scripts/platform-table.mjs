// Writes docs/platforms.md from the registry of adapters; with --check it only fails where that is not current.
// Run by `npm run docs:platforms`, with Node's own TypeScript support.
import { readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

// The sources name their neighbours as bundlers do, without an extension.
registerHooks({
  resolve(specifier, context, next) {
    const isBare = specifier.startsWith(".") && !/\.(m?[jt]s|json)$/.test(specifier);
    return next(isBare ? `${specifier}.ts` : specifier, context);
  },
});

const { allAdapters } = await import("../src/platforms/registry.ts");
const { RESOURCES } = await import("../src/platforms/adapter.ts");

const FAMILIES = {
  oauth_redirect: "OAuth redirect",
  pushed_credentials: "pushed credentials",
  install_claim: "install, then claim",
  pasted_key: "pasted key",
};
const FILE = new URL("../docs/platforms.md", import.meta.url);

const adapters = [...(await allAdapters())].sort((a, b) => (a.key < b.key ? -1 : 1));
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (cells) => `| ${cells.map(cell).join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const overview = table(
  ["platform", "key", "connected by", "API version", ...RESOURCES, "webhooks"],
  adapters.map((adapter) => [
    adapter.name,
    `\`${adapter.key}\``,
    FAMILIES[adapter.connect.kind],
    adapter.apiVersion,
    ...RESOURCES.map((resource) => (adapter.resources[resource] ? "yes" : "–")),
    adapter.webhooks ? "yes" : "–",
  ]),
);

const sections = adapters.map((adapter) => {
  const { connect, limits, scopes } = adapter;
  const revoke =
    connect.revoke.kind === "impossible"
      ? `cannot be revoked: ${connect.revoke.why}`
      : "revoked at the platform";
  const facts = [
    `- Connected by: ${FAMILIES[connect.kind]}. On disconnecting: ${revoke}.`,
    `- Scopes asked for: ${scopes.length > 0 ? scopes.map((scope) => `\`${scope}\``).join(", ") : "none"}.`,
    `- Limits: ${limits.description}`,
  ];
  const rows = RESOURCES.flatMap((resource) => {
    const one = adapter.resources[resource];
    if (!one) return [];
    const filters = one.filters.map((filter) => `\`${filter}\``).join(", ") || "–";
    const statuses = one.statuses ? ` (${one.statuses.join(", ")})` : "";
    return [[resource, filters + statuses, String(one.maxPageSize), one.notes.join(" ") || "–"]];
  });
  return [
    `## ${adapter.name}`,
    facts.join("\n"),
    table(["resource", "filters", "page", "limits"], rows),
  ].join("\n\n");
});

const text = `${[
  "# Platforms",
  "Made by `npm run docs:platforms` from `src/platforms/registry.ts`; `GET /v1/platforms` tells the same. How to add one: [add-a-platform.md](add-a-platform.md).",
  overview,
  ...sections,
].join("\n\n")}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(FILE, "utf8") !== text) {
    console.error("docs/platforms.md is not current: run `npm run docs:platforms`");
    process.exit(1);
  }
  console.log(`docs/platforms.md is current: ${adapters.length} platforms`);
} else {
  writeFileSync(FILE, text);
  console.log(`docs/platforms.md: ${adapters.length} platforms`);
}
