import type { Lang } from "../pages/languages";
import type { Right } from "../rights/types";

/**
 * How people name their rights, as the beginnings of words or phrases. Accents, hamzas, case, hyphens and
 * apostrophes do not count (see `plain`), so "droit à l’oubli" is found however it is typed.
 */
export const RIGHT_WORDS: Readonly<Record<Right, Readonly<Record<Lang, readonly string[]>>>> = {
  access: {
    en: [
      "right of access",
      "access request",
      "subject access",
      "copy of my",
      "copy of the data",
      "what data",
    ],
    fr: ["droit d'accès", "accéder à mes", "accès à mes", "copie de mes", "quelles données"],
    pt: [
      "direito de acesso",
      "acesso aos meus",
      "aceder aos meus",
      "cópia dos meus",
      "que dados",
      "quais dados",
    ],
    ar: ["حق الوصول", "الوصول إلى بيانات", "نسخة من", "ما هي البيانات", "الاطلاع على"],
    sw: ["haki ya kupata", "nakala ya", "data gani", "taarifa gani", "kuona data"],
  },
  rectification: {
    en: ["rectif", "correct my", "correction", "inaccurate", "incorrect", "wrong data"],
    fr: ["rectif", "corrig", "inexact", "erroné"],
    pt: ["retific", "corrig", "correção", "incorret", "inexat"],
    ar: ["تصحيح", "صححوا", "غير صحيح", "تعديل بيانات"],
    sw: ["rekebish", "kurekebish", "mrekebish", "kusahihish", "sahihish", "si sahihi"],
  },
  deletion: {
    en: ["delet", "eras", "be forgotten", "forget me", "remove my", "remove all", "destroy my", "wipe my"],
    fr: ["supprim", "suppression", "effac", "oubli"],
    pt: ["apag", "elimin", "exclui", "exclus", "excluã", "remov", "remoção", "esquecimento"],
    ar: ["حذف", "احذف", "تحذف", "محو", "مسح", "امسح", "تمسح", "النسيان", "إزالة"],
    sw: ["kufut", "futa", "mfut", "nifuti", "zifutw", "ifutw", "kusahauliwa", "ondoa data", "kuondoa data"],
  },
  portability: {
    en: ["portab", "machine readable", "export", "download my data", "transfer my data"],
    fr: ["portabilité", "export", "transférer mes", "lisible par machine"],
    pt: ["portabilidade", "export", "transferir os meus", "legível por máquina"],
    ar: ["نقل البيانات", "نقل بيانات", "قابلية", "تصدير"],
    sw: ["kuhamish", "hamisha", "kubebeka"],
  },
  objection: {
    en: ["object to", "i object", "objection", "opt out", "do not sell", "stop using my", "stop processing"],
    fr: ["oppos"],
    pt: ["oponho", "opor me", "me opor", "oposição"],
    ar: ["أعترض", "اعتراض", "معارضة"],
    sw: ["kupinga", "napinga", "ninapinga", "pingamizi"],
  },
  restriction: {
    en: ["restrict", "limit the processing", "limit processing", "limitation of processing", "freeze my"],
    fr: ["limit", "restreind", "geler"],
    pt: ["limit", "restring", "restriç", "bloque"],
    ar: ["تقييد", "تقيدوا", "قيدوا", "الحد من"],
    sw: ["kuzuia", "zuia", "mzuie", "kikomo", "mipaka"],
  },
};

/** The GDPR's articles, which people cite in any language. */
export const ARTICLES: Readonly<Record<number, Right>> = {
  15: "access",
  16: "rectification",
  17: "deletion",
  18: "restriction",
  20: "portability",
  21: "objection",
};

/** Before a right's name, these turn it round: "do not delete", "ne pas supprimer". */
export const NEGATIONS: readonly string[] = ["not", "don", "never", "ne", "pas", "não", "nunca", "لا", "عدم"];

/** Words that hardly any mail in the language lacks, and that the other four do not have. Arabic shows by its letters. */
export const COMMON_WORDS: Readonly<Record<Exclude<Lang, "ar">, readonly string[]>> = {
  en: ["the", "my", "you", "your", "please", "and", "want", "would", "hello", "dear", "thanks", "have"],
  fr: [
    "je",
    "mes",
    "vous",
    "votre",
    "vos",
    "les",
    "des",
    "bonjour",
    "merci",
    "veuillez",
    "données",
    "souhaite",
  ],
  pt: [
    "meus",
    "meu",
    "minha",
    "minhas",
    "dados",
    "vocês",
    "olá",
    "obrigado",
    "obrigada",
    "gostaria",
    "quero",
    "não",
  ],
  sw: [
    "tafadhali",
    "yangu",
    "zangu",
    "wangu",
    "habari",
    "naomba",
    "ninaomba",
    "nataka",
    "ningependa",
    "asante",
    "kwa",
  ],
};
