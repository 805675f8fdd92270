import type { PrivacyTexts } from "./catalogue";

export const fr: PrivacyTexts = {
  error: "Erreur",
  testMode: "Essai",
  reference: "Référence",
  toCentre: "Retour à vos données",
  toStart: "Aller au début de l’espace confidentialité",
  cancel: "Annuler, ne rien changer",
  connection: ({ app, platform }) => `${platform} dans l’application ${app}`,
  allConnections: "Toutes les connexions",
  about: (connection) => ` : ${connection}`,
  jurisdiction: {
    label: "Délai selon le droit de ce lieu",
    hint: "Choisissez le lieu où vous habitez ; s’il n’y figure pas, laissez ce qui est indiqué. Seul le délai en dépend : vos droits sont ici les mêmes partout.",
    california: "Californie, États-Unis",
  },

  start: {
    title: "Vos données et vos droits",
    lead: "Metristack transmet les données de votre boutique à l’application que vous avez autorisée et n’en conserve aucune. Vous voyez ici ce qui est conservé sur vos connexions, pourquoi et jusqu’à quand, et vous pouvez y mettre fin, corriger ces données, les emporter ou les supprimer.",
    signIn: "Connectez-vous sur votre plateforme",
    how: "Vous montrez qu’un compte est le vôtre en vous y connectant sur sa plateforme. Metristack ne demande ni nom, ni adresse, ni mot de passe, et ne lit rien dans le compte.",
    none: "Aucune plateforme n’est joignable d’ici pour le moment. Utilisez l’une des autres voies ci-dessous.",
    mailed:
      "La demande que vous avez envoyée par e-mail attend cette preuve. Une fois que vous serez connecté, elle suivra son cours d’elle-même.",
    faults: {
      no_platform: "Choisissez la plateforme de votre boutique.",
      form_stale: "Cette page était ouverte depuis trop longtemps : rien n’a été fait. Choisissez à nouveau.",
      too_many: "Trop de tentatives ont eu lieu en peu de temps. Patientez un peu, puis réessayez.",
    },
    otherWays: "Autres voies",
    developer:
      "Adressez-vous à l’application que vous avez reliée : son éditeur peut montrer, corriger, exporter et supprimer ce qui est conservé sur la connexion.",
    mail: "Écrivez à Metristack :",
  },
  mailed: {
    title: "Poursuivre votre demande",
    lead: "Vous avez fait une demande par e-mail. Le lien que vous avez ouvert ne fonctionne qu’une fois : continuez dans ce navigateur, puis connectez-vous sur votre plateforme pour montrer que le compte est le vôtre.",
    button: "Continuer",
  },
  shop: {
    title: (platform) => `Quelle boutique ${platform} ?`,
    lead: (platform) =>
      `Indiquez quelle boutique est la vôtre. Vous vous connecterez ensuite sur ${platform} même ; Metristack ne voit jamais votre mot de passe.`,
  },

  centre: {
    title: "Vos données chez Metristack",
    account: (platform) =>
      `Vous avez montré qu’un compte ${platform} est le vôtre. Voici toutes ses connexions, dans toutes les applications.`,
    appUser: (app) =>
      `L’application ${app} a confirmé votre identité chez elle. Voici vos connexions dans cette application.`,
    endsAt: (time) =>
      `Pour votre sécurité, cette visite prend fin à ${time}. Vous pouvez revenir à tout moment.`,
    signOut: "Quitter",
    connections: "Vos connexions",
    none: "Il n’y a aucune connexion, et rien n’est conservé à ce sujet.",
    status: "État",
    connectedAt: "Reliée depuis le",
    disconnectedAt: "Déconnectée le",
    deletionDue: "Tout sera supprimé d’ici le",
    held: "Ce qui est conservé, pourquoi et jusqu’à quand",
    limits: "Ne se fait plus, à votre demande",
    limitSince: (date) => `depuis le ${date}`,
    lift: "Autoriser à nouveau",
    acts: {
      object: "S’opposer à un usage",
      restrict: "Limiter",
      disconnect: "Déconnecter",
      delete: "Supprimer",
    },
    all: {
      heading: "Toutes les connexions à la fois",
      acts: { restrict: "Tout limiter", disconnect: "Tout déconnecter", delete: "Tout supprimer" },
    },
    ask: {
      heading: "Faire une demande",
      type: "Que souhaitez-vous ?",
      options: {
        access: {
          name: "Savoir ce qui est conservé",
          detail:
            "une réponse complète : quelles données, à quelles fins, qui les reçoit, jusqu’à quand et d’où elles viennent",
        },
        portability: {
          name: "Recevoir mes données",
          detail:
            "des fichiers lisibles par les personnes et par les machines, à garder ou à emporter ailleurs",
        },
        rectification: {
          name: "Faire corriger une donnée",
          detail: "si elle est inexacte ou incomplète ; dites ci-dessous ce qui est juste",
        },
      },
      connection: "À propos de quelle connexion ?",
      remark: "Qu’est-ce qui est inexact, et qu’est-ce qui est juste ?",
      remarkHint:
        "Seulement pour une correction. N’écrivez ni nom, ni adresse, ni mot de passe : nous n’en avons pas besoin.",
      submit: "Envoyer la demande",
    },
    requests: "Vos demandes",
    noRequests: "Vous n’avez pas encore fait de demande.",
    received: (date) => `Reçue le ${date}`,
    due: (date) => `réponse due au plus tard le ${date}`,
    bundleReady: "prête à télécharger",
  },

  classes: { operational: "Traces de l’exercice de vos droits", developer_account: "Compte de l’éditeur" },
  held: {
    credentials: {
      name: "Clés de votre compte sur la plateforme",
      detail: "pour lire sur la plateforme pour l’application. Leur valeur n’est jamais montrée à personne.",
    },
    connect_flow: {
      name: "Étapes de la mise en relation",
      detail: "pour terminer une connexion commencée et comprendre pourquoi une autre a échoué.",
    },
    connection: {
      name: "La connexion elle-même",
      detail:
        "quelle plateforme et quelle application, depuis quand, avec quelles permissions : pour décider si l’application peut lire.",
    },
    consent: {
      name: "Votre consentement",
      detail: "pour montrer ce que vous avez accepté, et à quel moment.",
    },
    limits: { name: "Vos oppositions et limitations", detail: "pour les respecter à chaque appel." },
    usage: {
      name: "Nombre et durée des appels",
      detail: "pour faire fonctionner le service et en rendre compte. On n’y trouve rien de votre boutique.",
    },
    logs: {
      name: "Traces techniques des appels",
      detail: "pour la sécurité et la recherche de pannes. On n’y trouve rien de votre boutique.",
    },
    bundles: {
      name: "Copies préparées pour vous",
      detail: "pour que vous puissiez télécharger ce que vous avez demandé.",
    },
    requests: {
      name: "Vos demandes",
      detail: "pour y répondre à temps et montrer que cela a été fait.",
    },
    other: {
      name: "Autres enregistrements techniques",
      detail:
        "pour faire fonctionner le service. La réponse à « Savoir ce qui est conservé » les nomme un à un.",
    },
  },
  until: {
    whileConnected: "Jusqu’à la déconnexion, puis effacé aussitôt",
    afterDisconnection: (period) => `Tant que la connexion dure, puis supprimé dans les ${period}`,
    date: (date) => `Supprimé au plus tard le ${date}`,
    rolling: (period) => `Chaque enregistrement est supprimé après ${period}`,
    anonymised: (period) => `Chaque enregistrement est anonymisé après ${period}`,
    legalHold: "Tant qu’une obligation légale impose de le garder",
  },
  statuses: {
    pending: "Inachevée",
    active: "Reliée",
    degraded: "Reliée, avec des problèmes",
    needs_reauth: "Interrompue : à relier de nouveau",
    disconnected: "Déconnectée",
  },
  purposes: {
    retail_data: {
      name: "Transmettre les données de la boutique",
      detail: "L’application ne peut plus rien lire de la boutique : ni commandes, ni produits, ni clients.",
    },
    customer_data: {
      name: "Transmettre les données de vos clients",
      detail: "L’application ne peut plus lire la liste de vos clients.",
    },
    raw_data: {
      name: "Transmettre les réponses de la plateforme telles quelles",
      detail:
        "L’application ne reçoit que les enregistrements que Metristack connaît, et non tout ce que dit la plateforme.",
    },
    keep_alive: {
      name: "Renouveler la permission quand personne ne s’en sert",
      detail:
        "Si l’application ne lit rien pendant longtemps, la connexion peut s’éteindre et devra être refaite.",
    },
    all: {
      name: "Tout traitement",
      detail: "Ce qui est conservé reste en place, mais n’est pas utilisé.",
    },
  },

  confirm: {
    disconnect: {
      one: ({ app, platform }) => `Déconnecter ${platform} de l’application ${app} ?`,
      all: "Déconnecter toutes les connexions ?",
      points: [
        "Dès cet instant, l’application ne peut plus rien lire dans le compte.",
        "Les clés sont effacées aussitôt et, lorsque la plateforme le permet, y sont rendues invalides.",
        "Ce qui est conservé par ailleurs disparaît de lui-même, aux échéances indiquées avec vos données.",
        "Pour l’utiliser de nouveau, il faudrait refaire la connexion dans l’application.",
      ],
      button: "Déconnecter",
    },
    delete: {
      one: ({ app, platform }) => `Supprimer ce qui est conservé sur ${platform} dans l’application ${app} ?`,
      all: "Supprimer ce qui est conservé sur toutes les connexions ?",
      points: [
        "Si la connexion existe encore, elle est d’abord coupée.",
        "Ce qui est conservé à son sujet est effacé, sauf si une loi impose de le garder. Les traces de sécurité ne peuvent être retirées une à une : elles disparaissent à l’échéance indiquée avec vos données.",
        "L’éditeur de l’application est averti de la suppression. Ce que l’application a elle-même enregistré ne se trouve pas chez Metristack : adressez-vous à l’éditeur.",
        "Il reste seulement la trace que vous avez fait une demande et reçu une réponse.",
        "C’est irréversible.",
      ],
      button: "Supprimer",
    },
    restrict: {
      one: ({ app, platform }) => `Limiter l’usage de ${platform} dans l’application ${app} ?`,
      all: "Limiter l’usage de toutes les connexions ?",
      points: [
        "Ce qui est conservé reste en place, mais n’est pas utilisé.",
        "Aussi longtemps que cela dure, l’application ne peut rien lire dans le compte.",
        "Vous pouvez l’autoriser à nouveau à tout moment.",
      ],
      button: "Limiter",
    },
  },
  object: {
    title: ({ app, platform }) => `S’opposer à un usage de ${platform} dans l’application ${app}`,
    lead: "Vous n’avez pas à donner de raison, et l’effet est immédiat. La connexion elle-même demeure.",
    legend: "Qu’est-ce qui ne doit plus se faire ?",
    submit: "S’opposer",
    standing: "Vos oppositions en vigueur",
    allStand: "Vous vous êtes opposé à tous les usages possibles.",
  },

  requestTypes: {
    access: "Demande d’accès aux données conservées",
    rectification: "Demande de rectification",
    deletion: "Demande de suppression",
    portability: "Demande de copie des données",
    objection: "Opposition",
    restriction: "Demande de limitation",
  },
  requestStatuses: {
    received: { name: "Reçue", detail: "Votre demande est arrivée." },
    verifying: {
      name: "En attente de preuve",
      detail: "La demande attend que vous montriez que le compte est le vôtre.",
    },
    verified: { name: "Acceptée", detail: "La demande est sur le point d’être exécutée." },
    in_progress: { name: "En cours", detail: "La demande est en cours d’exécution." },
    completed: { name: "Terminée", detail: "La demande a reçu une réponse complète." },
    refused: {
      name: "Refusée",
      detail: "La demande n’a pas pu être satisfaite. Le motif est indiqué ci-dessous.",
    },
    withdrawn: { name: "Retirée", detail: "Vous avez retiré la demande." },
    expired: {
      name: "Caduque",
      detail:
        "Il n’a pas été montré à temps que le compte est le vôtre. Vous pouvez faire une nouvelle demande.",
    },
  },
  request: {
    receivedAt: "Reçue le",
    dueAt: "Réponse due au plus tard le",
    extended: "Le délai a été prolongé, comme la loi le permet pour les demandes complexes ou nombreuses.",
    closedAt: "Close le",
    connections: "Concerne",
    bundle: "Vos données",
    bundleUntil: (time) =>
      `Elles peuvent être téléchargées jusqu’au ${time}. Ensuite, elles sont supprimées.`,
    download: "Télécharger l’archive ZIP",
    history: "Ce qui s’est passé",
    receipt: "Reçu",
    receiptLead:
      "Une preuve signée de la réponse. Chacun peut la vérifier avec les clés que Metristack publie :",
    refusal: "Pourquoi elle a été refusée",
    complain:
      "Si vous n’êtes pas d’accord, vous pouvez introduire une réclamation auprès de l’autorité de protection des données de votre lieu de résidence, ou saisir un tribunal.",
    withdraw: "Retirer la demande",
    withdrawLead: "Vous pouvez retirer la demande tant que rien n’a encore été fait.",
  },
  events: {
    received: "La demande a été reçue.",
    confirmed: "La réception a été confirmée.",
    verifying: "Il vous a été demandé de montrer que le compte est le vôtre.",
    verified: "Il a été montré que le compte est le vôtre.",
    planned: "Les étapes à suivre ont été établies.",
    step_done: "Une étape a été accomplie.",
    in_progress: "Le traitement de la demande a commencé.",
    disconnected: "La connexion a été coupée.",
    erased: "Des données ont été effacées.",
    corrected: "Des données ont été corrigées.",
    limited: "Des usages des données ont été arrêtés.",
    lifted: "Un usage des données a de nouveau été autorisé.",
    bundle_built: "La copie des données a été préparée.",
    notified: "L’éditeur de l’application a été averti.",
    extended: "Le délai a été prolongé.",
    reminded: "L’échéance a été rappelée à ceux qui répondent.",
    completed: "La demande a reçu sa réponse.",
    refused: "La demande a été refusée.",
    withdrawn: "La demande a été retirée.",
    expired: "La demande est devenue caduque, faute de preuve à temps.",
  },
  refusals: {
    identity_not_proved: "Il n’a pas été montré qu’une connexion est la vôtre.",
    manifestly_unfounded: "La demande est manifestement infondée.",
    excessive: "La même demande a été faite si souvent qu’elle dépasse ce que prévoit la loi.",
    legal_hold:
      "Une loi, ou un droit à faire valoir en justice, interdit pour l’instant d’effacer les données.",
    rights_of_others: "La réponse porterait atteinte aux droits d’autres personnes.",
    nothing_held: "Rien n’est conservé sur vous, ou plus rien.",
    not_inaccurate: "Ce qui est conservé a été vérifié et est exact.",
  },
  otherRefusal: "Ce motif n’est pas décrit ici. Écrivez à Metristack pour le connaître.",

  notices: {
    signed_in: "Voici tout ce qui est conservé sur vous.",
    disconnected: "Déconnecté. L’application ne peut plus rien lire, et les clés ont été effacées.",
    disconnect_later:
      "La déconnexion a commencé et se poursuit d’elle-même. Revenez voir dans un petit moment.",
    request_received: "Votre demande a été reçue. Vous pouvez la suivre sous « Vos demandes ».",
    deletion_received:
      "Votre demande de suppression a été reçue et est en cours d’exécution. Vous pouvez la suivre sous « Vos demandes ».",
    already_open:
      "Vous avez déjà fait cette demande, et la réponse est en préparation. Elle figure sous « Vos demandes ».",
    objection_saved: "Votre opposition vaut dès maintenant.",
    objection_none: "Vous n’avez rien choisi : rien n’a été modifié.",
    restricted: "Usage limité. Ce qui est conservé reste en place, mais n’est pas utilisé.",
    lifted: "Cet usage est de nouveau autorisé.",
    withdrawn: "La demande a été retirée.",
    not_withdrawn: "La demande n’a pas pu être retirée, car elle est en cours d’exécution ou déjà close.",
    remark_missing: "Dites ce qui est inexact et ce qui est juste, puis renvoyez la demande.",
    form_stale: "La page était ouverte depuis trop longtemps : rien n’a été modifié. Réessayez.",
    too_many: "C’était trop en peu de temps. Patientez un peu, puis réessayez.",
  },
  messages: {
    link_invalid: {
      title: "Ce lien ne fonctionne pas",
      text: "Il est incomplet, trop ancien ou a déjà servi : chaque lien ne fonctionne qu’une fois. Connectez-vous plutôt sur votre plateforme, ou faites une nouvelle demande.",
    },
    session_expired: {
      title: "Votre visite a pris fin",
      text: "Pour protéger vos données, une visite ne dure que peu de temps. Rien n’a été modifié. Connectez-vous de nouveau.",
    },
    not_found: {
      title: "Il n’y a rien ici",
      text: "La page n’existe pas, ou elle ne concerne aucune de vos connexions.",
    },
    platform_unavailable: {
      title: "La plateforme est injoignable",
      text: "Nous n’avons reçu aucune réponse exploitable de la plateforme. Réessayez plus tard.",
    },
    declined: {
      title: "Vous ne vous êtes pas connecté",
      text: "La connexion sur la plateforme a été refusée : nous ne pouvons donc rien montrer. Vous pouvez réessayer.",
    },
    state_mismatch: {
      title: "Nous n’avons pas pu confirmer que c’était bien vous",
      text: "La réponse de la plateforme ne correspond à rien de ce qui a été commencé dans ce navigateur. Effectuez toutes les étapes dans un même navigateur, cookies autorisés. Si quelqu’un vous a envoyé un lien, ne continuez pas.",
    },
    signed_out: {
      title: "Vous avez quitté l’espace",
      text: "Vos données ne sont plus affichées dans ce navigateur.",
    },
    nothing_held: {
      title: "Rien n’est conservé sur vous",
      text: "Il n’existe aucune connexion du compte que vous avez utilisé. Si vous avez relié un autre compte, déconnectez-vous de la plateforme et revenez avec celui-là.",
    },
    token_invalid: {
      title: "La confirmation de l’application n’est pas valable",
      text: "L’application vous a envoyé ici avec une confirmation erronée, trop ancienne ou déjà utilisée. Retournez dans l’application et recommencez, ou connectez-vous sur votre plateforme.",
    },
    bundle_expired: {
      title: "Cette copie a été supprimée",
      text: "Une copie ne peut être téléchargée que pendant un temps limité, et ce temps est écoulé. Vous pouvez en demander une nouvelle.",
    },
    form_stale: {
      title: "Cette page était périmée",
      text: "Elle était ouverte depuis trop longtemps, ou appartient à une autre visite. Rien n’a été modifié. Recommencez.",
    },
    internal: {
      title: "Un problème est survenu de notre côté",
      text: "Vous n’avez commis aucune erreur. Réessayez dans un petit moment. Si cela se reproduit, écrivez à privacy@metristack.com en indiquant la référence ci-dessous.",
    },
  },
};
