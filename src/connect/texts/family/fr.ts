import type { FamilyTexts } from "../catalogue";

export const FAMILY_FR: FamilyTexts = {
  key: {
    title: (platform) => `Votre clé pour ${platform}`,
    lead: ({ app, platform }) =>
      `L’${app} lit votre boutique sur ${platform} avec une clé que vous y créez. Elle va directement dans notre coffre et n’est montrée à personne.`,
    how: (platform) => `Comment créer la clé sur ${platform}`,
    faults: {
      refused:
        "La plateforme n’accepte pas cette clé. Vérifiez qu’elle est complète, active et autorisée à lire, puis réessayez.",
      malformed: "Ceci ne ressemble pas à ce que la plateforme délivre. Copiez-la à nouveau, sans espaces.",
      empty: "Remplissez ce champ.",
    },
  },
  steps: {
    title: (platform) => `À régler dans ${platform}`,
    lead: ({ app, platform }) =>
      `Saisissez ces valeurs dans votre boutique sur ${platform} : elles permettent à l’${app} de la lire. Elles servent une seule fois, pendant dix minutes.`,
    done: "C’est fait",
  },
  waiting: {
    title: (platform) => `Nous attendons ${platform}`,
    lead: (platform) =>
      `Votre boutique sur ${platform} ne nous a pas encore envoyé ses clés. Cette page vérifie d’elle-même.`,
    again: "Vérifier à nouveau",
  },
  claim: {
    title: (app) => `Relier cette boutique à l’${app} ?`,
    lead: ({ app, platform }) =>
      `Vous avez installé l’application sur ${platform}. Continuez seulement si cette boutique est la vôtre et si vous voulez la relier à l’${app}.`,
    account: "Boutique",
    agree: "Relier cette boutique",
    ownerless: {
      title: (platform) => `Installée sur ${platform}`,
      lead: "La boutique n’est encore reliée à aucune application. Retournez dans votre application dans les 15 minutes et donnez-lui ce code.",
      code: "Votre code",
    },
  },
};
