import type { Lang } from "../../pages/languages";
import { ar } from "./ar";
import type { Texts } from "./catalogue";
import { en } from "./en";
import { fr } from "./fr";
import { pt } from "./pt";
import { sw } from "./sw";

export { type Lang, negotiateLanguage } from "../../pages/languages";
export {
  type KeyFault,
  type Names,
  OUTCOME_CODES,
  type OutcomeCode,
  type ShopFault,
  type Texts,
} from "./catalogue";

const CATALOGUE: Readonly<Record<Lang, Texts>> = { en, fr, pt, ar, sw };

/** What the connect pages say in a language. */
export function texts(lang: Lang): Texts {
  return CATALOGUE[lang];
}
