import type { Texts } from "./catalogue";
import { FAMILY_PT } from "./family/pt";
import { counted } from "./plural";

// «app» e «platform» vêm sem artigo, porque as preposições o contraem: «à aplicação X», «da plataforma Y».
export const pt: Texts = {
  app: (name) => (name ? `aplicação ${name}` : "aplicação"),
  platform: (name) => (name ? `plataforma ${name}` : "plataforma"),
  days: counted("pt", { one: "# dia", other: "# dias" }),
  months: counted("pt", { one: "# mês", other: "# meses" }),

  backTo: (app) => `Voltar à ${app}`,
  closePage: "Pode fechar esta página.",
  continue: "Continuar",
  error: "Erro",
  code: "Código",
  reference: "Referência",

  picker: {
    title: "Escolha a sua plataforma",
    lead: (app) => `Onde está a loja que pretende ligar à ${app}?`,
    none: (app) => `De momento não é possível ligar nenhuma plataforma. Volte à ${app} e tente mais tarde.`,
  },
  shop: {
    title: (platform) => `Qual é a sua loja na ${platform}?`,
    lead: ({ app, platform }) =>
      `Indique a loja a ligar à ${app}. Em seguida inicia sessão na própria ${platform}; a Metristack nunca vê a sua palavra-passe.`,
    label: (platform) => `Endereço da sua loja na ${platform}`,
    hint: (platform, example) => `O endereço com que inicia sessão na ${platform}, por exemplo ${example}`,
    faults: {
      empty: (example) => `Introduza o endereço da sua loja, por exemplo ${example}`,
      malformed: (example) => `Este não é o endereço de uma loja. Deve ser semelhante a ${example}`,
      unreachable: () => "Não encontrámos nenhuma loja neste endereço. Verifique-o e tente novamente.",
    },
  },
  resources: {
    store: {
      name: "Perfil da loja",
      detail: "nome, endereço web, país, moeda, idioma e fuso horário da sua loja",
    },
    locations: { name: "Locais", detail: "nomes e moradas das suas filiais e armazéns" },
    products: {
      name: "Produtos",
      detail: "nomes, descrições, variantes, preços, códigos e imagens dos artigos que vende",
    },
    orders: {
      name: "Encomendas",
      detail:
        "o que foi comprado, quando e por quanto, com impostos, descontos, gorjetas, reembolsos, notas e o estado da encomenda. As encomendas contêm dados pessoais: o cliente a que pertencem e o nome, a morada e o número de telefone de entrega",
    },
    refunds: {
      name: "Reembolsos",
      detail: "que artigos e montantes foram devolvidos, quando e porquê",
    },
    inventory: { name: "Stock", detail: "quantas unidades tem de cada artigo, e onde" },
    customers: {
      name: "Clientes",
      detail:
        "dados pessoais dos seus clientes: nomes, endereços de e-mail, números de telefone, moradas e notas",
    },
  },
  consent: {
    title: ({ app, platform }) => `Permitir que a ${app} leia dados da sua conta na ${platform}?`,
    introduction: ({ app, platform }) =>
      `A ${app} pede para ler os dados abaixo indicados da sua conta na ${platform}, por intermédio da Metristack. Leia o que isto significa antes de decidir.`,
    data: {
      heading: "O que será lido",
      lead: ({ app, platform }) =>
        `Enquanto a conta estiver ligada, a ${app} pode ler estes registos, com todos os pormenores que deles constam na ${platform}:`,
      readOnly: (platform) =>
        `A Metristack pede à ${platform} autorização para ler, não para alterar seja o que for.`,
    },
    use: {
      heading: "Para que serve",
      lead: (app) => `Nas palavras dos responsáveis pela ${app}:`,
      none: (app) =>
        `Os responsáveis pela ${app} não descreveram para que usam os dados. Pergunte-lhes antes de permitir.`,
    },
    sharing: {
      heading: "Quem os recebe",
      appTerm: (app) => `Os responsáveis pela ${app}`,
      app: "Recebem os dados e decidem o que lhes acontece na sua aplicação. Respondem por eles e devem ter uma política de privacidade própria.",
      policy: (app) => `Política de privacidade da ${app}`,
      noPolicy: "Não nos indicaram o endereço da sua política de privacidade.",
      metristack:
        "Atua por conta deles, como subcontratante. Encaminha os dados e não os armazena. Funciona na rede da Cloudflare.",
      othersHeading: "Quem mais os recebe",
      others: (app) => `Os responsáveis pela ${app} partilham os dados com:`,
      noOthers: (app) =>
        `Os responsáveis pela ${app} não indicaram mais ninguém com quem partilhem os dados.`,
    },
    travel: {
      heading: "Por onde os dados podem circular",
      stored: {
        eu: "A Metristack guarda as chaves desta ligação na União Europeia.",
        us: "A Metristack guarda as chaves desta ligação na América do Norte, em regra nos Estados Unidos.",
        af: "A Metristack guarda as chaves desta ligação em África ou, quando o nosso fornecedor não tem lá lugar, no local mais próximo que este oferece, que pode ficar fora de África.",
      },
      passing:
        "Os seus dados propriamente ditos passam da plataforma para a aplicação através da Metristack e podem atravessar fronteiras nesse caminho, consoante os locais onde a plataforma e a aplicação funcionam.",
      adequacy: (app, country) =>
        `País dos responsáveis pela ${app}: ${country}. A proteção de dados nesse país foi reconhecida como adequada.`,
      scc: (app, country) =>
        `País dos responsáveis pela ${app}: ${country}. Aceitaram as cláusulas contratuais-tipo como garantia para esta transferência.`,
      scc_with_measures: (app, country) =>
        `País dos responsáveis pela ${app}: ${country}. As autoridades desse país podem ter um acesso alargado aos dados. Aceitaram as cláusulas contratuais-tipo e tomaram medidas adicionais como garantia para esta transferência.`,
      same_law: (app, country) =>
        `País dos responsáveis pela ${app}: ${country}. Aplica-se nesse país o direito da União Europeia em matéria de proteção de dados.`,
      consent: (app, country) =>
        `País dos responsáveis pela ${app}: ${country}. A lei desse país pode proteger os seus dados menos do que a lei do seu. Ao permitir o acesso, aceita também esta transferência.`,
    },
    kept: {
      heading: "O que a própria Metristack guarda, e por quanto tempo",
      lead: "Para fazer funcionar e proteger o seu serviço, a Metristack guarda:",
      authentication: {
        term: "Dados de autenticação",
        text: "as chaves que a plataforma emite para esta ligação: enquanto ela durar, e depois apagadas de imediato",
      },
      usage: {
        term: "Estatísticas de utilização",
        text: (months) => `número e duração das chamadas: agregados e anonimizados após ${months}`,
      },
      logs: {
        term: "Registos do sistema",
        text: (days) => `registos técnicos das chamadas, para segurança e resolução de problemas: ${days}`,
      },
      metadata: {
        term: "Metadados da ligação",
        text: (days) =>
          `que plataforma está ligada, desde quando e com que autorizações, e o registo deste consentimento: eliminados no prazo de ${days} após o fim da ligação`,
      },
      never: {
        term: "Nunca guardados",
        text: "nomes, moradas e números de telefone, dados de pagamento e financeiros, e o conteúdo do seu negócio: encomendas, produtos, clientes",
      },
    },
    rights: {
      heading: "Os seus direitos",
      lead: "Tem direito a:",
      access: { name: "Acesso", detail: "saber que dados seus são tratados" },
      rectification: { name: "Retificação", detail: "fazer corrigir dados errados ou incompletos" },
      deletion: { name: "Eliminação", detail: "fazer eliminar os seus dados" },
      portability: { name: "Portabilidade", detail: "receber os seus dados num formato legível por máquina" },
      objection: { name: "Oposição", detail: "opor-se a certas formas de tratamento" },
      withdrawal: {
        name: "Retirada",
        detail:
          "retirar este consentimento a qualquer momento, tão facilmente como o dá. O que foi feito antes continua a ser lícito",
      },
      howHeading: "Como exercer os seus direitos",
      how: "Pode exercê-los de qualquer destas formas:",
      developer: (app) => `Peça aos responsáveis pela ${app}.`,
      mail: "Escreva à Metristack:",
      centre: "Consulte, acompanhe e termine as suas ligações no centro de privacidade:",
      centreLink: "Centro de privacidade",
      disconnect: "Desligue a conta, na aplicação ou na plataforma: a leitura cessa de imediato.",
      policy: "O texto completo:",
      policyLink: "Política do Utilizador Final da Metristack",
    },
    decision: {
      heading: "A sua decisão",
      declaration: ({ app, platform }) =>
        `Ao escolher «Permitir», confirma que pode decidir por esta conta na ${platform} e aceita que a ${app} leia os dados acima indicados para os fins acima indicados.`,
      free: "É livre de recusar. Nesse caso nada é ligado e nada é lido.",
      allow: "Permitir",
      decline: "Recusar",
    },
  },
  family: FAMILY_PT,
  onward: {
    title: (place) => `A encaminhar para: ${place}`,
    lead: (place) => `Se nada acontecer, continue o caminho para: ${place}.`,
  },
  outcomes: {
    access_denied: {
      title: "Não ligado: o acesso foi recusado",
      happened: ({ platform }) =>
        `O acesso à ${platform} foi recusado, pelo que nada foi ligado e nada foi lido.`,
      next: ({ app }) => `Se mudar de ideias, volte à ${app} e comece de novo.`,
    },
    session_expired: {
      title: "Demorou demasiado tempo",
      happened: () =>
        "Para proteger a sua conta, uma ligação tem de ser concluída em pouco tempo. Esse tempo terminou.",
      next: ({ app }) => `Volte à ${app} e comece de novo. Nada foi ligado.`,
    },
    link_invalid: {
      title: "Este link não funciona",
      happened: () => "O link está incompleto ou foi retirado.",
      next: ({ app }) => `Volte à ${app} e comece de novo a partir daí.`,
    },
    link_used: {
      title: "Este link já foi usado",
      happened: () =>
        "Cada link funciona uma só vez, e este já foi aberto ou concluído. Nada foi alterado agora.",
      next: ({ app }) => `Volte à ${app}: se a loja não aparecer aí como ligada, comece de novo.`,
    },
    state_mismatch: {
      title: "Não pudemos confirmar que era você",
      happened: () =>
        "A resposta não pertence a nenhuma ligação iniciada neste navegador. Isto acontece quando foi iniciada noutro navegador ou noutro dispositivo, quando os cookies estão bloqueados ou quando outra pessoa lhe enviou o link. Nada foi ligado.",
      next: ({ app }) =>
        `Volte à ${app} e faça todos os passos no mesmo navegador, com os cookies permitidos. Se alguém lhe enviou este link, não continue.`,
    },
    provider_error: {
      title: "A plataforma comunicou um erro",
      happened: ({ platform }) =>
        `Não foi possível concluir a ligação, porque recebemos um erro da ${platform}.`,
      next: ({ app }) =>
        `Aguarde alguns minutos, volte à ${app} e comece de novo. Se voltar a acontecer, indique o código abaixo ao respetivo apoio.`,
    },
    platform_unavailable: {
      title: "Não é possível contactar a plataforma",
      happened: ({ platform }) => `Não obtivemos uma resposta utilizável da ${platform}. Nada foi ligado.`,
      next: ({ app }) => `Volte à ${app} mais tarde e tente novamente.`,
    },
    account_mismatch: {
      title: "Esta é outra conta",
      happened: ({ platform }) =>
        `Iniciou sessão na ${platform} com uma conta diferente daquela a que esta ligação pertence. Por segurança, a ligação não foi alterada.`,
      next: ({ app, platform }) =>
        `Termine a sessão na ${platform}, volte à ${app}, comece de novo e inicie sessão com a conta que foi ligada primeiro. Para usar outra conta, crie uma nova ligação.`,
    },
    missing_scopes: {
      title: "Falta uma autorização",
      happened: ({ platform }) =>
        `Nem todas as autorizações de que a ligação precisa foram concedidas na ${platform}, pelo que não foi estabelecida.`,
      next: ({ app }) =>
        `Volte à ${app}, comece de novo e deixe todas as autorizações selecionadas. Pode ser necessário falar com o proprietário da loja.`,
    },
    internal: {
      title: "Algo correu mal do nosso lado",
      happened: () => "Não conseguimos concluir a ligação. Não fez nada de errado.",
      next: ({ app }) =>
        `Aguarde alguns minutos, volte à ${app} e comece de novo. Se voltar a acontecer, indique o código abaixo ao respetivo apoio.`,
    },
  },
  outcome: {
    whatNow: "O que pode fazer",
    platformSaid: (platform) => `Mensagem da ${platform}:`,
    missing: "Autorizações em falta:",
  },
};
