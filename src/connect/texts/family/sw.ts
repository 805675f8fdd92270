import type { FamilyTexts } from "../catalogue";

export const FAMILY_SW: FamilyTexts = {
  key: {
    title: (platform) => `Ufunguo wako wa ${platform}`,
    lead: ({ app, platform }) =>
      `${app} inasoma duka lako kwenye ${platform} kwa ufunguo unaoutengeneza huko. Unaingia moja kwa moja kwenye hifadhi yetu salama na hauonyeshwi kwa mtu yeyote.`,
    how: (platform) => `Jinsi ya kutengeneza ufunguo kwenye ${platform}`,
    faults: {
      refused:
        "Jukwaa halikubali ufunguo huu. Hakikisha umekamilika, unatumika na unaruhusu kusoma, kisha ujaribu tena.",
      malformed: "Hii haifanani na kile ambacho jukwaa hutoa. Nakili tena, bila nafasi.",
      empty: "Jaza hapa.",
    },
  },
  steps: {
    title: (platform) => `Weka hivi kwenye ${platform}`,
    lead: ({ app, platform }) =>
      `Andika thamani hizi kwenye duka lako katika ${platform}; zinairuhusu ${app} kulisoma. Zinatumika mara moja tu, kwa dakika kumi.`,
    done: "Nimemaliza",
  },
  waiting: {
    title: (platform) => `Tunasubiri ${platform}`,
    lead: (platform) =>
      `Duka lako kwenye ${platform} bado halijatutumia funguo zake. Ukurasa huu unaangalia tena wenyewe.`,
    again: "Angalia tena",
  },
  claim: {
    title: (app) => `Uunganishe duka hili na ${app}?`,
    lead: ({ app, platform }) =>
      `Umesakinisha programu kwenye ${platform}. Endelea tu ikiwa duka hili ni lako na unataka kuliunganisha na ${app}.`,
    account: "Duka",
    agree: "Unganisha duka hili",
    ownerless: {
      title: (platform) => `Imesakinishwa kwenye ${platform}`,
      lead: "Duka bado halijaunganishwa na programu yoyote. Rudi kwenye programu yako ndani ya dakika 15 na uipe msimbo huu.",
      code: "Msimbo wako",
    },
  },
};
