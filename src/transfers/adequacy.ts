/**
 * The European Commission's adequacy decisions (GDPR Art. 45), as dated data. To add one: its country, the decision's
 * number as in the Official Journal, and the day from which it applies; one that ends gets `until`, and stays listed.
 * Looked up 2026-11-25: https://commission.europa.eu/law/law-topic/data-protection/international-dimension-data-protection/adequacy-decisions_en
 */
export interface AdequacyDecision {
  country: string;
  /** As the Official Journal names it. */
  decision: string;
  source: string;
  /** UTC days: adopted, and where it ends. */
  from: string;
  until: string | null;
  /** Whom or what it covers, where that is not everybody. */
  scope: string | null;
  /** `reliance: false`: it covers only organisations on a list, which an app's own word does not put it on. */
  reliance: boolean;
}

const celex = (number: string) => `https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:${number}`;

function decision(
  country: string,
  name: string,
  number: string,
  from: string,
  rest: Partial<Pick<AdequacyDecision, "until" | "scope" | "reliance">> = {},
): AdequacyDecision {
  return {
    country,
    decision: name,
    source: celex(number),
    from,
    until: null,
    scope: null,
    reliance: true,
    ...rest,
  };
}

export const ADEQUACY_DECISIONS: readonly AdequacyDecision[] = [
  decision("CH", "Decision 2000/518/EC", "32000D0518", "2000-07-26"),
  decision("CA", "Decision 2002/2/EC", "32002D0002", "2001-12-20", {
    scope:
      "Recipients subject to the Personal Information Protection and Electronic Documents Act: commercial ones",
  }),
  decision("AR", "Decision 2003/490/EC", "32003D0490", "2003-06-30"),
  decision("GG", "Decision 2003/821/EC", "32003D0821", "2003-11-21"),
  decision("IM", "Decision 2004/411/EC", "32004D0411", "2004-04-28"),
  decision("JE", "Decision 2008/393/EC", "32008D0393", "2008-05-08"),
  decision("FO", "Decision 2010/146/EU", "32010D0146", "2010-03-05"),
  decision("AD", "Decision 2010/625/EU", "32010D0625", "2010-10-19"),
  decision("IL", "Decision 2011/61/EU", "32011D0061", "2011-01-31", {
    scope: "Automated transfers, and what is processed by automated means in Israel",
  }),
  decision("UY", "Implementing Decision 2012/484/EU", "32012D0484", "2012-08-21"),
  decision("NZ", "Implementing Decision 2013/65/EU", "32013D0065", "2012-12-19"),
  decision("JP", "Implementing Decision (EU) 2019/419", "32019D0419", "2019-01-23", {
    scope: "Business operators subject to the Act on the Protection of Personal Information",
  }),
  decision(
    "GB",
    "Implementing Decision (EU) 2021/1772, renewed on 19 December 2025",
    "32021D1772",
    "2021-06-28",
    {
      until: "2031-12-27",
      scope: "Until its renewal, not what is transferred for immigration control (unverified)",
    },
  ),
  decision("KR", "Implementing Decision (EU) 2022/254", "32022D0254", "2021-12-17", {
    scope: "Recipients subject to the Personal Information Protection Act; not personal credit information",
  }),
  decision("US", "Implementing Decision (EU) 2023/1795", "32023D1795", "2023-07-10", {
    scope: "Organisations on the EU-US Data Privacy Framework List",
    reliance: false,
  }),
  decision("BR", "Implementing Decision (EU) 2026/179", "32026D0179", "2026-01-26"),
];

/** The decision that a transfer on this UTC day may rest on. */
export function adequacyOf(country: string, day: string): AdequacyDecision | null {
  return (
    ADEQUACY_DECISIONS.find(
      (one) =>
        one.country === country &&
        one.reliance &&
        one.from <= day &&
        (one.until === null || day <= one.until),
    ) ?? null
  );
}
