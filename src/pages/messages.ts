/**
 * A text as a translation's file has it. `{name}` stands for a value. A group of forms is one text for each way its
 * value can be: by CLDR plural category where it is a number, `none` where it is missing, else `other`.
 */
export type Words = string | readonly Words[] | { readonly [key: string]: Words };

type Value = string | number | null | Readonly<Record<string, unknown>>;

/**
 * English's texts in the words of another language: where English has a function, a template filled in with what the
 * function is given, which is one value or an object of several. A text that is missing stays English. Pure.
 */
export function inWordsOf<T>(lang: string, english: T, words: Words): T {
  return worded(english, words, new Intl.PluralRules(lang)) as T;
}

function worded(english: unknown, words: Words | undefined, rules: Intl.PluralRules): unknown {
  if (words === undefined) return english;
  if (typeof english === "function") return (value: Value) => filled(words, value, rules);
  if (typeof english !== "object" || english === null || typeof words === "string" || isList(words))
    return words;
  return Object.fromEntries(
    Object.entries(english).map(([key, text]) => [key, worded(text, words[key], rules)]),
  );
}

function filled(words: Words, value: Value, rules: Intl.PluralRules): unknown {
  if (isList(words)) return words.map((line) => filled(line, value, rules));
  if (typeof words !== "string") {
    const form = typeof value === "number" ? rules.select(value) : value ? "other" : "none";
    return filled(words[form] ?? words["other"] ?? "", value, rules);
  }
  // In one pass: what is filled in may look like a placeholder, and stays as it is.
  return words.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(typeof value === "object" ? value?.[name] : value),
  );
}

function isList(words: Words): words is readonly Words[] {
  return Array.isArray(words);
}
