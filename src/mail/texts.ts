import { translated } from "../pages/translations";
import type { Right } from "../rights/types";

/** The words of the answer to a mailed request. */
export interface MailTexts {
  subject: string;
  /** What a right is called in the middle of a sentence. */
  rights: Readonly<Record<Right, string>>;
  body(facts: { right: string; link: string; days: number; centre: string }): string[];
}

const en: MailTexts = {
  subject: "Your privacy request to Metristack",
  rights: {
    access: "to see what is held about you",
    rectification: "to have data corrected",
    deletion: "to have data deleted",
    portability: "to receive your data",
    objection: "to object to a use of your data",
    restriction: "to have the use of your data restricted",
  },
  body: ({ right, link, days, centre }) => [
    "Hello,",
    `We have received your mail. We understood that you wish ${right}.`,
    "Nobody has been identified by it: a mail address does not show whose store it is. Please open this link and sign in at your retail platform, so that we know the connection is yours:",
    link,
    `The link works once, and for ${days} days. Then we carry out your request and tell you there how it stands. Without it nothing happens, and the request ends by itself.`,
    `We have kept nothing of your mail but your address, sealed, until the request closes. If you meant another right, or wish to start anew, go to ${centre}`,
    "If you did not write to us, you need not do anything.",
    "Metristack. This answer was sent automatically.",
  ],
};

/** The answer's words in a language. */
export const mailTexts = translated("mail", en);
