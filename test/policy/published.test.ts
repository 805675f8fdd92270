import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, rfc3339 } from "../../src/kernel/clock";
import { sha256 } from "../../src/kernel/digest";
import { END_USER_POLICY } from "../../src/policy/end-user-policy";
import { expectSoundPage, tagsOf, textOf } from "../pages/markup";
import { changesNothing, problem } from "../support/described-api";
import { frozenClock, newDeveloper, request } from "../support/harness";
import { CHANGED, clear, FIRST, NOW, OPS, publication, publish, published, type Version } from "./support";

const HOME = "/policies/end-user";

let time: ReturnType<typeof frozenClock>;
beforeEach(() => {
  time = frozenClock(NOW);
});
afterEach(async () => {
  time.release();
  await clear();
});

async function page(path: string): Promise<string> {
  const answer = await request(path);
  const html = await answer.text();
  expect(answer.status, html).toBe(200);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expectSoundPage(html, "en");
  return html;
}

interface Told {
  policy: string;
  in_force: Version & { sections: unknown };
  versions: Version[];
}
const told = async (): Promise<Told> => (await request(`${HOME}.json`)).json();

describe("the first version", () => {
  it("is in force without anything in the database, word for word", async () => {
    const html = await page(HOME);
    const words = textOf(html);
    for (const { heading, blocks } of END_USER_POLICY) {
      expect(words).toContain(heading);
      for (const block of blocks)
        for (const said of block.kind === "text" ? [block.text] : block.items) expect(words).toContain(said);
    }
    expect(await told()).toMatchObject({
      policy: "end_user",
      in_force: { version: FIRST, status: "in_force", sections: END_USER_POLICY },
      versions: [{ version: FIRST }],
    });
  });

  it("is the text that was accepted under its name: another text needs another version", async () => {
    expect(await sha256(JSON.stringify(END_USER_POLICY))).toBe("QtkT-sUcwEQWkfD4-SWBEcBsee4dP5RrxX2W7muJa0A");
  });
});

describe("a new version", () => {
  it("is upcoming until its day, then in force, and the one before superseded", async () => {
    const made = await published();
    expect(made).toMatchObject({
      version: "2027-01-15",
      status: "upcoming",
      effective_at: rfc3339(NOW + 40 * DAY),
      material: true,
      published_at: rfc3339(NOW),
    });
    expect(made.id).toMatch(/^pol_/);
    const before = await told();
    expect(before.in_force.version).toBe(FIRST);
    expect(before.versions.map(({ version, status }) => [version, status])).toEqual([
      ["2027-01-15", "upcoming"],
      [FIRST, "in_force"],
    ]);
    const html = await page(HOME);
    expect(textOf(html)).toContain("A new version takes effect on 2027-01-04 : Logs are kept for a shorter");
    expect(tagsOf(html).map(({ attributes }) => attributes.href)).toEqual(
      expect.arrayContaining([`${HOME}/2027-01-15`, `${HOME}/diff/${FIRST}..2027-01-15`, `${HOME}.atom`]),
    );
    expect(textOf(await page(`${HOME}/2027-01-15`))).toContain("This is not the version in force");

    time.set(NOW + 40 * DAY - 1);
    expect((await told()).in_force.version).toBe(FIRST);
    time.set(NOW + 40 * DAY);
    const after = await told();
    expect(after.in_force).toMatchObject({ version: "2027-01-15", sections: CHANGED });
    expect(after.versions.map(({ status }) => status)).toEqual(["in_force", "superseded"]);
    expect(textOf(await page(HOME))).toContain("Retained for 60 days");
    expect(textOf(await page(`${HOME}/${FIRST}`))).toContain("Retained for 90 days");
  });

  it("is announced in the documentation until it takes effect", async () => {
    const docs = async () => textOf(await (await request("/docs")).text());
    expect(await docs()).not.toContain("The End-User Policy changes");
    await published();
    expect(await docs()).toContain("The End-User Policy changes on 2027-01-04: the version of 2027-01-15");
    time.set(NOW + 41 * DAY);
    expect(await docs()).not.toContain("The End-User Policy changes");
  });

  it("is to be read by programs, from any page, whether in force or not", async () => {
    await published();
    const answer = await request(`${HOME}/2027-01-15.json`);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await answer.json()).toMatchObject({
      policy: "end_user",
      version: "2027-01-15",
      status: "upcoming",
      sections: CHANGED,
    });
    expect(await (await request(`${HOME}/${FIRST}.json`)).json()).toMatchObject({
      sections: END_USER_POLICY,
    });
  });

  it("differs from the one before as its page shows, word by word", async () => {
    await published();
    const html = await page(`${HOME}/diff/${FIRST}..2027-01-15`);
    expect(html).toContain("<li>System Logs: Retained for <del>90</del><ins>60</ins> days");
    expect(html).toContain("<ins>Backups: Overwritten after 30 days</ins>");
    expect(html).toContain("<del>Usage Analytics: Aggregated and anonymized after 24 months</del>");
    expect(textOf(await page(`${HOME}/diff/${FIRST}..${FIRST}`))).toContain("The two say the same.");
  });

  it("never changes: not by publishing again, and not in the database", async () => {
    await published();
    await problem(await publish({ effective_at: rfc3339(NOW + 90 * DAY) }), 422, "invalid_request", "again");
    for (const column of ["sections", "summary", "effective_at", "is_material", "version"])
      await expect(env.DB.prepare(`UPDATE policy_versions SET ${column} = 1`).run(), column).rejects.toThrow(
        "a published policy never changes",
      );
  });

  it("is on the audit trail", async () => {
    const { id } = await published();
    const entry = await env.DB.prepare("SELECT actor, action, detail FROM audit_log WHERE target = ?1")
      .bind(id)
      .first<{ actor: string; action: string; detail: string }>();
    expect(entry).toMatchObject({
      actor: expect.stringMatching(/^operator:[\w-]{16}$/),
      action: "policy.published",
    });
    expect(JSON.parse(entry!.detail)).toMatchObject({ version: "2027-01-15", material: true });
  });

  it("of hostile words is shown as words", async () => {
    const evil = '<script>alert(1)</script> & "more" \u0007';
    await published({
      summary: evil,
      sections: [{ heading: evil, level: 2, blocks: [{ kind: "list", items: [evil] }] }],
    });
    for (const path of [HOME, `${HOME}/2027-01-15`, `${HOME}/diff/${FIRST}..2027-01-15`])
      expect(await page(path)).not.toContain("<script>alert");
    const feed = await (await request(`${HOME}.atom`)).text();
    expect(feed).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;");
    expect(feed).not.toContain("\u0007");
  });
});

describe("the Atom feed", () => {
  it("has each version once, newest first, from when it was published", async () => {
    await published({ material: false, effective_at: rfc3339(NOW + DAY), version: "2026-11-26" });
    time.add(1_000);
    await published();
    const answer = await request(`${HOME}.atom`);
    expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    const feed = await answer.text();
    const home = `https://metristack.test${HOME}`;
    // RFC 4287 §4.1.1: a feed has an id, a title and when it was updated; §4.1.2: so has each entry.
    const [head, ...entries] = feed.split("<entry>");
    expect(head).toContain('<feed xmlns="http://www.w3.org/2005/Atom"');
    expect(head).toContain(`<id>${home}</id>`);
    expect(head).toContain(`<updated>${rfc3339(NOW + 1_000)}</updated>`);
    expect(head).toContain(`<link rel="self" type="application/atom+xml" href="${home}.atom"/>`);
    const inEntries = (pattern: RegExp) => entries.map((entry) => pattern.exec(entry)?.[1]);
    expect(inEntries(/<id>(.*?)<\/id>/)).toEqual(
      ["2027-01-15", "2026-11-26", FIRST].map((version) => `${home}/${version}`),
    );
    expect(inEntries(/<published>(.*?)<\/published>/)).toEqual([
      rfc3339(NOW + 1_000),
      rfc3339(NOW),
      "2026-11-23T00:00:00.000Z",
    ]);
    expect(inEntries(/<category term="(.*?)"\/>/)).toEqual(["material", "minor", "material"]);
    expect(entries[0]).toContain(
      `A material change, in force from ${rfc3339(NOW + 40 * DAY)}. Logs are kept for a shorter time.`,
    );
    // Every element that is opened is closed.
    const opened = [...feed.matchAll(/<([a-z]+)(?:\s[^>]*)?(?<!\/)>/g)].map(([, name]) => name).sort();
    expect(opened).toEqual([...feed.matchAll(/<\/([a-z]+)>/g)].map(([, name]) => name).sort());
  });
});

describe("a wrong publication changes nothing", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["a material change at short notice", { effective_at: rfc3339(NOW + 29 * DAY) }, "effective_at"],
    ["what begins in the past", { material: false, effective_at: rfc3339(NOW - 1) }, "effective_at"],
    ["what begins before the newest", { effective_at: "2026-11-22T00:00:00.000Z" }, "effective_at"],
    ["no time at all", { effective_at: "soon" }, "effective_at"],
    ["the first version's name", { version: FIRST }, "version"],
    ["a name that is no day", { version: "v2" }, "version"],
    ["a name with dots in a row", { version: "2027-01-15..2" }, "version"],
    ["no text", { sections: [] }, "sections"],
    ["blank words", { summary: "  " }, "summary"],
    ["a flag in words", { material: "yes" }, "material"],
    ["what nobody asked for", { announced_at: 0 }, ""],
  ])("%s", async (_what, change, field) => {
    await changesNothing(async () => {
      const { errors } = await problem(await publish(change), 422, "invalid_request", field);
      expect(errors?.some(({ path }) => path.startsWith(field ? `body.${field}` : "body"))).toBe(true);
    });
  });

  it("nor does anyone but an operator publish or see how far it is", async () => {
    const { key } = await newDeveloper();
    const body = JSON.stringify(publication());
    await changesNothing(async () => {
      for (const authorization of ["", `Bearer ${key}`, `${OPS.authorization}x`])
        for (const method of ["GET", "POST"]) {
          const headers = { ...OPS, authorization };
          const answer = await request("/ops/policies", {
            method,
            headers,
            ...(method === "POST" && { body }),
          });
          await problem(answer, 401, "unauthenticated", method);
        }
    });
  });

  it("and of two at the same time under one name one is made", async () => {
    const answers = await Promise.all([publish(), publish(), publish()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    expect((await told()).versions).toHaveLength(2);
  });
});

describe("an address that is none", () => {
  it.each([
    `${HOME}/2020-01-01`,
    `${HOME}/2020-01-01.json`,
    `${HOME}/x.json`,
    `${HOME}/nope`,
    `${HOME}/%00`,
    `${HOME}/diff/${FIRST}`,
    `${HOME}/diff/${FIRST}..`,
    `${HOME}/diff/${FIRST}..${FIRST}..${FIRST}`,
    `${HOME}/diff/a..b`,
    "/policies/privacy",
  ])("%s is 404", async (path) => {
    expect((await request(path)).status).toBe(404);
  });
});
