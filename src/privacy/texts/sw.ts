import type { PrivacyTexts } from "./catalogue";

export const sw: PrivacyTexts = {
  error: "Hitilafu",
  testMode: "Jaribio",
  reference: "Rejea",
  toCentre: "Rudi kwenye data zako",
  toStart: "Nenda mwanzo wa kituo cha faragha",
  cancel: "Ghairi, usibadilishe chochote",
  connection: ({ app, platform }) => `${platform} katika programu ya ${app}`,
  allConnections: "Miunganisho yote",
  about: (connection) => `: ${connection}`,
  jurisdiction: {
    label: "Tarehe ya mwisho kwa sheria ya",
    hint: "Chagua mahali unapoishi; ikiwa hapapo, acha palipowekwa. Kinachotegemea hili ni tarehe ya mwisho tu: haki zako hapa ni zilezile kila mahali.",
    california: "California, Marekani",
  },

  start: {
    title: "Data zako na haki zako",
    lead: "Metristack hupitisha data za duka lako hadi kwenye programu uliyoiruhusu, na haihifadhi chochote kati ya hizo. Hapa unaona kinachohifadhiwa kuhusu miunganisho yako, kwa nini na hadi lini, na unaweza kuikomesha, kurekebisha data hizo, kuzichukua au kuzifuta.",
    signIn: "Ingia kwenye jukwaa lako",
    how: "Unaonyesha kwamba akaunti ni yako kwa kuingia kwenye jukwaa lake. Metristack haiombi jina, anwani wala nenosiri, na haisomi chochote kwenye akaunti.",
    none: "Kwa sasa hakuna jukwaa linaloweza kufikiwa kutoka hapa. Tafadhali tumia njia nyingine hapa chini.",
    mailed: "Ombi ulilotuma kwa barua pepe linasubiri uthibitisho huu. Ukishaingia, litaendelea lenyewe.",
    faults: {
      no_platform: "Chagua jukwaa la duka lako.",
      form_stale: "Ukurasa huu ulikuwa wazi kwa muda mrefu mno, kwa hiyo hakuna kilichofanyika. Chagua tena.",
      too_many: "Kumekuwa na majaribio mengi mno kwa muda mfupi. Subiri kidogo, kisha ujaribu tena.",
    },
    otherWays: "Njia nyingine",
    developer:
      "Iombe programu uliyoiunganisha: watengenezaji wake wanaweza kuonyesha, kurekebisha, kuhamisha na kufuta kinachohifadhiwa kuhusu muunganisho.",
    mail: "Iandikie Metristack:",
  },
  mailed: {
    title: "Endelea na ombi lako",
    lead: "Uliomba kwa barua pepe. Kiungo ulichofungua hufanya kazi mara moja tu: endelea katika kivinjari hiki, kisha uingie kwenye jukwaa lako ili kuonyesha kwamba akaunti ni yako.",
    button: "Endelea",
  },
  shop: {
    title: (platform) => `Duka lako kwenye jukwaa la ${platform} ni lipi?`,
    lead: (platform) =>
      `Tuambie duka lako ni lipi. Kisha utaingia kwenye jukwaa la ${platform} moja kwa moja; Metristack haioni kamwe nenosiri lako.`,
  },

  centre: {
    title: "Data zako kwa Metristack",
    account: (platform) =>
      `Umeonyesha kwamba akaunti kwenye jukwaa la ${platform} ni yako. Hii ni miunganisho yake yote, katika programu zote.`,
    appUser: (app) =>
      `Programu ya ${app} imethibitisha wewe ni nani. Hii ni miunganisho yako katika programu hiyo.`,
    endsAt: (time) =>
      `Kwa usalama wako, ziara hii itakwisha saa ${time}. Unaweza kuingia tena wakati wowote.`,
    signOut: "Ondoka",
    connections: "Miunganisho yako",
    none: "Hakuna muunganisho wowote, na hakuna kinachohifadhiwa kuuhusu.",
    status: "Hali",
    connectedAt: "Umeunganishwa tangu",
    disconnectedAt: "Ulikatwa tarehe",
    deletionDue: "Kila kitu kuuhusu kufutwa kufikia",
    held: "Kinachohifadhiwa, kwa nini, na hadi lini",
    limits: "Yaliyosimamishwa kwa ombi lako",
    limitSince: (date) => `tangu ${date}`,
    lift: "Ruhusu tena",
    acts: {
      object: "Pinga matumizi",
      restrict: "Zuia",
      disconnect: "Kata muunganisho",
      delete: "Futa",
    },
    all: {
      heading: "Miunganisho yote kwa pamoja",
      acts: { restrict: "Zuia yote", disconnect: "Kata yote", delete: "Futa kila kitu" },
    },
    ask: {
      heading: "Toa ombi",
      type: "Unataka nini?",
      options: {
        access: {
          name: "Kujua kinachohifadhiwa",
          detail: "jibu kamili: ni data gani, kwa ajili gani, nani anazipokea, hadi lini, na zinatoka wapi",
        },
        portability: {
          name: "Kupata data zangu",
          detail: "faili zinazosomeka na watu na mashine, za kuhifadhi au kupeleka kwingine",
        },
        rectification: {
          name: "Kurekebisha jambo",
          detail: "lenye makosa au pungufu; andika hapa chini lililo sahihi",
        },
      },
      connection: "Kuhusu muunganisho gani?",
      remark: "Kosa ni lipi, na lililo sahihi ni lipi?",
      remarkHint: "Kwa marekebisho tu. Tafadhali usiandike majina, anwani wala manenosiri: hatuyahitaji.",
      submit: "Tuma ombi",
    },
    requests: "Maombi yako",
    noRequests: "Bado hujatoa ombi lolote.",
    received: (date) => `Lilipokelewa ${date}`,
    due: (date) => `jibu kufikia ${date}`,
    bundleReady: "tayari kupakuliwa",
  },

  classes: { operational: "Kumbukumbu za haki zako", developer_account: "Akaunti ya watengenezaji" },
  held: {
    credentials: {
      name: "Funguo za akaunti yako kwenye jukwaa",
      detail: "kwa ajili ya kusoma kutoka jukwaa kwa niaba ya programu. Hakuna anayeonyeshwa thamani yake.",
    },
    connect_flow: {
      name: "Hatua za kuunganisha",
      detail: "ili kukamilisha muunganisho ulioanzishwa, na kujua kwa nini mwingine ulishindikana.",
    },
    connection: {
      name: "Muunganisho wenyewe",
      detail:
        "jukwaa na programu gani, tangu lini, kwa ruhusa zipi: ili kuamua kama programu inaweza kusoma.",
    },
    consent: { name: "Idhini yako", detail: "ili kuonyesha ulikubali nini, na lini." },
    limits: { name: "Mapingamizi na vizuizi vyako", detail: "ili viheshimiwe katika kila ombi la programu." },
    usage: {
      name: "Idadi ya maombi ya programu na muda wake",
      detail: "ili kuendesha huduma na kuitolea hesabu. Hazina chochote cha duka lako.",
    },
    logs: {
      name: "Kumbukumbu za kiufundi za maombi ya programu",
      detail: "kwa ajili ya usalama na kutafuta hitilafu. Hazina chochote cha duka lako.",
    },
    bundles: { name: "Nakala ulizotengenezewa", detail: "ili uweze kupakua ulichoomba." },
    requests: {
      name: "Maombi yako",
      detail: "ili kuyajibu kwa wakati, na kuonyesha kwamba yalijibiwa.",
    },
    other: {
      name: "Kumbukumbu nyingine za kiufundi",
      detail: "ili kuendesha huduma. Jibu la “Kujua kinachohifadhiwa” huzitaja moja baada ya nyingine.",
    },
  },
  until: {
    whileConnected: "Hadi ukate muunganisho, kisha hufutwa mara moja",
    afterDisconnection: (period) => `Maadamu muunganisho upo, kisha hufutwa ndani ya ${period}`,
    date: (date) => `Hufutwa kufikia ${date}`,
    rolling: (period) => `Kila kumbukumbu hufutwa baada ya ${period}`,
    anonymised: (period) => `Kila kumbukumbu huondolewa utambulisho baada ya ${period}`,
    legalHold: "Hadi wajibu wa kisheria wa kuhifadhi uishe",
  },
  statuses: {
    pending: "Haujakamilika",
    active: "Umeunganishwa",
    degraded: "Umeunganishwa, una matatizo",
    needs_reauth: "Umesimama: lazima uunganishwe tena",
    disconnected: "Umekatwa",
  },
  purposes: {
    retail_data: {
      name: "Kupitisha data za duka",
      detail: "Programu haiwezi tena kusoma chochote cha duka: wala oda, wala bidhaa, wala wateja.",
    },
    customer_data: {
      name: "Kupitisha data za wateja wako",
      detail: "Programu haiwezi tena kusoma orodha ya wateja wako.",
    },
    raw_data: {
      name: "Kupitisha majibu ya jukwaa jinsi yalivyo",
      detail: "Programu hupata tu kumbukumbu ambazo Metristack inazijua, si kila kitu ambacho jukwaa husema.",
    },
    keep_alive: {
      name: "Kuhuisha ruhusa wakati hakuna anayeitumia",
      detail:
        "Programu isiposoma chochote kwa muda mrefu, muunganisho unaweza kukoma na italazimu kuufanya upya.",
    },
    all: { name: "Uchakataji wote", detail: "Kinachohifadhiwa hubaki, lakini hakitumiki." },
  },

  confirm: {
    disconnect: {
      one: ({ app, platform }) => `Ukate muunganisho wa ${platform} na programu ya ${app}?`,
      all: "Ukate miunganisho yote?",
      points: [
        "Kuanzia sasa hivi, programu haiwezi kusoma chochote kwenye akaunti.",
        "Funguo hufutwa mara moja na, pale jukwaa linaporuhusu, hubatilishwa huko pia.",
        "Vingine vinavyohifadhiwa huondoka vyenyewe, kwa nyakati zilizoonyeshwa pamoja na data zako.",
        "Ili kuutumia tena, itakubidi uunganishe upya katika programu.",
      ],
      button: "Kata muunganisho",
    },
    delete: {
      one: ({ app, platform }) => `Ufute kinachohifadhiwa kuhusu ${platform} katika programu ya ${app}?`,
      all: "Ufute kinachohifadhiwa kuhusu miunganisho yote?",
      points: [
        "Ikiwa bado umeunganishwa, utakatwa kwanza.",
        "Kinachohifadhiwa kuuhusu hufutwa, isipokuwa sheria inapotaka kihifadhiwe. Kumbukumbu za usalama haziwezi kutolewa moja moja: huondoka kwa wakati ulioonyeshwa pamoja na data zako.",
        "Watengenezaji wa programu huarifiwa kuhusu ufutaji. Kilichohifadhiwa na programu yenyewe hakipo kwa Metristack: waulize wao.",
        "Hubaki tu kumbukumbu fupi kwamba uliomba na ukajibiwa.",
        "Hili haliwezi kutenduliwa.",
      ],
      button: "Futa",
    },
    restrict: {
      one: ({ app, platform }) => `Uzuie matumizi ya ${platform} katika programu ya ${app}?`,
      all: "Uzuie matumizi ya miunganisho yote?",
      points: [
        "Kinachohifadhiwa hubaki, lakini hakitumiki.",
        "Maadamu kizuizi kipo, programu haiwezi kusoma chochote kwenye akaunti.",
        "Unaweza kuruhusu tena wakati wowote.",
      ],
      button: "Zuia",
    },
  },
  object: {
    title: ({ app, platform }) => `Pinga matumizi ya ${platform} katika programu ya ${app}`,
    lead: "Huhitaji kutoa sababu, na pingamizi huanza kufanya kazi mara moja. Muunganisho wenyewe hubaki.",
    legend: "Ni nini kisifanyike tena?",
    submit: "Pinga",
    standing: "Mapingamizi yako hadi sasa",
    allStand: "Umeshapinga matumizi yote yaliyopo.",
  },

  requestTypes: {
    access: "Ombi la kujua kinachohifadhiwa",
    rectification: "Ombi la marekebisho",
    deletion: "Ombi la kufuta",
    portability: "Ombi la nakala ya data",
    objection: "Pingamizi",
    restriction: "Ombi la kizuizi",
  },
  requestStatuses: {
    received: { name: "Limepokelewa", detail: "Ombi lako limefika." },
    verifying: {
      name: "Linasubiri uthibitisho",
      detail: "Ombi linasubiri uonyeshe kwamba akaunti ni yako.",
    },
    verified: { name: "Limekubaliwa", detail: "Ombi liko karibu kutekelezwa." },
    in_progress: { name: "Linaendelea", detail: "Ombi linatekelezwa." },
    completed: { name: "Limekamilika", detail: "Ombi limejibiwa kikamilifu." },
    refused: { name: "Limekataliwa", detail: "Ombi halikuweza kukubaliwa. Sababu imetolewa hapa chini." },
    withdrawn: { name: "Limeondolewa", detail: "Uliliondoa ombi." },
    expired: {
      name: "Limepitwa na wakati",
      detail: "Haikuonyeshwa kwa wakati kwamba akaunti ni yako. Unaweza kutoa ombi jipya.",
    },
  },
  request: {
    receivedAt: "Lilipokelewa",
    dueAt: "Jibu kufikia",
    extended: "Tarehe ya mwisho imesogezwa, kama sheria inavyoruhusu kwa maombi magumu au mengi.",
    closedAt: "Lilifungwa",
    connections: "Linahusu",
    bundle: "Data zako",
    bundleUntil: (time) => `Zinaweza kupakuliwa hadi ${time}. Baada ya hapo hufutwa.`,
    download: "Pakua faili la ZIP",
    history: "Yaliyotokea",
    receipt: "Risiti",
    receiptLead:
      "Uthibitisho uliotiwa saini wa jibu. Mtu yeyote anaweza kuukagua kwa funguo ambazo Metristack huchapisha:",
    refusal: "Kwa nini lilikataliwa",
    complain:
      "Usipokubaliana, unaweza kulalamika kwa mamlaka ya ulinzi wa data ya mahali unapoishi, au kwenda mahakamani.",
    withdraw: "Ondoa ombi",
    withdrawLead: "Unaweza kuliondoa ombi maadamu hakuna lililofanyika bado.",
  },
  events: {
    received: "Ombi lilipokelewa.",
    confirmed: "Kupokelewa kulithibitishwa.",
    verifying: "Uliombwa uonyeshe kwamba akaunti ni yako.",
    verified: "Ilionyeshwa kwamba akaunti ni yako.",
    planned: "Hatua za kuchukua zilipangwa.",
    step_done: "Hatua moja ilikamilika.",
    in_progress: "Kazi ya kutekeleza ombi ilianza.",
    disconnected: "Muunganisho ulikatwa.",
    erased: "Data zilifutwa.",
    corrected: "Data zilirekebishwa.",
    limited: "Matumizi ya data yalisimamishwa.",
    lifted: "Matumizi ya data yaliruhusiwa tena.",
    bundle_built: "Nakala ya data ilitengenezwa.",
    notified: "Watengenezaji wa programu waliarifiwa.",
    extended: "Tarehe ya mwisho ilisogezwa.",
    reminded: "Wanaojibu walikumbushwa tarehe ya mwisho.",
    completed: "Ombi lilijibiwa.",
    refused: "Ombi lilikataliwa.",
    withdrawn: "Ombi liliondolewa.",
    expired: "Ombi lilipitwa na wakati, kwa sababu uthibitisho haukufika kwa wakati.",
  },
  refusals: {
    identity_not_proved: "Haikuonyeshwa kwamba kuna muunganisho ulio wako.",
    manifestly_unfounded: "Ni wazi kwamba ombi halina msingi.",
    excessive: "Jambo lilelile limeombwa mara nyingi kiasi cha kuzidi yale ambayo sheria inatoa.",
    legal_hold: "Sheria, au dai la kisheria, linakataza kufuta data kwa sasa.",
    rights_of_others: "Jibu lingeathiri haki za watu wengine.",
    nothing_held: "Hakuna kinachohifadhiwa kukuhusu, au hakipo tena.",
    not_inaccurate: "Kinachohifadhiwa kimekaguliwa na ni sahihi kama kilivyo.",
  },
  otherRefusal: "Sababu hii haina maelezo hapa. Iandikie Metristack ili kuijua.",

  notices: {
    signed_in: "Hiki ndicho kila kinachohifadhiwa kukuhusu.",
    disconnected: "Muunganisho umekatwa. Programu haiwezi tena kusoma chochote, na funguo zimefutwa.",
    disconnect_later: "Ukataji wa muunganisho umeanza na utaendelea wenyewe. Angalia tena baada ya kitambo.",
    request_received: "Ombi lako limepokelewa. Unaweza kulifuatilia chini ya “Maombi yako”.",
    deletion_received:
      "Ombi lako la kufuta limepokelewa na linatekelezwa. Unaweza kulifuatilia chini ya “Maombi yako”.",
    already_open: "Umeshatoa ombi hili, na bado linajibiwa. Utalipata chini ya “Maombi yako”.",
    objection_saved: "Pingamizi lako linafanya kazi kuanzia sasa.",
    objection_none: "Hukuchagua chochote cha kupinga, kwa hiyo hakuna kilichobadilishwa.",
    restricted: "Matumizi yamezuiwa. Kinachohifadhiwa hubaki, lakini hakitumiki.",
    lifted: "Matumizi haya yameruhusiwa tena.",
    withdrawn: "Ombi limeondolewa.",
    not_withdrawn: "Ombi halikuweza kuondolewa, kwa sababu linatekelezwa au limeshafungwa.",
    remark_missing: "Andika kosa ni lipi na lililo sahihi ni lipi, kisha utume ombi tena.",
    form_stale: "Ukurasa ulikuwa wazi kwa muda mrefu mno, kwa hiyo hakuna kilichobadilishwa. Jaribu tena.",
    too_many: "Hayo yalikuwa mengi mno kwa muda mfupi. Subiri kidogo, kisha ujaribu tena.",
  },
  messages: {
    link_invalid: {
      title: "Kiungo hiki hakifanyi kazi",
      text: "Hakijakamilika, ni cha zamani mno, au kimeshatumika: kila kiungo hufanya kazi mara moja tu. Badala yake, ingia kwenye jukwaa lako, au toa ombi jipya.",
    },
    session_expired: {
      title: "Ziara yako imekwisha",
      text: "Ili kulinda data zako, ziara hudumu kwa muda mfupi tu. Hakuna kilichobadilishwa. Tafadhali ingia tena.",
    },
    not_found: {
      title: "Hakuna kitu hapa",
      text: "Ukurasa haupo, au hauhusu muunganisho wako wowote.",
    },
    platform_unavailable: {
      title: "Jukwaa halipatikani",
      text: "Hatukupata jibu linalofaa kutoka kwenye jukwaa. Tafadhali jaribu tena baadaye.",
    },
    declined: {
      title: "Hukuingia",
      text: "Kuingia kwenye jukwaa kulikataliwa, kwa hiyo hatuwezi kuonyesha chochote. Unaweza kujaribu tena.",
    },
    state_mismatch: {
      title: "Hatukuweza kuthibitisha kwamba ni wewe",
      text: "Jibu la jukwaa si la hatua ya kuingia iliyoanzishwa katika kivinjari hiki. Fanya hatua zote katika kivinjari kimoja, vidakuzi vikiwa vimeruhusiwa. Ikiwa mtu alikutumia kiungo, usiendelee.",
    },
    signed_out: {
      title: "Umeondoka",
      text: "Data zako hazionyeshwi tena katika kivinjari hiki.",
    },
    nothing_held: {
      title: "Hakuna kinachohifadhiwa kukuhusu",
      text: "Hakuna muunganisho wa akaunti uliyoingia nayo. Ikiwa uliunganisha akaunti nyingine, ondoka kwenye jukwaa kisha urudi na hiyo.",
    },
    token_invalid: {
      title: "Uthibitisho wa programu si halali",
      text: "Programu ilikuleta hapa kwa uthibitisho wenye kosa, wa zamani mno, au uliokwisha kutumika. Rudi kwenye programu uanze tena, au ingia kwenye jukwaa lako.",
    },
    bundle_expired: {
      title: "Nakala hii imefutwa",
      text: "Nakala inaweza kupakuliwa kwa muda maalum tu, na muda huo umekwisha. Unaweza kuomba nyingine mpya.",
    },
    form_stale: {
      title: "Ukurasa huu ulikuwa umepitwa na wakati",
      text: "Ulikuwa wazi kwa muda mrefu mno, au ni wa ziara nyingine. Hakuna kilichobadilishwa. Tafadhali anza tena.",
    },
    internal: {
      title: "Kuna tatizo upande wetu",
      text: "Hukukosea chochote. Tafadhali jaribu tena baada ya kitambo. Ikitokea tena, andika kwa privacy@metristack.com na utaje rejea iliyo hapa chini.",
    },
  },
};
