import { DEFAULT_LANG, LANGS, type Lang, languageOf } from "../pages/languages";
import { RIGHTS, type Right } from "../rights/types";
import { ARTICLES, COMMON_WORDS, NEGATIONS, RIGHT_WORDS } from "./words";

const MAX_READ = 10_000;
/** How many words before a right's name may turn it round. */
const NEGATION_REACH = 5;

/** A right named in a text. */
interface Mention {
  right: Right;
  /** Null where it was named by its article. */
  lang: Lang | null;
  at: number;
}

/**
 * Which right a mail asks for: the one its subject names first, else its text; access, which changes nothing, where
 * none is named. Only a first reading: the person sees it when they prove who they are. Pure; keeps nothing.
 */
export function rightOf(subject: string, text: string): Right {
  return mentions(subject)[0]?.right ?? mentions(text)[0]?.right ?? "access";
}

/** The language to answer in: of the mail's own words, else its `Content-Language`, else English. Pure. */
export function answerLanguage(subject: string, text: string, contentLanguage: string | null): Lang {
  const whole = `${subject}\n${text}`;
  const votes = new Map<Lang, number>();
  const vote = (lang: Lang, weight: number) => votes.set(lang, (votes.get(lang) ?? 0) + weight);
  for (const { lang } of mentions(whole)) if (lang) vote(lang, 1);
  const words = plain(whole).match(/\p{L}+/gu) ?? [];
  for (const word of words) {
    for (const [lang, common] of wordLists().common) if (common.has(word)) vote(lang, 1);
    if (/\p{Script=Arabic}/u.test(word)) vote("ar", 1);
  }
  const [first, second] = [...votes].sort(([, one], [, other]) => other - one);
  if (first && first[1] > (second?.[1] ?? 0)) return first[0];
  return languageOf(contentLanguage) ?? first?.[0] ?? DEFAULT_LANG;
}

/** In the order in which they stand. */
function mentions(text: string): Mention[] {
  const read = plain(text);
  const found: Mention[] = [];
  for (const { right, lang, pattern } of wordLists().patterns) {
    for (const { index } of read.matchAll(pattern)) {
      if (!isNegated(read.slice(0, index))) found.push({ right, lang, at: index });
    }
  }
  for (const match of read.matchAll(ARTICLE)) {
    const right = ARTICLES[Number(match[1])];
    if (right) found.push({ right, lang: null, at: match.index });
  }
  return found.sort((one, other) => one.at - other.at);
}

function isNegated(before: string): boolean {
  const sentence = before.slice(Math.max(...[...".,;:!?،؛؟"].map((sign) => before.lastIndexOf(sign))) + 1);
  const words = sentence.match(/\p{L}+/gu) ?? [];
  return words.slice(-NEGATION_REACH).some((word) => wordLists().negating.has(word));
}

/** Lower case, without accents and vowel signs, one kind of alif, hyphen and space; an empty line ends a sentence. */
function plain(text: string): string {
  return text
    .slice(0, MAX_READ)
    .normalize("NFKD")
    .replaceAll(/[\p{M}\u0640]/gu, "")
    .toLowerCase()
    .replaceAll("ى", "ي")
    .replaceAll("ة", "ه")
    .replaceAll(/\r?\n[ \t]*\r?\n/g, " . ")
    .replaceAll(/['’‘ʼ`_\-\s]+/g, " ");
}

// Arabic writes "and", "for", "by" and the article onto the word.
const ARABIC_PREFIX = "(?:[وفبلك]?ال|لل|[وفبلك])?";

const ARTICLE = /(?<![\p{L}\p{N}])(?:art(?:icle|igo|\.)?|الماده|kifungu(?: cha)?) ?(\d{2})(?!\d)/gu;

/** The words as mail is compared with them. */
function prepared() {
  return {
    patterns: RIGHTS.flatMap((right) =>
      LANGS.map((lang) => ({
        right,
        lang,
        pattern: new RegExp(
          `(?<![\\p{L}\\p{N}])${lang === "ar" ? ARABIC_PREFIX : ""}(?:${RIGHT_WORDS[right][lang].map(plain).join("|")})`,
          "gu",
        ),
      })),
    ),
    negating: new Set(NEGATIONS.map(plain)),
    common: (Object.keys(COMMON_WORDS) as (keyof typeof COMMON_WORDS)[]).map(
      (lang) => [lang, new Set(COMMON_WORDS[lang].map(plain))] as const,
    ),
  };
}

let made: ReturnType<typeof prepared> | null = null;

/** Made with the first mail: they would cost every start of a Worker, and most never see one. */
function wordLists() {
  made ??= prepared();
  return made;
}
