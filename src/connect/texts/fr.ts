import type { Texts } from "./catalogue";
import { FAMILY_FR } from "./family/fr";
import { counted } from "./plural";

// « app » et « platform » viennent sans article : « l’application X » ou « l’application ».
export const fr: Texts = {
  app: (name) => (name ? `application ${name}` : "application"),
  platform: (name) => name ?? "la plateforme",
  days: counted("fr", { one: "# jour", other: "# jours" }),
  months: counted("fr", { other: "# mois" }),

  backTo: (app) => `Retourner dans l’${app}`,
  closePage: "Vous pouvez fermer cette page.",
  continue: "Continuer",
  error: "Erreur",
  code: "Code",
  reference: "Référence",

  picker: {
    title: "Choisissez votre plateforme",
    lead: (app) => `Où se trouve la boutique que vous souhaitez relier à l’${app} ?`,
    none: (app) =>
      `Aucune plateforme ne peut être reliée pour le moment. Retournez dans l’${app} et réessayez plus tard.`,
  },
  shop: {
    title: (platform) => `Quelle boutique ${platform} ?`,
    lead: ({ app, platform }) =>
      `Indiquez la boutique à relier à l’${app}. Vous vous connecterez ensuite sur ${platform} même ; Metristack ne voit jamais votre mot de passe.`,
    label: (platform) => `Adresse de votre boutique ${platform}`,
    hint: (platform, example) =>
      `L’adresse à laquelle vous vous connectez à ${platform}, par exemple ${example}`,
    faults: {
      empty: (example) => `Saisissez l’adresse de votre boutique, par exemple ${example}`,
      malformed: (example) => `Ceci n’est pas l’adresse d’une boutique. Elle doit ressembler à ${example}`,
      unreachable: () => "Aucune boutique ne se trouve à cette adresse. Vérifiez-la et réessayez.",
    },
  },
  resources: {
    store: {
      name: "Profil de la boutique",
      detail: "nom, adresse web, pays, devise, langue et fuseau horaire de votre boutique",
    },
    locations: { name: "Points de vente", detail: "noms et adresses de vos succursales et entrepôts" },
    products: {
      name: "Produits",
      detail: "noms, descriptions, variantes, prix, codes et images des articles que vous vendez",
    },
    orders: {
      name: "Commandes",
      detail:
        "ce qui a été acheté, quand et à quel prix, avec les taxes, remises, pourboires, remboursements, notes et l’état de la commande. Les commandes contiennent des données personnelles : le client concerné ainsi que le nom, l’adresse et le numéro de téléphone de livraison",
    },
    refunds: {
      name: "Remboursements",
      detail: "les articles et montants remboursés, quand et pour quelle raison",
    },
    inventory: { name: "Stock", detail: "le nombre d’unités de chaque article, et où elles se trouvent" },
    customers: {
      name: "Clients",
      detail:
        "données personnelles de vos clients : noms, adresses e-mail, numéros de téléphone, adresses et notes",
    },
  },
  consent: {
    title: ({ app, platform }) => `Autoriser l’${app} à lire des données de votre compte ${platform} ?`,
    introduction: ({ app, platform }) =>
      `L’${app} demande à lire les données indiquées ci-dessous dans votre compte ${platform}, par l’intermédiaire de Metristack. Lisez ce que cela signifie avant de décider.`,
    data: {
      heading: "Ce qui sera lu",
      lead: ({ app, platform }) =>
        `Tant que le compte reste relié, l’${app} peut lire ces enregistrements, avec tous les détails que ${platform} y fournit :`,
      readOnly: (platform) =>
        `Metristack demande à ${platform} la permission de lire, et non de modifier quoi que ce soit.`,
    },
    use: {
      heading: "À quoi cela sert",
      lead: (app) => `Selon les mots des éditeurs de l’${app} :`,
      none: (app) =>
        `Les éditeurs de l’${app} n’ont pas décrit l’usage qu’ils font des données. Demandez-le-leur avant d’accepter.`,
    },
    sharing: {
      heading: "Qui les reçoit",
      appTerm: (app) => `Les éditeurs de l’${app}`,
      app: "Ils reçoivent les données et décident de ce qu’elles deviennent dans leur application. Ils en sont responsables et doivent avoir leur propre politique de confidentialité.",
      policy: (app) => `Politique de confidentialité de l’${app}`,
      noPolicy: "Ils ne nous ont pas communiqué l’adresse de leur politique de confidentialité.",
      metristack:
        "Agit pour leur compte, en qualité de sous-traitant. Metristack transmet les données et ne les conserve pas. Le service fonctionne sur le réseau de Cloudflare.",
      othersHeading: "Qui d’autre les reçoit",
      others: (app) => `Les éditeurs de l’${app} partagent les données avec :`,
      noOthers: (app) => `Les éditeurs de l’${app} n’ont nommé aucun autre destinataire des données.`,
    },
    travel: {
      heading: "Où les données peuvent circuler",
      stored: {
        eu: "Metristack conserve les clés de cette connexion dans l’Union européenne.",
        us: "Metristack conserve les clés de cette connexion en Amérique du Nord, en règle générale aux États-Unis.",
        af: "Metristack conserve les clés de cette connexion en Afrique ou, lorsque notre hébergeur n’y a pas de place, à l’endroit le plus proche qu’il propose, qui peut se trouver hors d’Afrique.",
      },
      passing:
        "Vos données elles-mêmes passent de la plateforme à l’application par Metristack et peuvent franchir des frontières en chemin, selon les lieux où la plateforme et l’application sont exploitées.",
      adequacy: (app, country) =>
        `Pays des éditeurs de l’${app} : ${country}. La protection des données y a été reconnue adéquate.`,
      scc: (app, country) =>
        `Pays des éditeurs de l’${app} : ${country}. Ils ont accepté les clauses contractuelles types comme garantie pour ce transfert.`,
      scc_with_measures: (app, country) =>
        `Pays des éditeurs de l’${app} : ${country}. Les autorités de ce pays peuvent avoir un accès étendu aux données. Ils ont accepté les clauses contractuelles types et pris des mesures supplémentaires comme garantie pour ce transfert.`,
      same_law: (app, country) =>
        `Pays des éditeurs de l’${app} : ${country}. Le droit de l’Union européenne sur la protection des données s’y applique.`,
      consent: (app, country) =>
        `Pays des éditeurs de l’${app} : ${country}. Le droit de ce pays protège peut-être moins vos données que celui de votre pays. En autorisant l’accès, vous acceptez aussi ce transfert.`,
    },
    kept: {
      heading: "Ce que Metristack conserve, et combien de temps",
      lead: "Pour faire fonctionner et protéger son service, Metristack conserve :",
      authentication: {
        term: "Données d’authentification",
        text: "les clés que la plateforme délivre pour cette connexion : tant qu’elle dure, puis effacées aussitôt",
      },
      usage: {
        term: "Statistiques d’utilisation",
        text: (months) => `nombre et durée des appels : agrégés et anonymisés après ${months}`,
      },
      logs: {
        term: "Journaux système",
        text: (days) =>
          `traces techniques des appels, pour la sécurité et la résolution des pannes : ${days}`,
      },
      metadata: {
        term: "Métadonnées de connexion",
        text: (days) =>
          `quelle plateforme est reliée, depuis quand et avec quelles permissions, ainsi que la preuve de ce consentement : supprimées dans les ${days} suivant la déconnexion`,
      },
      never: {
        term: "Jamais conservés",
        text: "noms, adresses et numéros de téléphone, données de paiement et financières, contenu de votre activité : commandes, produits, clients",
      },
    },
    rights: {
      heading: "Vos droits",
      lead: "Vous avez le droit :",
      access: { name: "Accès", detail: "de savoir quelles données vous concernant sont traitées" },
      rectification: {
        name: "Rectification",
        detail: "de faire corriger des données inexactes ou incomplètes",
      },
      deletion: { name: "Suppression", detail: "de faire supprimer vos données" },
      portability: {
        name: "Portabilité",
        detail: "de recevoir vos données dans un format lisible par machine",
      },
      objection: { name: "Opposition", detail: "de vous opposer à certains traitements" },
      withdrawal: {
        name: "Retrait",
        detail:
          "de retirer ce consentement à tout moment, aussi simplement que vous le donnez. Ce qui a été fait avant reste licite",
      },
      howHeading: "Comment exercer vos droits",
      how: "Vous pouvez les exercer de l’une de ces façons :",
      developer: (app) => `Adressez-vous aux éditeurs de l’${app}.`,
      mail: "Écrivez à Metristack :",
      centre: "Consultez, suivez et terminez vous-même vos connexions dans l’espace confidentialité :",
      centreLink: "Espace confidentialité",
      disconnect:
        "Déconnectez le compte, dans l’application ou sur la plateforme : la lecture cesse aussitôt.",
      policy: "Le texte complet :",
      policyLink: "Politique de Metristack relative aux utilisateurs finaux",
    },
    decision: {
      heading: "Votre décision",
      declaration: ({ app, platform }) =>
        `En choisissant « Autoriser », vous confirmez que vous pouvez décider pour ce compte ${platform} et vous acceptez que l’${app} lise les données indiquées ci-dessus pour les usages indiqués ci-dessus.`,
      free: "Vous êtes libre de refuser. Dans ce cas, rien n’est relié et rien n’est lu.",
      allow: "Autoriser",
      decline: "Refuser",
    },
  },
  family: FAMILY_FR,
  onward: {
    title: (place) => `Nous vous dirigeons vers ${place}`,
    lead: (place) => `Si rien ne se passe, continuez vous-même vers ${place}.`,
  },
  outcomes: {
    access_denied: {
      title: "Non relié : l’accès a été refusé",
      happened: ({ platform }) =>
        `L’accès à votre compte sur ${platform} a été refusé : rien n’a été relié et rien n’a été lu.`,
      next: ({ app }) => `Si vous changez d’avis, retournez dans l’${app} et recommencez.`,
    },
    session_expired: {
      title: "Le délai est dépassé",
      happened: () =>
        "Pour protéger votre compte, une connexion doit être terminée en peu de temps. Ce délai est écoulé.",
      next: ({ app }) => `Retournez dans l’${app} et recommencez. Rien n’a été relié.`,
    },
    link_invalid: {
      title: "Ce lien ne fonctionne pas",
      happened: () => "Le lien est incomplet ou a été retiré.",
      next: ({ app }) => `Retournez dans l’${app} et recommencez à partir de là.`,
    },
    link_used: {
      title: "Ce lien a déjà servi",
      happened: () =>
        "Chaque lien ne fonctionne qu’une fois, et celui-ci a déjà été ouvert ou mené à son terme. Rien n’a été modifié à l’instant.",
      next: ({ app }) =>
        `Retournez dans l’${app} : si la boutique n’y apparaît pas comme reliée, recommencez.`,
    },
    state_mismatch: {
      title: "Nous n’avons pas pu confirmer que c’était bien vous",
      happened: () =>
        "La réponse ne correspond à aucune connexion commencée dans ce navigateur. Cela arrive lorsqu’elle a été commencée dans un autre navigateur ou sur un autre appareil, lorsque les cookies sont bloqués, ou lorsque quelqu’un d’autre vous a envoyé le lien. Rien n’a été relié.",
      next: ({ app }) =>
        `Retournez dans l’${app} et effectuez toutes les étapes dans un même navigateur, cookies autorisés. Si quelqu’un vous a envoyé ce lien, ne continuez pas.`,
    },
    provider_error: {
      title: "La plateforme a signalé une erreur",
      happened: ({ platform }) =>
        `La connexion n’a pas pu être terminée : une erreur a été renvoyée par ${platform}.`,
      next: ({ app }) =>
        `Attendez quelques minutes, puis retournez dans l’${app} et recommencez. Si cela se reproduit, indiquez le code ci-dessous à son service d’assistance.`,
    },
    platform_unavailable: {
      title: "La plateforme est injoignable",
      happened: ({ platform }) =>
        `Nous n’avons reçu aucune réponse exploitable de ${platform}. Rien n’a été relié.`,
      next: ({ app }) => `Réessayez plus tard depuis l’${app}.`,
    },
    account_mismatch: {
      title: "Il s’agit d’un autre compte",
      happened: ({ platform }) =>
        `Vous vous êtes connecté sur ${platform} avec un autre compte que celui de cette connexion. Par sécurité, elle n’a pas été modifiée.`,
      next: ({ app, platform }) =>
        `Déconnectez-vous de ${platform}, puis retournez dans l’${app}, recommencez et utilisez le compte relié à l’origine. Pour utiliser un autre compte, créez une nouvelle connexion.`,
    },
    missing_scopes: {
      title: "Il manque une permission",
      happened: ({ platform }) =>
        `Les permissions nécessaires à la connexion n’ont pas toutes été accordées sur ${platform} ; elle n’a donc pas été établie.`,
      next: ({ app }) =>
        `Retournez dans l’${app}, recommencez et laissez toutes les permissions cochées. Il peut être nécessaire de s’adresser au propriétaire de la boutique.`,
    },
    internal: {
      title: "Un problème est survenu de notre côté",
      happened: () => "Nous n’avons pas pu terminer la connexion. Vous n’avez commis aucune erreur.",
      next: ({ app }) =>
        `Attendez quelques minutes, puis retournez dans l’${app} et recommencez. Si cela se reproduit, indiquez le code ci-dessous à son service d’assistance.`,
    },
  },
  outcome: {
    whatNow: "Ce que vous pouvez faire",
    platformSaid: (platform) => `Message reçu de ${platform} :`,
    missing: "Permissions manquantes :",
  },
};
