import type { Right } from "./types";

/** How long the law gives: calendar months in UTC, exact multiples of 24 hours, or days from Monday to Friday. */
export type Term =
  | { kind: "months"; months: number }
  | { kind: "days"; days: number }
  | { kind: "business_days"; days: number };

/** One value for every right, but for those named. */
export type ByRight<T> = { default: T } & Partial<Record<Right, T>>;

/** Where a term comes from. `verified`: read on CHECKED_ON in the text named; else from memory, or our own choice. */
export interface Source {
  what: string;
  where: string;
  certainty: "verified" | "unverified";
}

export interface Jurisdiction {
  name: string;
  law: string;
  /** From the receipt of the request to its answer. */
  answer: ByRight<Term>;
  /** What may be added to `answer` once, on telling the person why; null where the law grants no extension. */
  extension: ByRight<Term | null>;
  /** From the receipt of the request to saying that it came; null where the law asks for no such word. */
  confirm: ByRight<Term | null>;
  sources: readonly Source[];
}

/** The day the sources were last looked up. */
export const CHECKED_ON = "2026-11-25";

const months = (n: number): Term => ({ kind: "months", months: n });
const days = (n: number): Term => ({ kind: "days", days: n });
const businessDays = (n: number): Term => ({ kind: "business_days", days: n });

const eu: Jurisdiction = {
  name: "European Union and EEA",
  law: "General Data Protection Regulation (EU) 2016/679",
  answer: { default: months(1) },
  extension: { default: months(2) },
  confirm: { default: null },
  sources: [
    {
      what: "One month of receipt, extended by two further months for complexity and number of requests; the person is told within the first month.",
      where: "GDPR Art. 12(3), https://eulaw.online/l/reg-679-2016/article/12?lang=en",
      certainty: "verified",
    },
    {
      what: "A refusal is told within one month of receipt too.",
      where: "GDPR Art. 12(4), the same page",
      certainty: "verified",
    },
    {
      what: "The day of receipt is not counted; the period ends with the last hour of the day of the same date, or of the next working day. The exact moment kept here is earlier than that.",
      where:
        "Regulation (EEC, Euratom) 1182/71 Art. 3(1), (2)(c), (4), as told in https://blog.eprivacy.eu/?p=1491 and https://www.mishcon.com/news/ico-change-to-guidance-on-subject-access-request-time-limits",
      certainty: "verified",
    },
    {
      what: "Where the next month has no such date, the period ends with that month's last day.",
      where: "Regulation 1182/71 Art. 3(2)(c), EDPB Guidelines 01/2022 on the right of access",
      certainty: "unverified",
    },
  ],
};

const uk: Jurisdiction = {
  name: "United Kingdom",
  law: "UK GDPR and Data Protection Act 2018, as amended by the Data (Use and Access) Act 2025",
  answer: { default: months(1) },
  extension: { default: months(2) },
  confirm: { default: null },
  sources: [
    {
      what: "Before the end of the applicable time period of Art. 12A.",
      where:
        "UK GDPR Art. 12(3), https://www.legislation.gov.uk/eur/2016/679/chapter/III/section/1/data.html",
      certainty: "verified",
    },
    {
      what: "The applicable time period is one month, extended by two for complex requests; it pauses while the person is asked what is meant or who they are. We never pause it, which is stricter.",
      where:
        "https://www.ashfords.co.uk/insights/articles/the-data-use-and-access-act-changes-for-data-subject-access-requests; its twin for law enforcement, DPA 2018 s. 54, https://www.legislation.gov.uk/ukpga/2018/12/section/54/data.html",
      certainty: "verified",
    },
    {
      what: "The very words of UK GDPR Art. 12A.",
      where: "Data (Use and Access) Act 2025 s. 76",
      certainty: "unverified",
    },
    {
      what: "Section 76 (time limits) is in force since 5 February 2026.",
      where:
        "SI 2026/82 reg. 2(h), https://crimeline.co.uk/legislationdisplay/?leg=%2Fuksi%2F2026%2F82%2Fregulation%2F2%2Fmade",
      certainty: "verified",
    },
  ],
};

const usCalifornia: Jurisdiction = {
  name: "California",
  law: "California Consumer Privacy Act (CCPA as amended by the CPRA) and its regulations",
  // An objection is nearest to an opt-out, a restriction to a request to limit: both have a clock of their own.
  answer: { default: days(45), objection: businessDays(15), restriction: businessDays(15) },
  extension: { default: days(45), objection: null, restriction: null },
  confirm: { default: businessDays(10), objection: null, restriction: null },
  sources: [
    {
      what: "Requests to delete, correct and know: confirmed within 10 business days; answered within 45 calendar days of receipt, however long verification takes; at most 90 in all, with notice and reason.",
      where:
        "Cal. Code Regs. tit. 11 § 7021(a), (b), https://advisori.com/cpra/%C2%A7-7021-timelines-for-responding-to-requests-to-delete-requests-to-correct-and-requests-to-know/",
      certainty: "verified",
    },
    {
      what: "Requests to opt out: as soon as feasibly possible, at most 15 business days.",
      where:
        "The Attorney General's CCPA page, as quoted in https://www.sorena.io/artifacts/us/california-consumer-privacy-act/deadlines-and-compliance-calendar; Cal. Code Regs. tit. 11 § 7026(f)",
      certainty: "verified",
    },
    {
      what: "Requests to limit the use of sensitive data: at most 15 business days.",
      where: "Cal. Code Regs. tit. 11 § 7027(g)",
      certainty: "unverified",
    },
    {
      what: "Portability is a form of the request to know (Cal. Civ. Code § 1798.130(a)(3)(B)(iii)); an objection is kept as an opt-out, a restriction as a request to limit.",
      where: "Our own mapping",
      certainty: "unverified",
    },
  ],
};

// Read in the copies of Kenya Law's texts in https://github.com/Abdalla-Wasaa/Fine-Tuning-my-domain-model (data_sources).
const KENYA_ACT = "https://new.kenyalaw.org/akn/ke/act/2019/24/eng@2022-12-31";
const KENYA_REGULATIONS = "https://new.kenyalaw.org/akn/ke/act/ln/2021/263/eng@2022-12-31";

const ke: Jurisdiction = {
  name: "Kenya",
  law: "Data Protection Act 2019 and Data Protection (General) Regulations 2021 (Legal Notice 263 of 2021)",
  // A right without a number of its own would have the shortest.
  answer: {
    default: days(7),
    access: days(7),
    rectification: days(14),
    deletion: days(14),
    portability: days(30),
    objection: days(14),
    restriction: days(14),
  },
  extension: { default: null },
  confirm: { default: null },
  sources: [
    {
      what: "Access: within seven days of the request.",
      where: `Reg. 9(4), ${KENYA_REGULATIONS}`,
      certainty: "verified",
    },
    {
      what: "Rectification: within fourteen days of the request; a refusal is told within seven days.",
      where: `Reg. 10(4), (5), ${KENYA_REGULATIONS}`,
      certainty: "verified",
    },
    {
      what: "Portability: within thirty days of the request; a refusal is told within seven days.",
      where: `Reg. 11(3), (6), ${KENYA_REGULATIONS}`,
      certainty: "verified",
    },
    {
      what: "Erasure: answered within fourteen days of the request.",
      where: `Reg. 12(3), ${KENYA_REGULATIONS}`,
      certainty: "verified",
    },
    {
      what: "Restriction and objection: within fourteen days of the request.",
      where: `Reg. 7(3) and 8(3), ${KENYA_REGULATIONS}`,
      certainty: "verified",
    },
    {
      what: "Only portability may be extended, by a period determined in consultation with the Data Commissioner: nothing a controller may take by itself.",
      where: `Data Protection Act s. 38(7), ${KENYA_ACT}`,
      certainty: "verified",
    },
  ],
};

const ng: Jurisdiction = {
  name: "Nigeria",
  law: "Nigeria Data Protection Act 2023 and General Application and Implementation Directive (GAID) 2025",
  answer: { default: months(1) },
  extension: { default: null },
  confirm: { default: null },
  sources: [
    {
      what: "The Act names no term in which a data subject's request is to be answered.",
      where:
        "http://www.techhiveadvisory.org.ng/insights/data-subject-rights-under-the-nigeria-data-protection-act-building-an-effective-data-subject-rights-request-procedure",
      certainty: "verified",
    },
    {
      what: "The regulation before it had one month of receipt for a refusal; since the GAID it is no longer applied.",
      where:
        "NDPR 2019 reg. 3.1(2), https://mitiget.com/the-rights-of-data-subjects-nigerian-data-protection-regulation-2019/blog/",
      certainty: "verified",
    },
    {
      what: "One month is kept as current practice has it. The extension by two months that some templates name was found in no legal text, so none is taken.",
      where: "Our own choice; the text of GAID 2025 Art. 36 to 40 could not be read",
      certainty: "unverified",
    },
  ],
};

const za: Jurisdiction = {
  name: "South Africa",
  law: "Protection of Personal Information Act 2013, its Regulations as amended in 2025, and Promotion of Access to Information Act 2000",
  answer: { default: days(30) },
  // Only the access act knows an extension.
  extension: { default: null, access: days(30) },
  confirm: { default: null },
  sources: [
    {
      what: "Access: POPIA itself says within a reasonable time.",
      where: "POPIA s. 23(1)(b)(i), https://ictpolicyafrica.org/en/document/0jlewanhffsm?page=19",
      certainty: "verified",
    },
    {
      what: "Access: a private body has the 30 days of PAIA s. 56(1), extended once by at most 30 days; the requester is told within the first 30.",
      where:
        "PAIA s. 57(1), (2), http://acts.co.za/promotion/57__extension_of_period_to_deal_with_request.php",
      certainty: "verified",
    },
    {
      what: "Correction and deletion: the person is told in writing within 30 days. Summaries count from the outcome of the request; we count from its receipt, which is stricter.",
      where:
        "POPIA Regulations reg. 3 as amended on 17 April 2025, as told in https://powerlaw.africa/?p=15533 and https://www.gittins.co.za/post/enhancing-data-subject-rights-key-takeaways-from-the-2025-popia-regulation-amendments",
      certainty: "verified",
    },
    {
      what: "Objection and restriction have no term and portability is no right of POPIA: all are kept at 30 days.",
      where: "Our own choice; POPIA s. 11(3), (4) and 14(6)",
      certainty: "unverified",
    },
  ],
};

/** The laws whose clocks are kept, by the key a request carries. */
export const JURISDICTIONS = { eu, uk, "us-ca": usCalifornia, ke, ng, za } as const satisfies Record<
  string,
  Jurisdiction
>;

export type JurisdictionKey = keyof typeof JURISDICTIONS;
