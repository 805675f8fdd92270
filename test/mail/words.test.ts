import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerLanguage, rightOf } from "../../src/mail/right";
import type { Lang } from "../../src/pages/languages";
import type { Right } from "../../src/rights/types";
import { frozenClock } from "../support/harness";
import { deliver, eml, emptyTables, read, requests } from "./support";

describe("the right a mail asks for", () => {
  const mails: [Lang, Right, string, string][] = [
    ["en", "access", "Privacy", "Hello, what data do you hold about me?"],
    ["en", "access", "Subject access request", "Please send me everything, and then delete it."],
    ["en", "deletion", "GDPR", "Please erase all data you have about my shop without undue delay."],
    ["en", "rectification", "Wrong", "My shop's name is incorrect. Please correct my records."],
    ["en", "portability", "Data export", "I would like my data in a machine-readable format."],
    ["en", "objection", "Hello", "I object to the processing of my data for analytics."],
    ["en", "restriction", "Request", "Please restrict the processing of my data, but do not delete it."],
    ["fr", "access", "Bonjour", "Je souhaite accéder à mes données."],
    ["fr", "deletion", "Droit à l’oubli", "Veuillez traiter ma demande, merci."],
    ["fr", "deletion", "Demande", "Veuillez SUPPRIMER toutes mes donnees."],
    ["fr", "rectification", "Demande", "Je vous prie de rectifier mes données."],
    ["fr", "portability", "Portabilité", "Je souhaite recevoir mes données."],
    ["fr", "objection", "Demande", "Je m'oppose au traitement de mes données."],
    ["fr", "restriction", "Limitation du traitement", "Veuillez ne pas supprimer mes données."],
    ["pt", "access", "Pedido", "Gostaria de uma cópia dos meus dados."],
    ["pt", "deletion", "Pedido", "Quero que apaguem os meus dados, obrigado."],
    ["pt", "deletion", "Exclusão de dados", "Olá, peço a exclusão dos meus dados."],
    ["pt", "rectification", "Retificação", "Os meus dados estão incorretos."],
    ["pt", "portability", "Pedido", "Quero exercer a portabilidade dos meus dados."],
    ["pt", "objection", "Pedido", "Oponho-me ao tratamento dos meus dados."],
    ["pt", "restriction", "Pedido", "Peço que limitem o tratamento dos meus dados. Não apaguem nada."],
    ["ar", "access", "طلب", "أريد نسخة من بياناتي"],
    ["ar", "deletion", "طلب", "أرجو حذفَ جميع بياناتي، وشكرًا"],
    ["ar", "deletion", "بياناتي", "أطلب منكم مسحها وبحذفها نهائيًا"],
    ["ar", "rectification", "طلب", "أرجو تصحيح بيانات متجري"],
    ["ar", "portability", "طلب", "أريد نقل البيانات إلى خدمة أخرى"],
    ["ar", "objection", "طلب", "أعترض على معالجة بياناتي"],
    ["ar", "restriction", "طلب", "أرجو تقييد المعالجة، لا تحذفوا شيئًا"],
    ["sw", "access", "Ombi", "Habari, naomba nakala ya data yangu."],
    ["sw", "deletion", "Ombi", "Tafadhali naomba kufuta data zangu zote."],
    ["sw", "rectification", "Ombi", "Naomba mrekebishe taarifa zangu."],
    ["sw", "portability", "Ombi", "Nataka kuhamisha data yangu."],
    ["sw", "objection", "Ombi", "Ninapinga matumizi ya data yangu."],
    ["sw", "restriction", "Ombi", "Tafadhali zuia matumizi ya data yangu."],
  ];
  it.each(mails)("%s %s: %s — %s", (lang, right, subject, text) => {
    expect(rightOf(subject, text)).toBe(right);
    expect(answerLanguage(subject, text, null)).toBe(lang);
  });

  it("is read from an article of the GDPR", () => {
    const cited = ["Art. 15", "article 16", "Article 17", "artigo 18", "art 20", "المادة 21"].map((text) =>
      rightOf("DSGVO", text),
    );
    expect(cited).toEqual(["access", "rectification", "deletion", "restriction", "portability", "objection"]);
  });

  it("is access where none is named, or only what must not be done", () => {
    for (const text of ["", "Hello?", "Why have you not deleted me yet", "Undeletable", "Article 99"])
      expect(rightOf("Question", text)).toBe("access");
  });

  it("is found within a bounded time in hostile text", () => {
    for (const piece of ["not ", "(", "\n", "delete ", "<", "لا ", "art 1", "- ' "])
      expect(rightOf(piece.repeat(300_000), piece.repeat(300_000))).toBeTypeOf("string");
  });
});

describe("the language of the answer", () => {
  it("is the mail's declared one where its words tell nothing, else English", () => {
    expect(answerLanguage("Shopify", "12345", "pt-BR")).toBe("pt");
    expect(answerLanguage("Shopify", "12345", "de")).toBe("en");
    expect(answerLanguage("", "", null)).toBe("en");
    expect(answerLanguage("Request", "please delete my data", "fr")).toBe("en");
  });
});

describe("mail as clients really write it", () => {
  let time: ReturnType<typeof frozenClock>;
  beforeEach(async () => {
    await emptyTables();
    time = frozenClock(Date.UTC(2026, 8, 21, 9));
  });
  afterEach(() => time.release());

  const ARABIC = "أرجو حذف جميع بياناتي. شكرًا";
  const b64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const samples: [string, Parameters<typeof eml>[0], Right, string][] = [
    [
      "quoted-printable in Latin-1",
      {
        headers: {
          Subject: "=?iso-8859-1?Q?Donn=E9es?=",
          "Content-Type": "text/plain; charset=iso-8859-1",
          "Content-Transfer-Encoding": "quoted-printable",
        },
        body: "Bonjour, je souhaite exercer mon droit =E0 la portabilit=E9 de mes donn=E9es=\r\n, merci.\r\n",
      },
      "portability",
      "Votre demande de confidentialité à Metristack",
    ],
    [
      "Arabic in base64, its subject in two encoded words",
      {
        headers: {
          Subject: `=?UTF-8?B?${b64("طلب ")}?=\r\n =?UTF-8?B?${b64("خصوصية")}?=`,
          "Content-Transfer-Encoding": "base64",
        },
        body: b64(ARABIC),
      },
      "deletion",
      "طلب الخصوصية الذي أرسلته إلى Metristack",
    ],
    [
      "plain and HTML side by side, with a picture",
      {
        headers: {
          Subject: "=?utf-8?Q?Pedido_=C3=A0_Metristack?=",
          "Content-Type": 'multipart/mixed; boundary="m"',
        },
        body: [
          "--m",
          'Content-Type: multipart/alternative; boundary="a"',
          "",
          "--a",
          "Content-Type: text/plain; charset=utf-8",
          "Content-Transfer-Encoding: quoted-printable",
          "",
          "Ol=C3=A1, quero que corrijam os meus dados: h=C3=A1 uma corre=C3=A7=C3=A3o a fazer.",
          "--a",
          "Content-Type: text/html; charset=utf-8",
          "",
          "<p>Olá, quero que corrijam os meus dados.</p>",
          "--a--",
          "--m",
          "Content-Type: image/png",
          "Content-Disposition: attachment; filename=delete.png",
          "Content-Transfer-Encoding: base64",
          "",
          b64("delete my data"),
          "--m--",
        ],
      },
      "rectification",
      "O seu pedido de privacidade à Metristack",
    ],
    [
      "HTML alone",
      {
        headers: { Subject: "Ombi", "Content-Type": "text/html; charset=utf-8" },
        body: "<html><head><style>.export{}</style></head><body><p>Habari,</p><b>tafadhali</b> naomba <i>mfute</i> data zangu</body></html>",
      },
      "deletion",
      "Ombi lako la faragha kwa Metristack",
    ],
    [
      "HTML that writes its accents by name",
      {
        headers: { Subject: "Demande", "Content-Type": "text/html; charset=us-ascii" },
        body: "<p>Bonjour,&nbsp;je fais valoir mon droit d&rsquo;acc&egrave;s &agrave; vos donn&eacute;es&hellip;</p>",
      },
      "access",
      "Votre demande de confidentialité à Metristack",
    ],
    [
      "HTML that writes its letters by number, and what is no letter",
      {
        headers: { Subject: "&#99999999999; &#x110000;", "Content-Type": "text/html; charset=us-ascii" },
        body: "<p>&#1605;&#1585;&#x62D;&#x628;&#1575; &#1581;&#1584;&#1601; &#1576;&#1610;&#1575;&#1606;&#1575;&#1578;&#1610; &#99999999999; &#x110000; &unheard;</p>",
      },
      "deletion",
      "طلب الخصوصية الذي أرسلته إلى Metristack",
    ],
    [
      "text beside HTML",
      {
        headers: { Subject: "Demande", "Content-Type": 'multipart/mixed; boundary="m"' },
        body: [
          "--m",
          "Content-Type: text/plain; charset=utf-8",
          "",
          "Bonjour,",
          "--m",
          "Content-Type: text/html; charset=us-ascii",
          "",
          "<p>je vous &eacute;cris pour la portabilit&eacute; de mes donn&eacute;es.</p>",
          "--m--",
        ],
      },
      "portability",
      "Votre demande de confidentialité à Metristack",
    ],
    [
      "an answer above quoted lines",
      { headers: { Subject: "Hello" }, body: "Please restrict it.\r\n> Delete my data\r\n> please\r\n" },
      "restriction",
      "Your privacy request to Metristack",
    ],
    [
      "bare line feeds",
      { headers: { Subject: "Privacy" }, body: "I object to the use of my data.\n" },
      "objection",
      "Your privacy request to Metristack",
    ],
  ];
  it.each(samples)("%s", async (_name, sample, right, subject) => {
    const { replies, failed, rejected } = await deliver(eml(sample));
    expect({ failed, rejected }).toEqual({ failed: null, rejected: null });
    expect((await requests()).map(({ type }) => type)).toEqual([right]);
    const { raw } = replies[0]!;
    expect(raw.split("\r\n").every((line) => line.length <= 78 && /^[ -~]*$/.test(line))).toBe(true);
    const mail = await read(raw);
    expect(mail.subject).toBe(subject);
    expect(mail.text).toMatch(/https:\/\/metristack\.test\/privacy\/mail\/[0-9A-Za-z]{32}\n/);
    expect(mail.text).toMatch(/https:\/\/metristack\.test\/privacy\n/);
  });
});
