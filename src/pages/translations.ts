import { DEFAULT_LANG, type Lang } from "./languages";
import { inWordsOf, type Words } from "./messages";

/** Whose texts they are: each has a folder `texts` with one file for each language but English. */
export type Part = "pages" | "connect" | "privacy" | "mail";

/** A language's asset, written by scripts/build-assets.mjs. */
type Translation = Readonly<Record<Part, Words>>;

// Results alone are kept, never promises: one that hangs on another request's end might never settle.
const read = new Map<Lang, Translation>();

/**
 * The language, when its texts are at hand or can be fetched; else English, so that a page or mail never names a
 * language that it does not speak. Whatever speaks to people gets its language by this.
 */
export async function spoken(env: Pick<Env, "ASSETS" | "PUBLIC_ORIGIN">, lang: Lang): Promise<Lang> {
  if (lang === DEFAULT_LANG || read.has(lang)) return lang;
  try {
    const answer = await env.ASSETS.fetch(new URL(`/assets/texts/${lang}.json`, env.PUBLIC_ORIGIN));
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    read.set(lang, await answer.json<Translation>());
    return lang;
  } catch (error) {
    console.warn(`texts: no ${lang}, so English is shown: ${error instanceof Error ? error.message : "?"}`);
    return DEFAULT_LANG;
  }
}

/** Looks up a part's texts, by a language that `spoken` gave. */
export function translated<T>(part: Part, english: T): (lang: Lang) => T {
  const made = new Map<Lang, T>();
  return (lang) => {
    const texts = made.get(lang);
    if (texts) return texts;
    const translation = read.get(lang);
    if (!translation) return english;
    const own = inWordsOf(lang, english, translation[part]);
    made.set(lang, own);
    return own;
  };
}
