import { translated } from "../../pages/translations";
import { en } from "./en";

export { type Lang, negotiateLanguage } from "../../pages/languages";
export {
  type KeyFault,
  type Names,
  OUTCOME_CODES,
  type OutcomeCode,
  type ShopFault,
  type Texts,
} from "./catalogue";

/** What the connect pages say in a language. */
export const texts = translated("connect", en);
