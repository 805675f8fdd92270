import { describe, expect, it } from "vitest";
import { inWordsOf, type Words } from "../../src/pages/messages";

const english = {
  greeting: "Hello",
  lead: ({ app, platform }: { app: string; platform: string }) => `${app} reads ${platform}`,
  back: (app: string) => `Back to ${app}`,
  app: (name: string | null) => name ?? "the app",
  days: (count: number) => `${count} days`,
  points: ["One", "Two"],
  letter: ({ link }: { link: string }) => ["Dear reader", link],
  deep: { inner: { text: "Deep", last: "Last" } },
};

const words: Words = {
  greeting: "Salut",
  lead: "{platform} est lu par l’{app}, {app}",
  back: "Retour à {app}",
  app: { none: "l’application", other: "l’application {name}" },
  days: { one: "{count} jour", other: "{count} jours" },
  points: ["Un", "Deux", "Trois"],
  letter: ["Bonjour", "Le lien : {link}", "Au revoir"],
  deep: { inner: { text: "Profond" } },
};
const french = inWordsOf("fr", english, words);

describe("a translation", () => {
  it("says what English says, in its own words and order", () => {
    expect(french.greeting).toBe("Salut");
    expect(french.lead({ app: "Duka", platform: "Shopify" })).toBe("Shopify est lu par l’Duka, Duka");
    expect(french.back("Duka")).toBe("Retour à Duka");
    expect(french.points).toEqual(["Un", "Deux", "Trois"]);
    expect(french.letter({ link: "https://a" })).toEqual(["Bonjour", "Le lien : https://a", "Au revoir"]);
  });

  it.each([
    "{app}",
    "{platform}",
    "{constructor}",
    "$&$1$$",
    "\\{app\\}",
    "«x» <b>",
  ])("fills in the name %s as it is, whatever it looks like", (name) => {
    expect(french.back(name)).toBe(`Retour à ${name}`);
    expect(french.lead({ app: name, platform: "P" })).toBe(`P est lu par l’${name}, ${name}`);
  });

  it("has a form of its own for a name that is not known", () => {
    expect(french.app(null)).toBe("l’application");
    expect(french.app("Duka")).toBe("l’application Duka");
  });

  it("counts as its language does, and says the other form where it has none of its own", () => {
    expect([0, 1, 2, 1_000_000].map(french.days)).toEqual(["0 jour", "1 jour", "2 jours", "1000000 jours"]);
    const forms = { two: "zwei", few: "few {count}", many: "many {count}", other: "other {count}" };
    const arabic = inWordsOf("ar", english, { days: forms });
    expect([0, 1, 2, 3, 11, 100].map(arabic.days)).toEqual([
      "other 0",
      "other 1",
      "zwei",
      "few 3",
      "many 11",
      "other 100",
    ]);
  });

  it("is English where it says nothing", () => {
    expect(french.deep.inner).toEqual({ text: "Profond", last: "Last" });
    const none = inWordsOf("fr", english, {});
    expect(none.greeting).toBe("Hello");
    expect(none.back("Duka")).toBe("Back to Duka");
  });
});
