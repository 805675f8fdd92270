import type { FamilyTexts } from "../catalogue";

export const FAMILY_PT: FamilyTexts = {
  key: {
    title: (platform) => `A sua chave da ${platform}`,
    lead: ({ app, platform }) =>
      `A ${app} lê a sua loja na ${platform} com uma chave que lá cria. Vai diretamente para o nosso cofre e não é mostrada a ninguém.`,
    how: (platform) => `Como criar a chave na ${platform}`,
    faults: {
      refused:
        "A plataforma não aceita esta chave. Verifique se está completa, ativa e autorizada a ler, e tente novamente.",
      malformed: "Isto não parece o que a plataforma emite. Copie de novo, sem espaços.",
      empty: "Preencha este campo.",
    },
  },
  steps: {
    title: (platform) => `Configure isto na ${platform}`,
    lead: ({ app, platform }) =>
      `Introduza estes valores na sua loja na ${platform}; permitem que a ${app} a leia. Servem uma só vez e durante dez minutos.`,
    done: "Já está feito",
  },
  waiting: {
    title: (platform) => `À espera da ${platform}`,
    lead: (platform) =>
      `A sua loja na ${platform} ainda não nos enviou as chaves. Esta página volta a verificar sozinha.`,
    again: "Verificar de novo",
  },
  claim: {
    title: (app) => `Ligar esta loja à ${app}?`,
    lead: ({ app, platform }) =>
      `Instalou a aplicação na ${platform}. Continue apenas se esta loja for sua e quiser ligá-la à ${app}.`,
    account: "Loja",
    agree: "Ligar esta loja",
    ownerless: {
      title: (platform) => `Instalada na ${platform}`,
      lead: "A loja ainda não está ligada a nenhuma aplicação. Volte à sua aplicação dentro de 15 minutos e indique-lhe este código.",
      code: "O seu código",
    },
  },
};
