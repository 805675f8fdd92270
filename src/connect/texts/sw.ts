import type { Texts } from "./catalogue";
import { FAMILY_SW } from "./family/sw";
import { counted } from "./plural";

// Nambari hufuata nomino: «siku 90», «miezi 24».
export const sw: Texts = {
  app: (name) => (name ? `programu ya ${name}` : "programu hiyo"),
  platform: (name) => (name ? `jukwaa la ${name}` : "jukwaa hilo"),
  days: counted("sw", { other: "siku #" }),
  months: counted("sw", { one: "mwezi #", other: "miezi #" }),

  backTo: (app) => `Rudi kwenye ${app}`,
  closePage: "Unaweza kufunga ukurasa huu.",
  continue: "Endelea",
  error: "Hitilafu",
  code: "Msimbo",
  reference: "Rejea",

  picker: {
    title: "Chagua jukwaa lako",
    lead: (app) => `Duka unalotaka kuunganisha na ${app} liko wapi?`,
    none: (app) => `Kwa sasa hakuna jukwaa linaloweza kuunganishwa. Rudi kwenye ${app} ujaribu tena baadaye.`,
  },
  shop: {
    title: (platform) => `Ni duka gani kwenye ${platform}?`,
    lead: ({ app, platform }) =>
      `Tuambie ni duka gani la kuunganisha na ${app}. Kisha utaingia kwenye ${platform} moja kwa moja; Metristack haioni kamwe nenosiri lako.`,
    label: (platform) => `Anwani ya duka lako kwenye ${platform}`,
    hint: (platform, example) => `Anwani unayotumia kuingia kwenye ${platform}, kwa mfano ${example}`,
    faults: {
      empty: (example) => `Andika anwani ya duka lako, kwa mfano ${example}`,
      malformed: (example) => `Hii si anwani ya duka. Inapaswa kufanana na ${example}`,
      unreachable: () => "Hatukupata duka lolote kwenye anwani hii. Ikague ujaribu tena.",
    },
  },
  resources: {
    store: {
      name: "Maelezo ya duka",
      detail: "jina la duka lako, anwani yake ya wavuti, nchi, sarafu, lugha na saa za eneo",
    },
    locations: { name: "Maeneo", detail: "majina na anwani za matawi na maghala yako" },
    products: {
      name: "Bidhaa",
      detail: "majina, maelezo, aina, bei, misimbo na picha za bidhaa unazouza",
    },
    orders: {
      name: "Oda",
      detail:
        "kilichonunuliwa, lini na kwa bei gani, pamoja na kodi, punguzo, bakshishi, fedha zilizorejeshwa, maelezo ya ziada na hali ya oda. Oda zina data binafsi: mteja mwenye oda, na jina, anwani na nambari ya simu ya kupelekewa bidhaa",
    },
    refunds: {
      name: "Fedha zilizorejeshwa",
      detail: "bidhaa na kiasi kilichorejeshwa, lini na kwa nini",
    },
    inventory: { name: "Bidhaa zilizopo", detail: "idadi ya kila bidhaa uliyonayo, na mahali ilipo" },
    customers: {
      name: "Wateja",
      detail:
        "data binafsi za wateja wako: majina, anwani za barua pepe, nambari za simu, anwani na maelezo ya ziada",
    },
  },
  consent: {
    title: ({ app, platform }) => `Je, unairuhusu ${app} isome data kutoka akaunti yako kwenye ${platform}?`,
    introduction: ({ app, platform }) =>
      `Ombi la ${app} ni kusoma data zilizotajwa hapa chini kutoka akaunti yako kwenye ${platform}, kupitia Metristack. Tafadhali soma maana yake kabla ya kuamua.`,
    data: {
      heading: "Kitakachosomwa",
      lead: ({ app, platform }) =>
        `Maadamu akaunti imeunganishwa, ${app} inaweza kusoma kumbukumbu hizi, pamoja na maelezo yote yaliyomo kwenye ${platform}:`,
      readOnly: (platform) =>
        `Metristack inaomba ruhusa ya kusoma tu kutoka ${platform}, si ya kubadilisha chochote.`,
    },
    use: {
      heading: "Matumizi yake",
      lead: (app) => `Kwa maneno ya watengenezaji wa ${app}:`,
      none: (app) =>
        `Watengenezaji wa ${app} hawajaeleza wanatumia data kwa ajili gani. Waulize kabla ya kuruhusu.`,
    },
    sharing: {
      heading: "Wanaozipokea",
      appTerm: (app) => `Watengenezaji wa ${app}`,
      app: "Wanapokea data na kuamua zitafanyiwa nini katika programu yao. Wao ndio wanaowajibika kwa data hizo na wanapaswa kuwa na sera yao ya faragha.",
      policy: (app) => `Sera ya faragha ya ${app}`,
      noPolicy: "Hawajatupa anwani ya sera yao ya faragha.",
      metristack:
        "Inafanya kazi kwa niaba yao, kama mchakataji. Inapitisha data na haizihifadhi. Inaendeshwa kwenye mtandao wa Cloudflare.",
      othersHeading: "Wengine wanaozipokea",
      others: (app) => `Watengenezaji wa ${app} wanashiriki data na:`,
      noOthers: (app) => `Watengenezaji wa ${app} hawajataja mwingine yeyote wanayeshiriki naye data.`,
    },
    travel: {
      heading: "Mahali data zinapoweza kupita",
      stored: {
        eu: "Metristack huhifadhi funguo za muunganisho huu ndani ya Umoja wa Ulaya.",
        us: "Metristack huhifadhi funguo za muunganisho huu Amerika Kaskazini, kwa kawaida nchini Marekani.",
        af: "Metristack huhifadhi funguo za muunganisho huu barani Afrika au, pale ambapo mtoa huduma wetu hana nafasi huko, mahali pa karibu zaidi anapotoa, ambapo panaweza kuwa nje ya Afrika.",
      },
      passing:
        "Data zako zenyewe hupita kutoka kwenye jukwaa hadi kwenye programu kupitia Metristack, na zinaweza kuvuka mipaka ya nchi njiani, kulingana na mahali jukwaa na programu zinapoendeshwa.",
      adequacy: (app, country) =>
        `Nchi ya watengenezaji wa ${app}: ${country}. Ulinzi wa data huko umethibitishwa kuwa wa kutosha.`,
      scc: (app, country) =>
        `Nchi ya watengenezaji wa ${app}: ${country}. Wamekubali Vifungu vya Kawaida vya Mkataba (SCC) kama ulinzi wa uhamishaji huu.`,
      scc_with_measures: (app, country) =>
        `Nchi ya watengenezaji wa ${app}: ${country}. Mamlaka za huko zinaweza kuwa na uwezo mpana wa kufikia data. Wamekubali Vifungu vya Kawaida vya Mkataba (SCC) na kuchukua hatua za ziada kama ulinzi wa uhamishaji huu.`,
      same_law: (app, country) =>
        `Nchi ya watengenezaji wa ${app}: ${country}. Sheria ya ulinzi wa data ya Umoja wa Ulaya inatumika huko.`,
      consent: (app, country) =>
        `Nchi ya watengenezaji wa ${app}: ${country}. Sheria ya huko inaweza kulinda data zako kidogo kuliko sheria ya mahali ulipo. Kwa kuruhusu ufikiaji, unakubali pia uhamishaji huu.`,
    },
    kept: {
      heading: "Kinachohifadhiwa na Metristack yenyewe, na kwa muda gani",
      lead: "Ili kuendesha na kulinda huduma yake, Metristack huhifadhi:",
      authentication: {
        term: "Data za uthibitishaji",
        text: "funguo ambazo jukwaa hutoa kwa ajili ya muunganisho huu: maadamu muunganisho upo, kisha hufutwa mara moja",
      },
      usage: {
        term: "Takwimu za matumizi",
        text: (months) =>
          `idadi ya maombi na muda wake: hujumlishwa na kuondolewa utambulisho baada ya ${months}`,
      },
      logs: {
        term: "Kumbukumbu za mfumo",
        text: (days) => `kumbukumbu za kiufundi za maombi, kwa ajili ya usalama na kutatua matatizo: ${days}`,
      },
      metadata: {
        term: "Maelezo ya muunganisho",
        text: (days) =>
          `ni jukwaa gani limeunganishwa, tangu lini na kwa ruhusa zipi, na kumbukumbu ya idhini hii: hufutwa ndani ya ${days} baada ya muunganisho kukatwa`,
      },
      never: {
        term: "Kisichohifadhiwa kamwe",
        text: "majina, anwani na nambari za simu, data za malipo na za kifedha, na maudhui ya biashara yako: oda, bidhaa, wateja",
      },
    },
    rights: {
      heading: "Haki zako",
      lead: "Una haki zifuatazo:",
      access: { name: "Kufikia data", detail: "kujua ni data gani zako zinazochakatwa" },
      rectification: { name: "Marekebisho", detail: "data zenye makosa au pungufu zirekebishwe" },
      deletion: { name: "Kufutwa", detail: "data zako zifutwe" },
      portability: {
        name: "Kuhamisha data",
        detail: "kupokea data zako katika muundo unaosomeka na mashine",
      },
      objection: { name: "Pingamizi", detail: "kupinga aina fulani za uchakataji" },
      withdrawal: {
        name: "Kuondoa idhini",
        detail:
          "kuondoa idhini hii wakati wowote, kwa urahisi ule ule wa kuitoa. Yaliyofanyika kabla ya hapo hubaki halali",
      },
      howHeading: "Jinsi ya kutumia haki zako",
      how: "Unaweza kuzitumia kwa njia yoyote kati ya hizi:",
      developer: (app) => `Waombe watengenezaji wa ${app}.`,
      mail: "Iandikie Metristack:",
      centre: "Tazama, fuatilia na ukomeshe miunganisho yako mwenyewe katika kituo cha faragha:",
      centreLink: "Kituo cha faragha",
      disconnect: "Kata muunganisho wa akaunti, kwenye programu au kwenye jukwaa: usomaji hukoma mara moja.",
      policy: "Maandishi kamili:",
      policyLink: "Sera ya Metristack ya mtumiaji wa mwisho",
    },
    decision: {
      heading: "Uamuzi wako",
      declaration: ({ app, platform }) =>
        `Kwa kuchagua “Ruhusu”, unathibitisha kwamba una mamlaka ya kuamua kuhusu akaunti hii kwenye ${platform}, na unakubali kwamba ${app} isome data zilizotajwa hapo juu kwa matumizi yaliyotajwa hapo juu.`,
      free: "Uko huru kukataa. Ukikataa, hakuna kitakachounganishwa wala kusomwa.",
      allow: "Ruhusu",
      decline: "Kataa",
    },
  },
  family: FAMILY_SW,
  onward: {
    title: (place) => `Tunakupeleka ${place}`,
    lead: (place) => `Ikiwa hakuna kinachotokea, endelea mwenyewe hadi ${place}.`,
  },
  outcomes: {
    access_denied: {
      title: "Haijaunganishwa: ruhusa ilikataliwa",
      happened: ({ platform }) =>
        `Ruhusa ya kufikia akaunti yako kwenye ${platform} ilikataliwa, kwa hiyo hakuna kilichounganishwa wala kusomwa.`,
      next: ({ app }) => `Ukibadilisha nia, rudi kwenye ${app} uanze tena.`,
    },
    session_expired: {
      title: "Muda umekwisha",
      happened: () =>
        "Ili kulinda akaunti yako, muunganisho lazima ukamilishwe ndani ya muda mfupi. Muda huo umepita.",
      next: ({ app }) => `Rudi kwenye ${app} uanze tena. Hakuna kilichounganishwa.`,
    },
    link_invalid: {
      title: "Kiungo hiki hakifanyi kazi",
      happened: () => "Kiungo hakijakamilika, au kimeondolewa.",
      next: ({ app }) => `Rudi kwenye ${app} uanze tena kutoka hapo.`,
    },
    link_used: {
      title: "Kiungo hiki kimeshatumika",
      happened: () =>
        "Kila kiungo hufanya kazi mara moja tu, na hiki kimeshafunguliwa au kukamilishwa. Hakuna kilichobadilishwa sasa.",
      next: ({ app }) => `Rudi kwenye ${app}: ikiwa duka halionekani huko kuwa limeunganishwa, anza tena.`,
    },
    state_mismatch: {
      title: "Hatukuweza kuthibitisha kwamba ni wewe",
      happened: () =>
        "Jibu hili si la muunganisho ulioanzishwa katika kivinjari hiki. Hutokea hivyo ikiwa ulianzishwa katika kivinjari kingine au kifaa kingine, ikiwa vidakuzi vimezuiwa, au ikiwa mtu mwingine alikutumia kiungo. Hakuna kilichounganishwa.",
      next: ({ app }) =>
        `Rudi kwenye ${app} ufanye hatua zote katika kivinjari kimoja, vidakuzi vikiwa vimeruhusiwa. Ikiwa mtu alikutumia kiungo hiki, usiendelee.`,
    },
    provider_error: {
      title: "Jukwaa limeripoti hitilafu",
      happened: ({ platform }) =>
        `Muunganisho haukuweza kukamilika, kwa sababu tulipokea hitilafu kutoka ${platform}.`,
      next: ({ app }) =>
        `Subiri dakika chache, kisha rudi kwenye ${app} uanze tena. Ikitokea tena, waambie wahudumu wake wa msaada msimbo ulio hapa chini.`,
    },
    platform_unavailable: {
      title: "Jukwaa halipatikani",
      happened: ({ platform }) => `Hatukupata jibu linalofaa kutoka ${platform}. Hakuna kilichounganishwa.`,
      next: ({ app }) => `Rudi kwenye ${app} baadaye ujaribu tena.`,
    },
    account_mismatch: {
      title: "Hii ni akaunti nyingine",
      happened: ({ platform }) =>
        `Uliingia kwenye ${platform} kwa akaunti tofauti na ile ya muunganisho huu. Kwa ajili ya usalama, muunganisho haukubadilishwa.`,
      next: ({ app, platform }) =>
        `Ondoka kwenye ${platform}, kisha rudi kwenye ${app}, anza tena na uingie kwa akaunti iliyounganishwa mwanzoni. Ili kutumia akaunti nyingine, tengeneza muunganisho mpya.`,
    },
    missing_scopes: {
      title: "Kuna ruhusa inayokosekana",
      happened: ({ platform }) =>
        `Si ruhusa zote zinazohitajika kwa muunganisho zilizotolewa kwenye ${platform}, kwa hiyo haukufanyika.`,
      next: ({ app }) =>
        `Rudi kwenye ${app}, anza tena na uache ruhusa zote zikiwa zimechaguliwa. Huenda ukahitaji kumwomba mmiliki wa duka.`,
    },
    internal: {
      title: "Kuna tatizo upande wetu",
      happened: () => "Hatukuweza kukamilisha muunganisho. Hukukosea chochote.",
      next: ({ app }) =>
        `Subiri dakika chache, kisha rudi kwenye ${app} uanze tena. Ikitokea tena, waambie wahudumu wake wa msaada msimbo ulio hapa chini.`,
    },
  },
  outcome: {
    whatNow: "Unachoweza kufanya",
    platformSaid: (platform) => `Ujumbe kutoka ${platform}:`,
    missing: "Ruhusa zinazokosekana:",
  },
};
