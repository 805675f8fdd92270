import { translated } from "./translations";

/** The words of the frame that every hosted page stands in. */
export interface LayoutTexts {
  skip: string;
  privacy: string;
  policy: string;
  trust: string;
  language: string;
  /** Read out after a link that leaves the page where it is. */
  newTab: string;
  footer: string;
}

const en: LayoutTexts = {
  skip: "Skip to the content",
  privacy: "Privacy centre",
  policy: "End-User Policy",
  trust: "Trust",
  language: "Language",
  newTab: "(opens in a new tab)",
  footer: "About Metristack",
};

/** The frame's words in a language. */
export const layoutTexts = translated("pages", en);
