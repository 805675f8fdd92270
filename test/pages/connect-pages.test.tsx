import { describe, expect, it } from "vitest";
import { Consent } from "../../src/connect/pages/consent";
import { Onward } from "../../src/connect/pages/onward";
import { Outcome, type OutcomeDetail } from "../../src/connect/pages/outcome";
import { PlatformPicker } from "../../src/connect/pages/platform-picker";
import { ShopEntry } from "../../src/connect/pages/shop-entry";
import { OUTCOME_CODES, texts } from "../../src/connect/texts";
import { consentHash, consentStatement } from "../../src/connect/texts/consent-statement";
import { LANGS, type Lang } from "../../src/pages/languages";
import { RESOURCES } from "../../src/platforms/adapter";
import { expectSoundPage, rendered, tagsOf, textOf } from "./markup";
import { speakAll } from "./sentences";

await speakAll();

const EVIL = `"><img src=x onerror=alert(1)>'&<b>`;
const form = { action: "/connect/step", csrf: "csrf-value" };
const shop = { label: "Shop domain", placeholder: "your-shop.example.com", hint: "As your admin shows it" };
const languages = LANGS.map((lang) => ({ lang, href: `?lang=${lang}` }));

const picker = (lang: Lang, name = "Shopify") =>
  rendered(
    PlatformPicker({
      ...form,
      lang,
      languages,
      appName: name,
      platforms: [
        { key: "shopify", name },
        { key: "square", name: "Square" },
      ],
    }),
  );
const shopEntry = (lang: Lang, value: string, fault: "malformed" | null = null, name = "Duka") =>
  rendered(ShopEntry({ ...form, lang, appName: name, platformName: name, shop, value, fault }));
const statementOf = (lang: Lang, name: string) =>
  consentStatement(lang, {
    appName: name,
    platformName: name,
    resources: RESOURCES,
    purposes: [name, "Report sales."],
    recipients: [name],
    developerPrivacyUrl: "https://duka.example/privacy?a=1&b=2",
    region: "af",
    transfer: { countryName: name, safeguard: "adequacy" },
  });
const consent = async (lang: Lang, name = "Duka") => {
  const statement = statementOf(lang, name);
  const statementHash = await consentHash(statement);
  return rendered(
    Consent({ ...form, statement, statementHash, appName: name, platformName: name, languages }),
  );
};
const outcome = (
  lang: Lang,
  detail: OutcomeDetail,
  name: string | null = "Duka",
  backTo: string | null = null,
) =>
  rendered(Outcome({ lang, appName: name, platformName: name, outcome: detail, backTo, requestId: "req_1" }));
const detailOf = (code: (typeof OUTCOME_CODES)[number], text: string): OutcomeDetail => {
  if (code === "provider_error") return { code, description: text };
  if (code === "missing_scopes") return { code, scopes: [text] };
  return { code };
};

const PAGES: Record<string, (lang: Lang, name: string) => Promise<string>> = {
  picker,
  "shop entry": (lang, name) => shopEntry(lang, name, "malformed", name),
  consent,
  onward: (lang, name) => rendered(Onward({ lang, place: name, href: "https://shop.example/authorize?x=1" })),
  ...Object.fromEntries(
    OUTCOME_CODES.map((code) => [
      `outcome ${code}`,
      (lang: Lang, name: string) =>
        outcome(lang, detailOf(code, name), name, "https://duka.example/cb?e=1&state=2"),
    ]),
  ),
};

describe.each(LANGS)("in %s", (lang) => {
  it.each(Object.entries(PAGES))("the page '%s' is sound", async (_, page) => {
    expectSoundPage(await page(lang, "Duka"), lang);
  });

  it.each(Object.entries(PAGES))("the page '%s' shows a hostile name as text", async (_, page) => {
    const html = await page(lang, EVIL);
    expectSoundPage(html, lang);
    expect(tagsOf(html).filter(({ name }) => name === "img" || name === "b")).toEqual([]);
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });
});

describe("the platform picker", () => {
  it("posts each platform by a form of its own that carries the csrf value", async () => {
    const html = await picker("en");
    const forms = [...html.matchAll(/<form method="post" action="\/connect\/step">(.*?)<\/form>/gs)];
    expect(forms).toHaveLength(2);
    for (const [index, key] of ["shopify", "square"].entries()) {
      const tags = tagsOf(forms[index]?.[1] ?? "");
      expect(tags.find(({ name }) => name === "button")?.attributes).toMatchObject({
        name: "platform",
        value: key,
      });
      expect(tags.find(({ name }) => name === "input")?.attributes).toEqual({
        type: "hidden",
        name: "csrf",
        value: "csrf-value",
      });
    }
  });

  it("says so where there is nothing to choose", async () => {
    const html = await rendered(PlatformPicker({ ...form, lang: "en", appName: "Duka", platforms: [] }));
    expectSoundPage(html, "en");
    expect(textOf(html)).toContain("No platform can be connected");
    expect(html).not.toContain("<form");
  });
});

describe("the shop entry", () => {
  const input = (html: string) =>
    tagsOf(html).find(({ attributes }) => attributes.name === "shop")?.attributes;

  it("ties hint and error to the field and keeps what was typed", async () => {
    const html = await shopEntry("en", `my"shop`, "malformed");
    expect(input(html)).toMatchObject({
      value: `my"shop`,
      "aria-invalid": "true",
      "aria-describedby": "shop-error shop-hint",
      placeholder: shop.placeholder,
      dir: "ltr",
    });
    expect(html).toMatch(/<title>Error: /);
    expect(textOf(html)).toContain("This is not the address of a shop");
  });

  it("speaks of no error where there is none", async () => {
    const html = await shopEntry("fr", "");
    expect(input(html)?.["aria-invalid"]).toBeUndefined();
    expect(input(html)?.["aria-describedby"]).toBe("shop-hint");
  });

  it("shows the adapter's English words to English readers only", async () => {
    expect(textOf(await shopEntry("en", ""))).toContain(shop.hint);
    expect(textOf(await shopEntry("sw", ""))).not.toContain(shop.hint);
    expect(textOf(await shopEntry("sw", ""))).toContain(shop.placeholder);
  });
});

describe("the consent page", () => {
  it.each(LANGS)("shows in %s every word of the statement that is hashed", async (lang) => {
    const shown = textOf(await consent(lang)).replace(/\s+/g, " ");
    const statement = statementOf(lang, "Duka");
    const words = [
      statement.title,
      statement.introduction,
      statement.allow,
      statement.decline,
      ...statement.sections.flatMap((section) => [
        section.heading,
        section.lead,
        section.closing,
        ...section.items.flatMap((item) => [item.term, item.text, item.link?.label]),
      ]),
    ].filter((text) => text !== null && text !== undefined);
    expect(words.length).toBeGreaterThan(60);
    for (const text of words) expect(shown).toContain(text.replace(/\s+/g, " "));
  });

  it("offers both answers alike, in one form that carries the statement's digest", async () => {
    const html = await consent("en");
    const buttons = tagsOf(html).filter(({ name }) => name === "button");
    expect(buttons.map(({ attributes }) => attributes.value)).toEqual(["allow", "decline"]);
    expect(new Set(buttons.map(({ attributes }) => attributes.class)).size).toBe(1);
    const hidden = tagsOf(html).filter(({ attributes }) => attributes.type === "hidden");
    expect(Object.fromEntries(hidden.map(({ attributes }) => [attributes.name, attributes.value]))).toEqual({
      csrf: "csrf-value",
      statement: await consentHash(statementOf("en", "Duka")),
    });
  });

  it("links to the developer's policy beside the flow, telling nothing of where from", async () => {
    const link = tagsOf(await consent("en")).find(({ attributes }) =>
      attributes.href?.includes("duka.example"),
    );
    expect(link?.attributes).toEqual({
      href: "https://duka.example/privacy?a=1&b=2",
      target: "_blank",
      rel: "noopener noreferrer",
    });
  });
});

describe("the outcome page", () => {
  it.each(OUTCOME_CODES)("shows the code %s and the reference", async (code) => {
    const text = textOf(await outcome("en", detailOf(code, "detail")));
    expect(text).toContain(`Code ${code}`);
    expect(text).toContain("Reference req_1");
    expect(text).toContain(texts("en").outcomes[code].title);
  });

  it("cuts the platform's message at 200 characters", async () => {
    const html = await outcome("en", { code: "provider_error", description: "z".repeat(1_000) });
    expect(html.match(/z+…/)?.[0]).toHaveLength(200);
  });

  it("shows no empty quotation where the platform said nothing", async () => {
    expect(await outcome("en", { code: "provider_error", description: null })).not.toContain("blockquote");
  });

  it("lists the permissions that are missing", async () => {
    const html = await outcome("en", { code: "missing_scopes", scopes: ["read_orders", "read_products"] });
    expect(textOf(html)).toContain("Permissions that are missing: read_orders read_products");
  });

  it("leads back to the app, but not by an address that runs something", async () => {
    const links = async (address: string | null) =>
      tagsOf(await outcome("en", { code: "link_used" }, "Duka", address)).filter(
        ({ name, attributes }) => name === "a" && attributes.class?.includes("button"),
      );
    expect((await links("https://duka.example/cb?e=1&s=2"))[0]?.attributes.href).toBe(
      "https://duka.example/cb?e=1&s=2",
    );
    expect(await links("javascript:alert(1)")).toEqual([]);
    expect(await links(null)).toEqual([]);
  });

  it.each(LANGS)("reads well in %s where neither app nor platform is known", async (lang) => {
    const html = await outcome(lang, { code: "account_mismatch" }, null);
    expectSoundPage(html, lang);
    expect(textOf(html)).not.toMatch(/null|undefined/);
  });
});

describe("the onward page", () => {
  it("goes on at once, and by hand", async () => {
    const href = "https://shop.example/authorize?a=1&b=%22";
    const tags = tagsOf(await rendered(Onward({ lang: "en", place: "Shopify", href })));
    expect(tags.find(({ attributes }) => attributes["http-equiv"])?.attributes).toEqual({
      "http-equiv": "refresh",
      content: `0; url=${href}`,
    });
    expect(tags.some(({ name, attributes }) => name === "a" && attributes.href === href)).toBe(true);
  });
});
