import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { texts } from "../../src/connect/texts";
import { mailTexts } from "../../src/mail/texts";
import { LANGS } from "../../src/pages/languages";
import { layoutTexts } from "../../src/pages/layout-texts";
import type { Words } from "../../src/pages/messages";
import { spoken } from "../../src/pages/translations";
import { privacyTexts } from "../../src/privacy/texts";
import worker from "../../src/worker";
import { ORIGIN } from "../support/harness";
import { tagsOf, textOf } from "./markup";

const OTHERS = LANGS.filter((lang) => lang !== "en");
const ENGLISH = {
  pages: layoutTexts("en"),
  connect: texts("en"),
  privacy: privacyTexts("en"),
  mail: mailTexts("en"),
};

/** The bindings with assets that answer so, and how often they were asked. */
function served(answer: () => Promise<Response>) {
  const fetch = vi.fn(answer);
  return { bindings: { ...env, ASSETS: { ...env.ASSETS, fetch } as unknown as Fetcher }, fetch };
}

// First in the file: what was fetched once stays.
describe("a language whose texts cannot be had", () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ["is not there", async () => new Response(null, { status: 404 })],
    ["is cut off", async () => new Response('{"connect": {"app"')],
    ["cannot be reached", async () => Promise.reject(new Error("gone"))],
  ])("gives way to English, with a warning, when its file %s", async (_, answer) => {
    const warning = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { bindings } = served(answer);
    expect(await spoken(bindings, "fr")).toBe("en");
    expect(warning).toHaveBeenCalledWith(expect.stringMatching(/^texts: no fr, so English is shown: /));

    const page = await worker.fetch(
      new Request(`${ORIGIN}/privacy?lang=fr`) as Request<unknown, IncomingRequestCfProperties>,
      bindings,
      createExecutionContext(),
    );
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(tagsOf(html).find(({ name }) => name === "html")?.attributes).toMatchObject({
      lang: "en",
      dir: "ltr",
    });
    expect(textOf(html)).toContain(ENGLISH.privacy.start.title);
  });

  it("is spoken as soon as they can, and they are fetched once", async () => {
    const { bindings, fetch } = served(() => env.ASSETS.fetch(`${ORIGIN}/assets/texts/fr.json`));
    expect(await spoken(bindings, "fr")).toBe("fr");
    expect(await spoken(bindings, "fr")).toBe("fr");
    expect(await spoken(bindings, "en")).toBe("en");
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(texts("fr").closePage).toBe("Vous pouvez fermer cette page.");
    expect(layoutTexts("fr").language).toBe("Langue");
    expect(mailTexts("fr").body({ right: "R", link: "L", days: 14, centre: "C" })[3]).toBe("L");
  });
});

describe.each(OTHERS)("the file of %s", async (lang) => {
  const file = await (await env.ASSETS.fetch(`${ORIGIN}/assets/texts/${lang}.json`)).json<Words>();

  it("has what English has, nothing less and nothing more", () => {
    expect(shapeOf(ENGLISH, file)).toEqual(shapeOf(ENGLISH, ENGLISH));
  });

  it("fills in exactly what English does", () => {
    for (const [path, english, words] of templates(ENGLISH, file)) {
      const placeholders = new Set(placeholdersOf(words));
      const wanted = namesIn(english);
      if (wanted === "one value") expect(placeholders.size, path).toBe(1);
      else expect([...placeholders].sort(), path).toEqual(wanted);
    }
  });

  it("has forms only for what can be told apart, and one for the rest", () => {
    const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const [path, , words] of templates(ENGLISH, file)) {
      if (typeof words === "string" || Array.isArray(words)) continue;
      const forms = Object.keys(words);
      expect([...categories, "none"], path).toEqual(expect.arrayContaining(forms));
      expect(forms, path).toContain("other");
    }
  });
});

/** The paths of all texts, and of what kind each is; a template has English's kind. */
function shapeOf(english: unknown, words: unknown, path = ""): string[] {
  if (typeof english === "function") return [`${path}: ${words === undefined ? "missing" : "a template"}`];
  if (typeof english !== "object" || english === null || Array.isArray(english))
    return [`${path}: ${Array.isArray(words) ? `${words.length} texts` : typeof words}`];
  const inner = Object(words) as Record<string, unknown>;
  return [...new Set([...Object.keys(english), ...Object.keys(inner)])]
    .sort()
    .flatMap((key) => shapeOf((english as Record<string, unknown>)[key], inner[key], `${path}/${key}`));
}

type Template = (value: unknown) => unknown;

function templates(english: unknown, words: Words, path = ""): [string, Template, Words][] {
  if (typeof english === "function") return [[path, english as Template, words]];
  if (typeof english !== "object" || english === null || Array.isArray(english)) return [];
  return Object.entries(english).flatMap(([key, inner]) =>
    templates(inner, (words as Record<string, Words>)[key] as Words, `${path}/${key}`),
  );
}

function placeholdersOf(words: Words): string[] {
  return typeof words === "string"
    ? [...words.matchAll(/\{(.*?)\}/g)].map(([, name = ""]) => name)
    : Object.values(words).flatMap(placeholdersOf);
}

/** What English reads from the object it is given; or that it shows the one value itself. */
function namesIn(template: Template): string[] | "one value" {
  if (String(template("«VALUE»")).includes("«VALUE»")) return "one value";
  const names = new Set<string>();
  template(new Proxy({}, { get: (_, name) => names.add(String(name)) }));
  return [...names].sort();
}
