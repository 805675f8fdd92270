/** Forms by CLDR plural category; `other` stands for those a language does not have. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** A count with its noun in the form the language wants. Western digits: all five languages' readers know them. */
export function counted(lang: string, forms: PluralForms): (count: number) => string {
  const rules = new Intl.PluralRules(lang);
  return (count) => (forms[rules.select(count)] ?? forms.other).replace("#", String(count));
}
