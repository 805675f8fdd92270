import type { PolicyBlock, PolicySection } from "./end-user-policy";

/**
 * A policy's text as people edit it: `## ` and `### ` begin a section, `- ` an item of a list, an empty line ends a
 * paragraph. `sectionsOf(textOf(sections))` is what it was.
 */
export function textOf(sections: readonly PolicySection[]): string {
  return sections
    .map(({ heading, level, blocks }) =>
      [`${"#".repeat(level)} ${heading}`, ...blocks.map(blockText)].join("\n\n"),
    )
    .join("\n\n");
}

const blockText = (block: PolicyBlock): string =>
  block.kind === "text" ? block.text : block.items.map((item) => `- ${item}`).join("\n");

/** What stands before the first heading belongs to no section and is left out: the schema then says what is missing. */
export function sectionsOf(text: string): PolicySection[] {
  const sections: { heading: string; level: 2 | 3; blocks: PolicyBlock[] }[] = [];
  for (const paragraph of text.replaceAll("\r\n", "\n").split(/\n\s*\n/)) {
    const lines = paragraph
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const heading = /^(##|###) (.+)$/.exec(lines[0] ?? "");
    if (heading?.[1] && heading[2]) {
      sections.push({ heading: heading[2], level: heading[1].length === 2 ? 2 : 3, blocks: [] });
      lines.shift();
    }
    const blocks = sections.at(-1)?.blocks;
    if (!blocks || lines.length === 0) continue;
    blocks.push(
      lines.every((line) => line.startsWith("- "))
        ? { kind: "list", items: lines.map((line) => line.slice(2)) }
        : { kind: "text", text: lines.join(" ") },
    );
  }
  return sections;
}
