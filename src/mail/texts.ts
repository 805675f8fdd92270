import type { Lang } from "../pages/languages";
import type { Right } from "../rights/types";

/** The words of the answer to a mailed request. */
export interface MailTexts {
  subject: string;
  /** What a right is called in the middle of a sentence. */
  rights: Readonly<Record<Right, string>>;
  body(facts: { right: string; link: string; days: number; centre: string }): string[];
}

export const MAIL_TEXTS: Readonly<Record<Lang, MailTexts>> = {
  en: {
    subject: "Your privacy request to Metristack",
    rights: {
      access: "to see what is held about you",
      rectification: "to have data corrected",
      deletion: "to have data deleted",
      portability: "to receive your data",
      objection: "to object to a use of your data",
      restriction: "to have the use of your data restricted",
    },
    body: ({ right, link, days, centre }) => [
      "Hello,",
      `We have received your mail. We understood that you wish ${right}.`,
      "Nobody has been identified by it: a mail address does not show whose store it is. Please open this link and sign in at your retail platform, so that we know the connection is yours:",
      link,
      `The link works once, and for ${days} days. Then we carry out your request and tell you there how it stands. Without it nothing happens, and the request ends by itself.`,
      `We have kept nothing of your mail but your address, sealed, until the request closes. If you meant another right, or wish to start anew, go to ${centre}`,
      "If you did not write to us, you need not do anything.",
      "Metristack. This answer was sent automatically.",
    ],
  },
  fr: {
    subject: "Votre demande de confidentialité à Metristack",
    rights: {
      access: "savoir ce qui est conservé à votre sujet",
      rectification: "faire corriger des données",
      deletion: "faire supprimer des données",
      portability: "recevoir vos données",
      objection: "vous opposer à une utilisation de vos données",
      restriction: "faire limiter l’utilisation de vos données",
    },
    body: ({ right, link, days, centre }) => [
      "Bonjour,",
      `Nous avons bien reçu votre message. Nous avons compris que vous souhaitez ${right}.`,
      "Il n’a permis d’identifier personne : une adresse de messagerie ne montre pas à qui est une boutique. Veuillez ouvrir ce lien et vous connecter à votre plateforme de vente, afin que nous sachions que la connexion est la vôtre :",
      link,
      `Le lien fonctionne une seule fois, pendant ${days} jours. Nous traitons ensuite votre demande et vous y indiquons où elle en est. Sans cela, rien ne se passe et la demande prend fin d’elle-même.`,
      `De votre message, nous n’avons gardé que votre adresse, chiffrée, jusqu’à la clôture de la demande. Si vous pensiez à un autre droit ou souhaitez recommencer, rendez-vous sur ${centre}`,
      "Si vous ne nous avez pas écrit, vous n’avez rien à faire.",
      "Metristack. Cette réponse a été envoyée automatiquement.",
    ],
  },
  pt: {
    subject: "O seu pedido de privacidade à Metristack",
    rights: {
      access: "saber o que se guarda a seu respeito",
      rectification: "corrigir dados",
      deletion: "apagar dados",
      portability: "receber os seus dados",
      objection: "opor-se a uma utilização dos seus dados",
      restriction: "limitar a utilização dos seus dados",
    },
    body: ({ right, link, days, centre }) => [
      "Olá,",
      `Recebemos a sua mensagem. Entendemos que deseja ${right}.`,
      "Ela não identificou ninguém: um endereço de correio não mostra de quem é uma loja. Abra esta ligação e inicie sessão na sua plataforma de vendas, para sabermos que a conexão é sua:",
      link,
      `A ligação funciona uma única vez, durante ${days} dias. Depois tratamos o seu pedido e mostramos aí em que ponto está. Sem isso nada acontece, e o pedido termina por si.`,
      `Da sua mensagem guardámos apenas o seu endereço, cifrado, até o pedido ser encerrado. Se pensava noutro direito ou deseja recomeçar, visite ${centre}`,
      "Se não nos escreveu, não precisa de fazer nada.",
      "Metristack. Esta resposta foi enviada automaticamente.",
    ],
  },
  ar: {
    subject: "طلب الخصوصية الذي أرسلته إلى Metristack",
    rights: {
      access: "الاطلاع على ما نحتفظ به عنك",
      rectification: "تصحيح بيانات",
      deletion: "حذف بيانات",
      portability: "استلام بياناتك",
      objection: "الاعتراض على استخدام لبياناتك",
      restriction: "تقييد استخدام بياناتك",
    },
    body: ({ right, link, days, centre }) => [
      "مرحبًا،",
      `وصلتنا رسالتك، وفهمنا أنك ترغب في ${right}.`,
      "لم تُحدَّد بها هوية أحد: فعنوان البريد لا يبيّن لمن المتجر. يُرجى فتح هذا الرابط وتسجيل الدخول في منصة البيع الخاصة بك، لنعرف أن الاتصال لك:",
      link,
      `يعمل الرابط مرة واحدة فقط، وتنتهي صلاحيته بعد ${days} يومًا. بعد ذلك ننفّذ طلبك ونعرض لك هناك ما وصل إليه. وبدون ذلك لا يحدث شيء، وينتهي الطلب من تلقاء نفسه.`,
      "لم نحتفظ من رسالتك إلا بعنوانك، مشفَّرًا، إلى أن يُغلق الطلب. وإن كنت تقصد حقًا آخر أو أردت البدء من جديد، فانتقل إلى:",
      centre,
      "إن لم تكن قد راسلتنا فلا يلزمك فعل شيء.",
      "Metristack. أُرسل هذا الرد تلقائيًا.",
    ],
  },
  sw: {
    subject: "Ombi lako la faragha kwa Metristack",
    rights: {
      access: "kuona kinachohifadhiwa kukuhusu",
      rectification: "data irekebishwe",
      deletion: "data ifutwe",
      portability: "kupokea data yako",
      objection: "kupinga matumizi ya data yako",
      restriction: "matumizi ya data yako yawekewe mipaka",
    },
    body: ({ right, link, days, centre }) => [
      "Habari,",
      `Tumepokea barua pepe yako. Tumeelewa kwamba unataka ${right}.`,
      "Haijamtambulisha mtu yeyote: anwani ya barua pepe haionyeshi duka ni la nani. Tafadhali fungua kiungo hiki na uingie kwenye jukwaa lako la mauzo, ili tujue kwamba muunganisho ni wako:",
      link,
      `Kiungo hufanya kazi mara moja tu, kwa siku ${days}. Kisha tunashughulikia ombi lako na kukuonyesha hapo lilipofikia. Bila hivyo hakuna kinachofanyika, na ombi huisha lenyewe.`,
      `Katika barua pepe yako tumehifadhi anwani yako tu, ikiwa imefungwa kwa siri, hadi ombi litakapofungwa. Ikiwa ulimaanisha haki nyingine, au unataka kuanza upya, nenda ${centre}`,
      "Ikiwa hukutuandikia, huhitaji kufanya chochote.",
      "Metristack. Jibu hili limetumwa kiotomatiki.",
    ],
  },
};
