import type { Lang } from "./languages";

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

export const LAYOUT_TEXTS: Readonly<Record<Lang, LayoutTexts>> = {
  en: {
    skip: "Skip to the content",
    privacy: "Privacy centre",
    policy: "End-User Policy",
    trust: "Trust",
    language: "Language",
    newTab: "(opens in a new tab)",
    footer: "About Metristack",
  },
  fr: {
    skip: "Aller au contenu",
    privacy: "Espace confidentialité",
    policy: "Politique relative aux utilisateurs finaux",
    trust: "Confiance",
    language: "Langue",
    newTab: "(s’ouvre dans un nouvel onglet)",
    footer: "À propos de Metristack",
  },
  pt: {
    skip: "Ir para o conteúdo",
    privacy: "Centro de privacidade",
    policy: "Política do utilizador final",
    trust: "Confiança",
    language: "Idioma",
    newTab: "(abre num novo separador)",
    footer: "Acerca da Metristack",
  },
  ar: {
    skip: "انتقل إلى المحتوى",
    privacy: "مركز الخصوصية",
    policy: "سياسة المستخدم النهائي",
    trust: "الثقة",
    language: "اللغة",
    newTab: "(يُفتح في علامة تبويب جديدة)",
    footer: "عن Metristack",
  },
  sw: {
    skip: "Ruka hadi kwenye maudhui",
    privacy: "Kituo cha faragha",
    policy: "Sera ya mtumiaji wa mwisho",
    trust: "Uaminifu",
    language: "Lugha",
    newTab: "(hufunguka katika kichupo kipya)",
    footer: "Kuhusu Metristack",
  },
};
