import type { JSX } from "hono/jsx/jsx-runtime";
import { expect } from "vitest";
import { dirOf, type Lang } from "../../src/pages/languages";

export interface Tag {
  name: string;
  attributes: Record<string, string>;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

export function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
}

export async function rendered(page: JSX.Element): Promise<string> {
  return String(await page);
}

/** Every start tag, in order. Enough of a parser for what our own renderer writes: attributes always quoted. */
export function tagsOf(html: string): Tag[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*\/?>/g)].map((match) => ({
    name: match[1] ?? "",
    attributes: Object.fromEntries(
      [...(match[2] ?? "").matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map((pair) => [
        pair[1] ?? "",
        unescaped(pair[2] ?? ""),
      ]),
    ),
  }));
}

/** What a reader sees, in one line. */
export function textOf(html: string): string {
  return unescaped(html.replace(/<head>.*<\/head>/s, "").replace(/<[^>]+>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

const LOADING = { link: "href", script: "src", img: "src", iframe: "src", object: "data", form: "action" };

/** What holds for every hosted page: language, headings, labels, and nothing that a strict policy would refuse. */
export function expectSoundPage(html: string, lang: Lang): void {
  const tags = tagsOf(html);
  expect(html.startsWith("<!DOCTYPE html>")).toBe(true);

  const root = tags.find(({ name }) => name === "html");
  expect(root?.attributes).toEqual({ lang, dir: dirOf(lang) });
  expect(tags.filter(({ name }) => name === "h1")).toHaveLength(1);
  expect(tags.filter(({ name }) => name === "main")).toHaveLength(1);
  expect(/<title>[^<]+<\/title>/.test(html)).toBe(true);

  const levels = tags.filter(({ name }) => /^h[1-6]$/.test(name)).map(({ name }) => Number(name.slice(1)));
  for (const [index, level] of levels.entries()) {
    if (index > 0)
      expect(level, "a heading level is left out").toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
  }

  const ids = tags.flatMap(({ attributes }) => (attributes.id ? [attributes.id] : []));
  expect(new Set(ids).size, "an id stands twice").toBe(ids.length);
  for (const { attributes } of tags) {
    for (const reference of ["aria-describedby", "aria-labelledby", "for"]) {
      for (const id of attributes[reference]?.split(" ") ?? []) expect(ids).toContain(id);
    }
  }
  const labelled = new Set(
    tags.filter(({ name }) => name === "label").map(({ attributes }) => attributes.for),
  );
  for (const { name, attributes } of tags) {
    if (!["input", "select", "textarea"].includes(name) || attributes.type === "hidden") continue;
    expect(labelled.has(attributes.id), `no label for ${attributes.name}`).toBe(true);
  }
  for (const [, content] of html.matchAll(/<(?:button|a)\b[^>]*>(.*?)<\/(?:button|a)>/gs)) {
    expect(textOf(content ?? ""), "a control without a name").not.toBe("");
  }

  expect(/<style\b/.test(html), "an inline stylesheet").toBe(false);
  expect(/<script\b(?![^>]*\ssrc=)/.test(html), "an inline script").toBe(false);
  for (const { name, attributes } of tags) {
    for (const attribute of Object.keys(attributes)) {
      expect(attribute === "style" || attribute.startsWith("on"), `${name} ${attribute}`).toBe(false);
    }
    const loads = attributes[LOADING[name as keyof typeof LOADING] ?? ""];
    if (loads !== undefined) expect(loads, `${name} reaches out`).toMatch(/^\/(?!\/)/);
    for (const address of [attributes.href, attributes.src]) {
      expect(address ?? "").not.toMatch(/^\s*(javascript|data|vbscript):/i);
    }
  }
}
