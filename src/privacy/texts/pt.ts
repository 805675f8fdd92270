import type { PrivacyTexts } from "./catalogue";

export const pt: PrivacyTexts = {
  error: "Erro",
  testMode: "Teste",
  reference: "Referência",
  toCentre: "Voltar aos seus dados",
  toStart: "Ir para o início do centro de privacidade",
  cancel: "Cancelar, não alterar nada",
  connection: ({ app, platform }) => `${platform} na aplicação ${app}`,
  allConnections: "Todas as ligações",
  about: (connection) => `: ${connection}`,
  jurisdiction: {
    label: "Prazo segundo a lei deste lugar",
    hint: "Escolha o lugar onde vive; se não constar, deixe o que está indicado. Só o prazo depende disto: aqui os seus direitos são os mesmos em toda a parte.",
    california: "Califórnia, Estados Unidos",
  },

  start: {
    title: "Os seus dados e os seus direitos",
    lead: "A Metristack encaminha os dados da sua loja para a aplicação que autorizou e não guarda nenhum deles. Aqui vê o que é guardado sobre as suas ligações, porquê e até quando, e pode terminá-las, corrigir esses dados, levá-los consigo ou eliminá-los.",
    signIn: "Inicie sessão na sua plataforma",
    how: "Mostra que uma conta é sua iniciando sessão na respetiva plataforma. A Metristack não pede nome, morada nem palavra-passe, e não lê nada da conta.",
    none: "De momento não é possível contactar nenhuma plataforma a partir daqui. Use uma das outras vias abaixo.",
    mailed:
      "O pedido que enviou por e-mail espera por esta prova. Depois de iniciar sessão, prossegue por si.",
    faults: {
      no_platform: "Escolha a plataforma da sua loja.",
      form_stale: "Esta página esteve aberta demasiado tempo, pelo que nada foi feito. Escolha novamente.",
      too_many: "Houve demasiadas tentativas em pouco tempo. Aguarde um pouco e tente novamente.",
    },
    otherWays: "Outras vias",
    developer:
      "Peça à aplicação que ligou: os responsáveis por ela podem mostrar, corrigir, exportar e eliminar o que é guardado sobre a ligação.",
    mail: "Escreva à Metristack:",
  },
  mailed: {
    title: "Continuar o seu pedido",
    lead: "Fez um pedido por e-mail. O link que abriu funciona uma só vez: continue neste navegador e inicie depois sessão na sua plataforma, para mostrar que a conta é sua.",
    button: "Continuar",
  },
  shop: {
    title: (platform) => `Qual é a sua loja na plataforma ${platform}?`,
    lead: (platform) =>
      `Indique qual é a sua loja. Em seguida inicia sessão na própria plataforma ${platform}; a Metristack nunca vê a sua palavra-passe.`,
  },

  centre: {
    title: "Os seus dados na Metristack",
    account: (platform) =>
      `Mostrou que é sua uma conta na plataforma ${platform}. Estas são todas as suas ligações, em todas as aplicações.`,
    appUser: (app) => `A aplicação ${app} confirmou quem é. Estas são as suas ligações nesta aplicação.`,
    endsAt: (time) =>
      `Para sua segurança, esta visita termina às ${time}. Pode iniciar sessão de novo a qualquer momento.`,
    signOut: "Sair",
    connections: "As suas ligações",
    none: "Não existe nenhuma ligação, e nada é guardado a esse respeito.",
    status: "Estado",
    connectedAt: "Ligada desde",
    disconnectedAt: "Desligada em",
    deletionDue: "Tudo eliminado até",
    held: "O que é guardado, porquê e até quando",
    limits: "Não se faz, a seu pedido",
    limitSince: (date) => `desde ${date}`,
    lift: "Voltar a permitir",
    acts: {
      object: "Opor-se a um uso",
      restrict: "Limitar",
      disconnect: "Desligar",
      delete: "Eliminar",
    },
    all: {
      heading: "Todas as ligações de uma vez",
      acts: { restrict: "Limitar todas", disconnect: "Desligar todas", delete: "Eliminar tudo" },
    },
    ask: {
      heading: "Fazer um pedido",
      type: "O que pretende?",
      options: {
        access: {
          name: "Saber o que é guardado",
          detail: "uma resposta completa: que dados, para quê, quem os recebe, até quando e de onde vêm",
        },
        portability: {
          name: "Receber os meus dados",
          detail: "ficheiros legíveis por pessoas e por máquinas, para guardar ou levar para outro lado",
        },
        rectification: {
          name: "Corrigir algo",
          detail: "que esteja errado ou incompleto; diga abaixo o que é correto",
        },
      },
      connection: "Sobre que ligação?",
      remark: "O que está errado, e o que é correto?",
      remarkHint:
        "Apenas para uma correção. Não escreva nomes, moradas nem palavras-passe: não precisamos deles.",
      submit: "Enviar o pedido",
    },
    requests: "Os seus pedidos",
    noRequests: "Ainda não fez nenhum pedido.",
    received: (date) => `Recebido em ${date}`,
    due: (date) => `resposta devida até ${date}`,
    bundleReady: "pronto para descarregar",
  },

  classes: {
    operational: "Registos do exercício dos seus direitos",
    developer_account: "Conta dos responsáveis pela aplicação",
  },
  held: {
    credentials: {
      name: "Chaves da sua conta na plataforma",
      detail: "para ler da plataforma para a aplicação. O seu valor nunca é mostrado a ninguém.",
    },
    connect_flow: {
      name: "Passos do estabelecimento da ligação",
      detail: "para concluir uma ligação iniciada e perceber porque falhou outra.",
    },
    connection: {
      name: "A própria ligação",
      detail:
        "que plataforma e que aplicação, desde quando, com que autorizações: para decidir se a aplicação pode ler.",
    },
    consent: { name: "O seu consentimento", detail: "para mostrar o que aceitou, e quando." },
    limits: { name: "As suas oposições e limitações", detail: "para as respeitar em cada chamada." },
    usage: {
      name: "Número e duração das chamadas",
      detail: "para fazer funcionar o serviço e prestar contas dele. Não contêm nada da sua loja.",
    },
    logs: {
      name: "Registos técnicos das chamadas",
      detail: "para segurança e para encontrar falhas. Não contêm nada da sua loja.",
    },
    bundles: {
      name: "Cópias feitas para si",
      detail: "para que possa descarregar o que pediu.",
    },
    requests: {
      name: "Os seus pedidos",
      detail: "para lhes responder a tempo e mostrar que isso foi feito.",
    },
    other: {
      name: "Outros registos técnicos",
      detail: "para fazer funcionar o serviço. A resposta a «Saber o que é guardado» indica-os um a um.",
    },
  },
  until: {
    whileConnected: "Até desligar, e depois apagado de imediato",
    afterDisconnection: (period) => `Enquanto a ligação durar, e depois eliminado no prazo de ${period}`,
    date: (date) => `Eliminado até ${date}`,
    rolling: (period) => `Cada registo é eliminado após ${period}`,
    anonymised: (period) => `Cada registo é anonimizado após ${period}`,
    legalHold: "Enquanto um dever legal obrigar a guardá-lo",
  },
  statuses: {
    pending: "Por concluir",
    active: "Ligada",
    degraded: "Ligada, com problemas",
    needs_reauth: "Interrompida: tem de ser ligada de novo",
    disconnected: "Desligada",
  },
  purposes: {
    retail_data: {
      name: "Encaminhar os dados da loja",
      detail: "A aplicação deixa de poder ler seja o que for da loja: encomendas, produtos ou clientes.",
    },
    customer_data: {
      name: "Encaminhar os dados dos seus clientes",
      detail: "A aplicação deixa de poder ler a lista dos seus clientes.",
    },
    raw_data: {
      name: "Encaminhar as respostas da própria plataforma",
      detail:
        "A aplicação recebe apenas os registos que a Metristack conhece, e não tudo o que a plataforma diz.",
    },
    keep_alive: {
      name: "Renovar a autorização enquanto ninguém a usa",
      detail:
        "Se a aplicação não ler nada durante muito tempo, a ligação pode caducar e tem de ser feita de novo.",
    },
    all: { name: "Todo o tratamento", detail: "O que é guardado permanece, mas não é usado." },
  },

  confirm: {
    disconnect: {
      one: ({ app, platform }) => `Desligar ${platform} da aplicação ${app}?`,
      all: "Desligar todas as ligações?",
      points: [
        "A partir deste momento, a aplicação não pode ler nada da conta.",
        "As chaves são apagadas de imediato e, onde a plataforma o permite, aí declaradas inválidas.",
        "O resto do que é guardado sai por si, nos prazos indicados junto dos seus dados.",
        "Para voltar a usá-la, teria de fazer de novo a ligação na aplicação.",
      ],
      button: "Desligar",
    },
    delete: {
      one: ({ app, platform }) => `Eliminar o que é guardado sobre ${platform} na aplicação ${app}?`,
      all: "Eliminar o que é guardado sobre todas as ligações?",
      points: [
        "Se ainda estiver ligada, é primeiro desligada.",
        "O que é guardado sobre ela é apagado, salvo se uma lei exigir que se guarde. Os registos de segurança não podem ser retirados um a um: saem no prazo indicado junto dos seus dados.",
        "Os responsáveis pela aplicação são avisados da eliminação. O que a própria aplicação guardou não está na Metristack: pergunte-lhes.",
        "Fica apenas o registo de que pediu e obteve resposta.",
        "Isto não pode ser desfeito.",
      ],
      button: "Eliminar",
    },
    restrict: {
      one: ({ app, platform }) => `Limitar o uso de ${platform} na aplicação ${app}?`,
      all: "Limitar o uso de todas as ligações?",
      points: [
        "O que é guardado permanece, mas não é usado.",
        "Enquanto isto durar, a aplicação não pode ler nada da conta.",
        "Pode voltar a permiti-lo a qualquer momento.",
      ],
      button: "Limitar",
    },
  },
  object: {
    title: ({ app, platform }) => `Opor-se a um uso de ${platform} na aplicação ${app}`,
    lead: "Não precisa de indicar um motivo, e o efeito é imediato. A própria ligação mantém-se.",
    legend: "O que deve deixar de ser feito?",
    submit: "Opor-me",
    standing: "As suas oposições em vigor",
    allStand: "Já se opôs a todos os usos existentes.",
  },

  requestTypes: {
    access: "Pedido de acesso ao que é guardado",
    rectification: "Pedido de retificação",
    deletion: "Pedido de eliminação",
    portability: "Pedido de cópia dos dados",
    objection: "Oposição",
    restriction: "Pedido de limitação",
  },
  requestStatuses: {
    received: { name: "Recebido", detail: "O seu pedido chegou." },
    verifying: {
      name: "À espera de prova",
      detail: "O pedido espera que mostre que a conta é sua.",
    },
    verified: { name: "Aceite", detail: "O pedido está prestes a ser executado." },
    in_progress: { name: "Em curso", detail: "O pedido está a ser executado." },
    completed: { name: "Concluído", detail: "O pedido teve resposta completa." },
    refused: {
      name: "Recusado",
      detail: "O pedido não pôde ser satisfeito. O motivo está indicado abaixo.",
    },
    withdrawn: { name: "Retirado", detail: "Retirou o pedido." },
    expired: {
      name: "Caducado",
      detail: "Não foi mostrado a tempo que a conta é sua. Pode fazer um novo pedido.",
    },
  },
  request: {
    receivedAt: "Recebido em",
    dueAt: "Resposta devida até",
    extended: "O prazo foi prorrogado, como a lei permite para pedidos complexos ou numerosos.",
    closedAt: "Encerrado em",
    connections: "Diz respeito a",
    bundle: "Os seus dados",
    bundleUntil: (time) => `Podem ser descarregados até ${time}. Depois são eliminados.`,
    download: "Descarregar o arquivo ZIP",
    history: "O que aconteceu",
    receipt: "Recibo",
    receiptLead:
      "Uma prova assinada da resposta. Qualquer pessoa a pode verificar com as chaves que a Metristack publica:",
    refusal: "Porque foi recusado",
    complain:
      "Se não concordar, pode apresentar queixa à autoridade de proteção de dados do lugar onde vive, ou recorrer a um tribunal.",
    withdraw: "Retirar o pedido",
    withdrawLead: "Pode retirar o pedido enquanto nada tiver sido feito.",
  },
  events: {
    received: "O pedido foi recebido.",
    confirmed: "A receção foi confirmada.",
    verifying: "Foi-lhe pedido que mostrasse que a conta é sua.",
    verified: "Foi mostrado que a conta é sua.",
    planned: "Foram definidos os passos a dar.",
    step_done: "Foi dado um passo.",
    in_progress: "Começou o tratamento do pedido.",
    disconnected: "A ligação foi terminada.",
    erased: "Foram apagados dados.",
    corrected: "Foram corrigidos dados.",
    limited: "Foram interrompidos usos dos dados.",
    lifted: "Um uso dos dados voltou a ser permitido.",
    bundle_built: "Foi feita a cópia dos dados.",
    notified: "Os responsáveis pela aplicação foram avisados.",
    extended: "O prazo foi prorrogado.",
    reminded: "O prazo foi lembrado a quem responde.",
    completed: "O pedido teve resposta.",
    refused: "O pedido foi recusado.",
    withdrawn: "O pedido foi retirado.",
    expired: "O pedido caducou, porque não chegou prova a tempo.",
  },
  refusals: {
    identity_not_proved: "Não foi mostrado que uma ligação é sua.",
    manifestly_unfounded: "O pedido é manifestamente infundado.",
    excessive: "O mesmo foi pedido tantas vezes que excede o que a lei prevê.",
    legal_hold: "Uma lei, ou um direito a defender em tribunal, proíbe por agora apagar os dados.",
    rights_of_others: "A resposta prejudicaria os direitos de outras pessoas.",
    nothing_held: "Nada é guardado sobre si, ou já nada é.",
    not_inaccurate: "O que é guardado foi verificado e está correto.",
  },
  otherRefusal: "Este motivo não está descrito aqui. Escreva à Metristack para o conhecer.",

  notices: {
    signed_in: "Isto é tudo o que é guardado sobre si.",
    disconnected: "Desligado. A aplicação já não pode ler nada, e as chaves foram apagadas.",
    disconnect_later: "O fim da ligação começou e prossegue por si. Volte a ver daqui a pouco.",
    request_received: "O seu pedido foi recebido. Pode acompanhá-lo em «Os seus pedidos».",
    deletion_received:
      "O seu pedido de eliminação foi recebido e está a ser executado. Pode acompanhá-lo em «Os seus pedidos».",
    already_open:
      "Já tinha feito este pedido, e a resposta está a ser preparada. Encontra-o em «Os seus pedidos».",
    objection_saved: "A sua oposição vale a partir de agora.",
    objection_none: "Não escolheu nada, pelo que nada foi alterado.",
    restricted: "Uso limitado. O que é guardado permanece, mas não é usado.",
    lifted: "Este uso voltou a ser permitido.",
    withdrawn: "O pedido foi retirado.",
    not_withdrawn: "Não foi possível retirar o pedido, porque está a ser executado ou já está encerrado.",
    remark_missing: "Diga o que está errado e o que é correto, e envie o pedido novamente.",
    form_stale: "A página esteve aberta demasiado tempo, pelo que nada foi alterado. Tente novamente.",
    too_many: "Foi demasiado em pouco tempo. Aguarde um pouco e tente novamente.",
  },
  messages: {
    link_invalid: {
      title: "Este link não funciona",
      text: "Está incompleto, é demasiado antigo ou já foi usado: cada link funciona uma só vez. Em vez disso, inicie sessão na sua plataforma ou faça um novo pedido.",
    },
    session_expired: {
      title: "A sua visita terminou",
      text: "Para proteger os seus dados, uma visita dura pouco tempo. Nada foi alterado. Inicie sessão de novo.",
    },
    not_found: {
      title: "Não há nada aqui",
      text: "A página não existe, ou não diz respeito a nenhuma ligação sua.",
    },
    platform_unavailable: {
      title: "Não é possível contactar a plataforma",
      text: "Não obtivemos uma resposta utilizável da plataforma. Tente novamente mais tarde.",
    },
    declined: {
      title: "Não iniciou sessão",
      text: "O início de sessão na plataforma foi recusado, pelo que não podemos mostrar nada. Pode tentar novamente.",
    },
    state_mismatch: {
      title: "Não pudemos confirmar que era você",
      text: "A resposta da plataforma não pertence a um início de sessão começado neste navegador. Faça todos os passos no mesmo navegador, com os cookies permitidos. Se alguém lhe enviou um link, não continue.",
    },
    signed_out: {
      title: "Saiu do centro de privacidade",
      text: "Os seus dados já não são mostrados neste navegador.",
    },
    nothing_held: {
      title: "Nada é guardado sobre si",
      text: "Não existe nenhuma ligação da conta com que iniciou sessão. Se ligou outra conta, termine a sessão na plataforma e volte com essa.",
    },
    token_invalid: {
      title: "A confirmação da aplicação não é válida",
      text: "A aplicação enviou-o para aqui com uma confirmação errada, demasiado antiga ou já usada. Volte à aplicação e comece de novo, ou inicie sessão na sua plataforma.",
    },
    bundle_expired: {
      title: "Esta cópia foi eliminada",
      text: "Uma cópia só pode ser descarregada durante um tempo limitado, que já terminou. Pode pedir uma nova.",
    },
    form_stale: {
      title: "Esta página já não estava atual",
      text: "Esteve aberta demasiado tempo, ou pertence a outra visita. Nada foi alterado. Comece de novo.",
    },
    internal: {
      title: "Algo correu mal do nosso lado",
      text: "Não fez nada de errado. Tente novamente daqui a pouco. Se voltar a acontecer, escreva para privacy@metristack.com e indique a referência abaixo.",
    },
  },
};
