/** What other laws ask of a transfer out of their country, for the register and for where a rule rests on them. */
export interface ExportRule {
  country: string;
  law: string;
  /** Where to read it. */
  source: string;
  /** In short, in our words. */
  permits: readonly string[];
  /** What our flow gives towards it. */
  held_by: string;
  /** `verified`: the sections named were read in the law's own text, in a copy where need be; else in commentary. */
  certainty: "verified" | "unverified";
}

/** Looked up 2026-11-25. */
export const AFRICAN_RULES: readonly ExportRule[] = [
  {
    country: "KE",
    law: "Data Protection Act 2019, s. 48 and 49; General Regulations 2021, reg. 40 to 46",
    source: "https://kenyalaw.org/akn/ke/act/2019/24/eng@2022-12-31",
    permits: [
      "appropriate safeguards shown to the Commissioner",
      "an adequacy decision of the Commissioner",
      "necessity",
      "consent of the data subject, told of the risks",
    ],
    held_by: "the person's consent on our page, which names the country and the risk",
    certainty: "verified", // reg. 40; s. 48 and 49 by their headings
  },
  {
    country: "NG",
    law: "Nigeria Data Protection Act 2023, s. 41 to 43",
    source: "https://ndpc.gov.ng",
    permits: [
      "a law, binding rules, contractual clauses, code or certification with adequate protection (s. 41(1)(a), 42)",
      "consent of the data subject, told of the possible risks (s. 43(1)(a))",
      "necessity for a contract, legal claims, vital or public interests (s. 43(1)(b) to (f))",
    ],
    held_by:
      "the person's consent on our page, which names the country and the risk; the basis is recorded (s. 41(2))",
    certainty: "verified", // s. 41(1) and 43
  },
  {
    country: "ZA",
    law: "Protection of Personal Information Act 4 of 2013, s. 72",
    source: "https://popia.co.za/section-72-transfers-of-personal-information-outside-republic/",
    permits: [
      "a law, binding corporate rules or binding agreement with adequate protection (s. 72(1)(a))",
      "consent of the data subject (s. 72(1)(b))",
      "necessity for a contract (s. 72(1)(c), (d)), or the data subject's benefit (s. 72(1)(e))",
    ],
    held_by:
      "the person's consent on our page, which names the country and the level of protection (s. 18(1)(g))",
    certainty: "unverified",
  },
];

/**
 * The United Kingdom's own regulations of adequacy (Data Protection Act 2018, Sch. 21 para. 5; S.I. 2022/1213 and
 * 2023/1028): for whoever exports from there. No connection of ours is bound to the United Kingdom, so that nothing is
 * decided by it.
 */
export const UK_ADEQUACY = {
  source: "https://www.legislation.gov.uk/ukpga/2018/12/schedule/21",
  countries: ["EEA", "GI", "CH", "CA", "AR", "GG", "IM", "JE", "FO", "AD", "IL", "UY", "NZ", "JP", "KR"],
  partly: {
    US: "organisations certified to the UK Extension of the Data Privacy Framework, since 2023-10-12",
  },
} as const;

/** The European Economic Area (Agreement of 2 May 1992; GDPR by Joint Committee Decision 154/2018). */
export const EEA: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split(" "),
);
/** Parts of member states with codes of their own in which the GDPR applies (TFEU Art. 355(1)). */
export const EU_OUTERMOST: ReadonlySet<string> = new Set("AX GF GP MF MQ RE YT".split(" "));
