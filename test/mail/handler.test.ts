import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/kernel/clock";
import { sha256 } from "../../src/kernel/digest";
import { frozenClock } from "../support/harness";
import {
  AMA,
  deliver,
  eml,
  emptyTables,
  everythingInD1,
  PRIVACY,
  read,
  requests,
  seenRows,
  tokenIn,
} from "./support";

const NOW = Date.UTC(2026, 8, 21, 9);
let time: ReturnType<typeof frozenClock>;
let logged: string[];

beforeEach(async () => {
  await emptyTables();
  time = frozenClock(NOW);
  logged = [];
  for (const level of ["log", "info", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((...values) => {
      logged.push(values.map(String).join(" "));
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  time.release();
  const all = logged.join("\n").toLowerCase();
  expect(all).not.toContain("shop.example");
  expect(all).not.toContain("ama");
});

describe("a person's mail", () => {
  it("opens a request that waits for proof, and is answered with the one-time link", async () => {
    const { replies, rejected, failed } = await deliver(
      eml({ headers: { "Message-ID": "<first@shop.example>" } }),
    );
    expect({ rejected, failed }).toEqual({ rejected: null, failed: null });
    const [row, ...others] = await requests();
    expect(others).toHaveLength(0);
    expect(row).toMatchObject({ type: "deletion", status: "verifying", link_expires_at: NOW + 14 * DAY });

    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatchObject({ from: PRIVACY, to: AMA });
    const mail = await read(replies[0]!.raw);
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
    expect(mail.from).toEqual({ name: "Metristack", address: PRIVACY });
    expect(mail.to).toEqual([{ name: "", address: AMA }]);
    expect(mail.subject).toBe("Your privacy request to Metristack");
    expect(mail.inReplyTo).toBe("<first@shop.example>");
    expect(mail.references).toBe("<first@shop.example>");
    expect(mail.date).toBe(new Date(NOW).toISOString());
    expect(mail.messageId).toMatch(/^<[0-9A-Za-z]{22}@metristack\.com>$/);
    expect(header("auto-submitted")).toBe("auto-replied");
    expect(mail.html).toBeUndefined();
    expect(mail.attachments).toEqual([]);
    for (const said of ["to have data deleted", "Nobody has been identified", "works once", "14 days"])
      expect(mail.text).toContain(said);
    const token = await tokenIn(replies[0]!.raw);
    expect(mail.text).toContain(`https://metristack.test/privacy/mail/${token}\n`);
    expect(await sha256(token)).toBe(row!.link_hash);
    expect(await everythingInD1()).not.toContain(token);
  });

  it("keeps the references of the thread in order", async () => {
    const { replies } = await deliver(
      eml({
        headers: {
          "In-Reply-To": "<b@x.example>",
          References: "<a@x.example>\r\n <b@x.example>",
          "Message-ID": "<c@shop.example>",
        },
      }),
    );
    expect((await read(replies[0]!.raw)).references).toBe("<a@x.example> <b@x.example> <c@shop.example>");
  });

  it("leaves neither address nor words in the database, and drops attachments", async () => {
    const { replies } = await deliver(
      eml({
        headers: { Subject: "Erase Zanzibarite", "Content-Type": 'multipart/mixed; boundary="b1"' },
        body: [
          "--b1",
          "Content-Type: text/plain; charset=utf-8",
          "",
          "My name is Quetzalcoatl, my passport is enclosed.",
          "--b1",
          'Content-Type: image/png; name="passport.png"',
          "Content-Transfer-Encoding: base64",
          'Content-Disposition: attachment; filename="passport.png"',
          "",
          btoa("Krakatoa".repeat(500)),
          "--b1--",
          "",
        ],
      }),
    );
    expect(replies).toHaveLength(1);
    const kept = await everythingInD1();
    expect(kept).toContain("deletion");
    for (const word of [AMA, "Mensah", "shop.example", "Zanzibarite", "Quetzalcoatl", "passport", "Krakatoa"])
      expect(kept.toLowerCase()).not.toContain(word.toLowerCase());
    for (const word of ["Zanzibarite", "Quetzalcoatl"])
      expect((await read(replies[0]!.raw)).text).not.toContain(word);
  });
});

describe("mail that a machine wrote is refused quietly", () => {
  const machines: [string, Parameters<typeof eml>[0], { from?: string }?][] = [
    ["a vacation reply", { headers: { "Auto-Submitted": "auto-replied (vacation)" } }],
    ["a generated notice", { headers: { "Auto-Submitted": "auto-generated; type=x" } }],
    ["a null sender", {}, { from: "" }],
    ["a null sender in brackets", {}, { from: "<>" }],
    ["a null return path", { headers: { "Return-Path": "<>" } }],
    ["bulk mail", { headers: { Precedence: "bulk" } }],
    ["an old autoresponder", { headers: { Precedence: "auto_reply" } }],
    ["a mailing list", { headers: { "List-Id": "Shops <shops.lists.example>" } }],
    ["a newsletter", { headers: { "List-Unsubscribe": "<https://shop.example/u>" } }],
    ["Exchange's out of office", { headers: { "X-Auto-Response-Suppress": "DR, OOF, AutoReply" } }],
    ["a mailer daemon", { headers: { From: "MAILER-DAEMON@shop.example" } }],
    ["a sender that reads nothing", {}, { from: "no-reply@shop.example" }],
    [
      "a delivery report",
      {
        headers: { "Content-Type": 'multipart/report; report-type=delivery-status; boundary="r"' },
        body: [
          "--r",
          "Content-Type: text/plain",
          "",
          "Delivery failed: please delete my data",
          "--r",
          "Content-Type: message/delivery-status",
          "",
          "Reporting-MTA: dns; mx.shop.example",
          "",
          "Action: failed",
          "--r--",
        ],
      },
    ],
    ["our own answer come back", { headers: { From: `Metristack <${PRIVACY}>` } }, { from: PRIVACY }],
    ["our own address in From", { headers: { From: `<${PRIVACY}>` } }],
    [
      "a talk of a hundred turns",
      { headers: { References: Array.from({ length: 100 }, (_, i) => `<${i}@x.example>`).join("\r\n ") } },
    ],
    [
      "a sender that failed DMARC",
      {
        headers: {
          "Authentication-Results": "mx.cloudflare.net; spf=pass; dmarc=fail header.from=shop.example",
        },
      },
    ],
    [
      "a sender that failed SPF, of a domain without a policy",
      { headers: { "Authentication-Results": "mx.cloudflare.net; dkim=none; dmarc=none; spf=softfail" } },
    ],
  ];
  it.each(machines)("%s", async (_name, sample, options) => {
    const result = await deliver(eml(sample), options);
    expect(result).toMatchObject({ replies: [], rejected: null, failed: null });
    expect(await requests()).toEqual([]);
    expect(await seenRows()).toEqual([]);
  });

  it("but a person's mail that says it is none is answered", async () => {
    const headers = {
      "Auto-Submitted": "no",
      "X-Auto-Response-Suppress": "None",
      "Authentication-Results": "mx.cloudflare.net; dkim=pass header.d=shop.example; spf=fail; dmarc=pass",
    };
    expect((await deliver(eml({ headers }))).replies).toHaveLength(1);
  });
});

describe("who is answered", () => {
  it("believes only the topmost Authentication-Results", async () => {
    const raw = `Authentication-Results: mx.cloudflare.net; dmarc=fail\r\n${eml({
      headers: { "Authentication-Results": "mx.shop.example; dmarc=pass" },
    })}`;
    expect((await deliver(raw)).replies).toHaveLength(0);
  });

  it("tells a sender whose From is another's, through their own server, and writes to neither", async () => {
    const result = await deliver(eml({ headers: { From: "Kofi <kofi@victim.example>" } }));
    expect(result.replies).toHaveLength(0);
    expect(result.rejected).toContain("https://metristack.test/privacy");
    expect(await requests()).toEqual([]);
  });

  it("answers a sender whose server lies below the From's domain", async () => {
    const from = "ama.mensah@mail.shop.example";
    expect((await deliver(eml(), { from })).replies.map(({ to }) => to)).toEqual([from]);
  });

  it("has no other mailbox than privacy@", async () => {
    const result = await deliver(eml(), { to: "sales@metristack.com" });
    expect(result).toMatchObject({ replies: [], rejected: "There is no such mailbox here." });
  });
});

describe("mail that cannot be read", () => {
  it("is not read on when it is large, whatever size it claims, and its sender is told", async () => {
    const raw = new TextEncoder().encode(eml({ body: "x".repeat(10 * 1024 * 1024) }));
    const honest = await deliver(raw);
    expect(honest).toMatchObject({ replies: [], failed: null });
    expect(honest.read).toBeLessThan(100_000);
    const lying = await deliver(raw, { size: 1_000 });
    expect(lying.read).toBeLessThan(5 * 1024 * 1024);
    for (const { rejected } of [honest, lying]) expect(rejected).toContain("too large");
    expect(await requests()).toEqual([]);
  });

  const broken: [string, string, { from?: string }?][] = [
    ["nothing at all", ""],
    ["no headers", "delete my data"],
    ["noise", String.fromCharCode(...Array.from({ length: 3_000 }, (_, i) => (i * 7_919) % 256))],
    ["no Message-ID", eml({ headers: { "Message-ID": null } })],
    ["a Message-ID that is none", eml({ headers: { "Message-ID": "first" } })],
    ["two Message-IDs", `Message-ID: <other@shop.example>\r\n${eml()}`],
    ["no From", eml({ headers: { From: null } })],
    ["parts a thousand deep", nested(1_000)],
    ["a sender that is no address", eml(), { from: "ama mensah@shop.example" }],
  ];
  it.each(broken)("with a clear rejection: %s", async (_name, raw, options) => {
    const result = await deliver(raw, options);
    expect(result).toMatchObject({ replies: [], failed: null });
    expect(result.rejected).toContain("could not be read");
    expect(await requests()).toEqual([]);
  });
});

describe("nobody can put a header into our answer", () => {
  const tries: [string, Parameters<typeof eml>[0], { from?: string }?][] = [
    ["through the subject", { headers: { Subject: "=?utf-8?B?RGVsZXRlDQpCY2M6IGV2aWxAeC5leGFtcGxl?=" } }],
    ["through the Message-ID", { headers: { "Message-ID": "<a\rBcc:evil@x.example>" } }],
    [
      "through an encoded Message-ID",
      { headers: { "Message-ID": "<=?utf-8?Q?a=0D=0ABcc:_evil@x.example?=>" } },
    ],
    ["through the references", { headers: { References: "<a@x.example>\rBcc: <evil@x.example>" } }],
    ["through the sender's name", { headers: { From: `"Ama\rBcc: evil@x.example" <${AMA}>` } }],
    ["through the envelope", {}, { from: `${AMA}\r\nBcc: evil@x.example` }],
    ["through the language", { headers: { "Content-Language": "fr\rBcc: evil@x.example" } }],
  ];
  it.each(tries)("%s", async (_name, sample, options) => {
    const { replies, failed } = await deliver(eml(sample), options);
    expect(failed).toBeNull();
    for (const { raw } of replies) {
      const [head] = raw.split("\r\n\r\n");
      expect(head).not.toMatch(/^\s*bcc/im);
      expect(head!.replaceAll("\r\n", "")).toMatch(/^[ -~]+$/);
    }
  });
});

describe("floods and repetitions", () => {
  it("answers three of twenty mails of one sender in a day, tags and case aside, and three more the next", async () => {
    const answered = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        deliver(eml(), { from: i % 2 ? `Ama.Mensah+${i}@shop.example` : AMA }),
      ),
    );
    expect(answered.flatMap(({ replies }) => replies)).toHaveLength(3);
    expect(answered.filter(({ rejected, failed }) => rejected || failed)).toEqual([]);
    expect(await requests()).toHaveLength(3);
    const rows = await seenRows();
    expect(rows.filter(({ key }) => key.startsWith("message:"))).toHaveLength(3);
    expect(rows.find(({ key }) => key === "all")?.count).toBe(3);

    time.add(DAY);
    expect((await deliver(eml())).replies).toHaveLength(1);
  });

  it("lets mail wait at its sender's server when all senders together write too much", async () => {
    await env.DB.prepare("INSERT INTO mail_seen VALUES ('all', 499, ?)")
      .bind(NOW + HOUR)
      .run();
    expect((await deliver(eml(), { from: "a@shop.example" })).replies).toHaveLength(1);
    const late = eml();
    for (let attempt = 0; attempt < 5; attempt++) {
      const { failed, rejected } = await deliver(late, { from: "b@shop.example" });
      expect(String(failed)).toBe("MailDeferred: mail deferred: too many mails this hour");
      expect(rejected).toBeNull();
    }
    expect(await requests()).toHaveLength(1);
    time.add(HOUR);
    expect((await deliver(late, { from: "b@shop.example" })).replies).toHaveLength(1);
  });

  it("answers a mail once, however often it is delivered", async () => {
    const raw = eml();
    expect((await deliver(raw)).replies).toHaveLength(1);
    for (let again = 0; again < 5; again++) {
      time.add(HOUR);
      expect(await deliver(raw)).toMatchObject({ replies: [], rejected: null, failed: null });
    }
    expect(await requests()).toHaveLength(1);
    expect((await deliver(eml())).replies).toHaveLength(1);
  });

  it("opens one request when a mail arrives twice at the same moment", async () => {
    const raw = eml();
    const results = await Promise.all([deliver(raw), deliver(raw), deliver(raw)]);
    expect(await requests()).toHaveLength(1);
    expect(results.flatMap(({ replies }) => replies)).toHaveLength(1);
    time.add(10 * MINUTE);
    expect(await deliver(raw)).toMatchObject({ replies: [], failed: null });
  });

  it("takes the same Message-ID of another sender for another mail", async () => {
    const raw = eml();
    await deliver(raw);
    expect((await deliver(raw, { from: "kofi@shop.example" })).replies).toHaveLength(1);
  });
});

describe("failures", () => {
  it("has the mail delivered again while the database is down, and answers it once it is up", async () => {
    const raw = eml();
    const down = vi
      .spyOn(Object.getPrototypeOf(env.DB) as D1Database, "batch")
      .mockRejectedValue(new Error(`D1_ERROR: ${AMA}`));
    for (let attempt = 0; attempt < 5; attempt++) {
      const { failed, rejected, replies } = await deliver(raw);
      expect(String(failed)).toBe("MailDeferred: mail deferred: counting");
      expect({ rejected, replies }).toEqual({ rejected: null, replies: [] });
    }
    down.mockRestore();
    expect((await deliver(raw)).replies).toHaveLength(1);
    expect(await requests()).toHaveLength(1);
  });

  it("answers with the same link, from one request, when the answer could not be sent at first", async () => {
    const raw = eml();
    const reply = async () => {
      throw new Error(`550 ${AMA} is not replyable`);
    };
    for (let attempt = 0; attempt < 5; attempt++) {
      const { failed } = await deliver(raw, { reply });
      expect(String(failed)).toBe("MailDeferred: mail deferred: answering");
      time.add(15 * MINUTE);
    }
    const { replies } = await deliver(raw);
    const [row, ...others] = await requests();
    expect(others).toHaveLength(0);
    expect(await sha256(await tokenIn(replies[0]!.raw))).toBe(row!.link_hash);
    expect((await deliver(raw)).replies).toHaveLength(0);
  });

  it("does not answer twice when the answer went out and could not be remembered", async () => {
    const raw = eml();
    const prepare = vi.spyOn(Object.getPrototypeOf(env.DB) as D1Database, "prepare");
    const { replies, failed } = await deliver(raw, {
      reply: async () => {
        prepare.mockImplementation(() => {
          throw new Error("D1 is down");
        });
      },
    });
    prepare.mockRestore();
    expect(replies).toHaveLength(1);
    expect(failed).toBeNull();
  });
});

function nested(depth: number): string {
  const parts = Array.from({ length: depth }, (_, i) => [
    `--b${i}`,
    `Content-Type: multipart/mixed; boundary="b${i + 1}"`,
    "",
  ]);
  return eml({ headers: { "Content-Type": 'multipart/mixed; boundary="b0"' }, body: parts.flat() });
}
