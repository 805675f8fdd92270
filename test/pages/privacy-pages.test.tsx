import { describe, expect, it } from "vitest";
import { LANGS } from "../../src/pages/languages";
import { CentrePage } from "../../src/privacy/pages/centre";
import { ConfirmPage } from "../../src/privacy/pages/confirm";
import { ObjectPage } from "../../src/privacy/pages/object";
import { RequestPage } from "../../src/privacy/pages/request";
import { NOTICE_KEYS } from "../../src/privacy/pages/view";
import { privacyTexts } from "../../src/privacy/texts";
import { RIGHTS_STATUSES } from "../../src/rights/types";
import { expectSoundPage, rendered, tagsOf, textOf } from "./markup";
import {
  AT,
  card,
  centre,
  detail,
  form,
  fullCentre,
  jurisdictions,
  NAMELESS,
  PAGES,
} from "./privacy-fixtures";
import { speakAll } from "./sentences";

await speakAll();

const EVIL = `"><img src=x onerror=alert(1)>'&<b>`;
const POSTS = /<form method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/gs;

/** Each form: where it posts, and what it would send, choices made as the page makes them. */
const formsOf = (html: string) =>
  [...html.matchAll(POSTS)].map(([, action = "", body = ""]) => ({
    action,
    fields: tagsOf(body).filter(({ attributes }) => attributes.name !== undefined),
    hidden: Object.fromEntries(
      tagsOf(body)
        .filter(({ attributes }) => attributes.type === "hidden")
        .map(({ attributes }) => [attributes.name, attributes.value]),
    ),
  }));
/** What a screen reader calls each control. */
const namesOf = (html: string) =>
  [...html.matchAll(/<(button|a)\b[^>]*class="button[^>]*>(.*?)<\/\1>/gs)].map(([, , inner = ""]) =>
    textOf(inner).replace(/ :/g, ":"),
  );

describe.each(LANGS)("in %s", (lang) => {
  it.each(Object.entries(PAGES))("the page '%s' is sound and small", async (_, page) => {
    const html = await page(lang, "Duka");
    expectSoundPage(html, lang);
    expect(new TextEncoder().encode(html).byteLength).toBeLessThan(100_000);
    expect(textOf(html)).not.toMatch(/undefined|null|NaN|Invalid/);
    for (const { hidden } of formsOf(html)) expect(hidden["csrf"]).toBe("csrf-value");
  });

  it.each(Object.entries(PAGES))("the page '%s' shows a hostile name as text", async (kind, page) => {
    const html = await page(lang, EVIL);
    expectSoundPage(html, lang);
    expect(tagsOf(html).filter(({ name }) => name === "img" || name === "b")).toEqual([]);
    if (!NAMELESS.test(kind)) expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  it.each(NOTICE_KEYS)("the centre tells the notice %s", async (notice) => {
    const html = await rendered(CentrePage(centre(lang, { notice })));
    const [, said = ""] = /role="alert">(.*?)<\/div>/s.exec(html) ?? [];
    expect(textOf(said)).toBe(privacyTexts(lang).notices[notice].replace(/\s/g, " "));
  });

  it("a dozen connections still make a small page", async () => {
    const connections = Array.from({ length: 12 }, (_, index) => card({ id: `conn_${index}` }));
    const html = await rendered(CentrePage(centre(lang, { connections })));
    expect(new TextEncoder().encode(html).byteLength).toBeLessThan(100_000);
  });

  it("no two controls of the centre have the same name", async () => {
    const names = namesOf(await rendered(CentrePage(fullCentre(lang, "Duka"))));
    expect(names.length).toBeGreaterThan(25);
    expect(new Set(names).size).toBe(names.length);
  });
});

it("Arabic pages isolate the names of others", async () => {
  const html = await rendered(CentrePage(centre("ar")));
  expect(html).toContain("\u2068Ledger &amp; Co\u2069");
  expect(textOf(html).replaceAll("\u2068Ledger & Co\u2069", "")).not.toContain("Ledger & Co");
});

describe("the centre", () => {
  const html = (changes: Parameters<typeof centre>[1] = {}) => rendered(CentrePage(centre("en", changes)));

  it("names the connection in each control", async () => {
    expect(namesOf(await html())).toEqual(
      expect.arrayContaining([
        "Disconnect: Shopify in Ledger & Co",
        "Get my data: Shopify in Ledger & Co",
        "Delete: Shopify in Ledger & Co",
      ]),
    );
  });

  it("tells what is kept, why, and until when, under the policy's classes and each once", async () => {
    const [first] = card().held;
    const text = textOf(
      await html({ connections: [card({ held: [...card().held, ...(first ? [first] : [])] })] }),
    );
    const order = ["Authentication data", "Usage analytics", "System logs", "Connection metadata"];
    const places = order.map((name) => text.indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text.split("Keys to your platform account")).toHaveLength(2);
    expect(text).toContain("Each record is deleted after 90 days.");
    expect(text).toContain("Each record is made anonymous after 24 months.");
    expect(text).toContain("As long as it is connected, then deleted within 30 days.");
    expect(text).toContain("Deleted by 30 November 2026.");
  });

  it("asks for one connection with its id and the place, by a button that says what", async () => {
    const asks = formsOf(await html()).find(({ fields }) =>
      fields.some(({ name, attributes }) => name === "button" && attributes.value === "portability"),
    );
    expect(asks?.action).toBe("/privacy/requests");
    expect(asks?.hidden).toEqual({ csrf: "csrf-value", connection: "conn_1", jurisdiction: "ke" });
    expect(
      asks?.fields.filter(({ name }) => name === "button").map(({ attributes }) => attributes.value),
    ).toEqual(["portability", "access"]);
  });

  it("offers a correction, any connection or all of them, and the place, in one form", async () => {
    const page = await html({ connections: [card(), card({ id: "conn_2", appName: "Other" })] });
    const form = formsOf(page).find(({ fields }) => fields.some(({ name }) => name === "textarea"));
    expect(form?.action).toBe("/privacy/requests");
    expect([...new Set(form?.fields.map(({ attributes }) => attributes.name))].sort()).toEqual(
      ["connection", "csrf", "jurisdiction", "remark", "type"].sort(),
    );
    const options = tagsOf(page).filter(({ name }) => name === "option");
    expect(options.map(({ attributes }) => attributes.value)).toEqual(
      ["all", "conn_1", "conn_2"].concat(jurisdictions.map(({ key }) => key)),
    );
    expect(
      options.filter(({ attributes }) => "selected" in attributes).map(({ attributes }) => attributes.value),
    ).toEqual(["all", "ke"]);
  });

  it("tells two connections of one app and platform apart", async () => {
    const text = textOf(await html({ connections: [card(), card({ id: "conn_2" })] }));
    expect(text).toContain("Shopify in Ledger & Co (conn_1)");
    expect(text).toContain("Shopify in Ledger & Co (conn_2)");
  });

  it("offers nothing to stop where the connection has ended", async () => {
    const names = namesOf(
      await html({
        connections: [
          card({
            status: "disconnected",
            disconnectedAt: AT,
            deletionDue: AT,
            limits: [{ limit: "raw_data", since: AT }],
          }),
        ],
      }),
    ).join();
    expect(names).toContain("Delete");
    expect(names).not.toMatch(/Disconnect|Restrict|Object|Allow/);
  });

  it("lets an objection be taken back, by its purpose", async () => {
    const page = await html({ connections: [card({ limits: [{ limit: "all", since: AT }] })] });
    const lift = formsOf(page).find(({ action }) => action.endsWith("/lift"));
    expect(lift?.action).toBe("/privacy/connections/conn_1/lift");
    expect(lift?.hidden).toEqual({ csrf: "csrf-value", purpose: "all" });
    expect(namesOf(page).join()).not.toContain("Restrict:");
  });

  it("says when the visit ends, and where to leave it", async () => {
    const page = await html({ endsAt: AT });
    expect(textOf(page)).toContain("this visit ends at 14:05 UTC");
    expect(formsOf(page).at(-1)?.action).toBe("/privacy/sign-out");
  });
});

describe("the pages before a deed", () => {
  const choice = { jurisdictions, jurisdiction: "ke" };

  it.each([
    ["delete", card(), "/privacy/connections/conn_1/delete"],
    ["restrict", null, "/privacy/connections/all/restrict"],
    ["disconnect", card(), "/privacy/connections/conn_1/disconnect"],
  ] as const)("ask about %s, post it, and lead back without it", async (act, connection, action) => {
    const html = await rendered(ConfirmPage({ ...form("en"), ...choice, act, connection }));
    const [only, ...more] = formsOf(html);
    expect(more).toEqual([]);
    expect(only?.action).toBe(action);
    expect(only?.fields.map(({ attributes }) => attributes.name).sort()).toEqual(["csrf", "jurisdiction"]);
    expect(tagsOf(html).some(({ attributes }) => attributes.href === "/privacy")).toBe(true);
  });

  it("offers for objection what is not objected to, and the rest to be allowed again", async () => {
    const purposes = [
      { key: "retail_data", active: false },
      { key: "keep_alive", active: true },
    ] as const;
    const html = await rendered(ObjectPage({ ...form("en"), ...choice, connection: card(), purposes }));
    const [object, lift] = formsOf(html);
    const boxes = object?.fields.filter(({ attributes }) => attributes.type === "checkbox");
    expect(boxes?.map(({ attributes }) => [attributes.name, attributes.value])).toEqual([
      ["purpose", "retail_data"],
    ]);
    expect(lift?.hidden["purpose"]).toBe("keep_alive");
  });
});

describe("the page of a request", () => {
  const html = (changes: Parameters<typeof detail>[0]) =>
    rendered(RequestPage({ ...form("en"), request: detail(changes) }));
  const links = async (page: Promise<string>) => tagsOf(await page).map(({ attributes }) => attributes.href);

  it.each(RIGHTS_STATUSES)("says what %s means", async (status) => {
    const { name, detail: meaning } = privacyTexts("en").requestStatuses[status];
    const text = textOf(await html({ status }));
    expect(text).toContain(name);
    expect(text).toContain(meaning);
  });

  it("links to the copy only while there is one", async () => {
    expect(await links(html({}))).toContain("/privacy/requests/req_1/bundle");
    expect(await links(html({ bundle: null }))).not.toContain("/privacy/requests/req_1/bundle");
  });

  it("offers withdrawal only where it is possible", async () => {
    expect(formsOf(await html({ canWithdraw: true })).map(({ action }) => action)).toEqual([
      "/privacy/requests/req_1/withdraw",
    ]);
    expect(formsOf(await html({ canWithdraw: false }))).toEqual([]);
  });

  it("gives a refusal's ground, and where to complain", async () => {
    const text = textOf(await html({ status: "refused", refusal: "legal_hold", bundle: null }));
    expect(text).toContain("forbids erasing the data for now");
    expect(text).toContain("complain to the data protection authority");
  });

  it("shows the history in order, and an event that it does not know as a step", async () => {
    const history = [
      { at: AT, event: "received" },
      { at: AT + 60_000, event: "polished" },
    ];
    expect(textOf(await html({ history }))).toContain(
      "23 November 2026 at 14:05 UTC The request was received. 23 November 2026 at 14:06 UTC A step was done.",
    );
  });

  it("names the place whose law sets the deadline", async () => {
    expect(textOf(await html({ jurisdiction: "uk" }))).toContain("United Kingdom");
    expect(textOf(await html({ jurisdiction: "us-ca" }))).toContain("California");
  });
});
