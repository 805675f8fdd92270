import { describe, expect, it } from "vitest";
import { REFERENCE_CSP, ReferencePage } from "../../src/docs/reference-page";
import {
  Badge,
  Button,
  Card,
  CodeBlock,
  Csrf,
  DataTable,
  Facts,
  Notice,
  SelectField,
  TextField,
} from "../../src/pages/components";
import { LANGS } from "../../src/pages/languages";
import { Page } from "../../src/pages/layout";
import { expectSoundPage, rendered, tagsOf, textOf } from "./markup";
import { speakAll } from "./sentences";

await speakAll();

const nav = [
  { href: "/portal", label: "Keys", current: true },
  { href: "/portal/logs", label: "Logs", current: false },
];

const kit = (
  <Page title="Keys" lang="en" width="wide" frame={{ kind: "site", label: "Portal", nav }}>
    <h1>Keys</h1>
    <Notice tone="good" alert>
      <p>Made.</p>
    </Notice>
    <CodeBlock label="Your key">{"mtr_test_sk_<x>"}</CodeBlock>
    <DataTable
      caption="All keys"
      columns={["Name", "State"]}
      rows={[["CI", <Badge tone="good">active</Badge>]]}
    />
    <Card id="make" heading="Make a key">
      <form method="post" action="/portal/keys">
        <Csrf token="t" />
        <TextField name="name" label="Name" hint="For you" error="Enter a name" />
        <SelectField name="mode" label="Mode" value="live" options={MODES()} />
        <Button name="do" value="make">
          Make
        </Button>
      </form>
    </Card>
    <Card id="facts" heading="Facts">
      <Facts facts={[{ term: "Region", detail: "eu" }]} />
    </Card>
  </Page>
);

function MODES() {
  return [
    { value: "test", label: "Test" },
    { value: "live", label: "Live" },
  ];
}

describe("a page of the site", () => {
  it("is sound with every part of the kit on it", async () => {
    const html = await rendered(kit);
    expectSoundPage(html, "en");
    expect(html).toContain("mtr_test_sk_&lt;x&gt;");
  });

  it("marks where one is, and what is chosen", async () => {
    const tags = tagsOf(await rendered(kit));
    expect(
      tags.filter(({ attributes }) => attributes["aria-current"]).map(({ attributes }) => attributes.href),
    ).toEqual(["/portal"]);
    expect(tags.filter(({ name, attributes }) => name === "option" && "selected" in attributes)).toHaveLength(
      1,
    );
    expect(tags.find(({ attributes }) => attributes.role === "alert")).toBeDefined();
  });

  it("lets search engines in, as a step of a flow does not", async () => {
    expect(await rendered(kit)).not.toContain("noindex");
    expect(await rendered(<Page title="x" lang="en" />)).toContain("noindex");
  });

  it.each(LANGS)("has its frame in %s", async (lang) => {
    const html = await rendered(
      <Page title="x" lang={lang} languages={LANGS.map((other) => ({ lang: other, href: `?l=${other}` }))}>
        <h1>x</h1>
      </Page>,
    );
    expectSoundPage(html, lang);
    const current = tagsOf(html).filter(({ attributes }) => attributes["aria-current"] === "true");
    expect(current.map(({ attributes }) => attributes.hreflang)).toEqual([lang]);
    expect(textOf(html)).toContain("العربية");
  });
});

describe("the reference page", () => {
  it("is sound, and brings its scripts as files of this origin", async () => {
    const html = await rendered(ReferencePage());
    expectSoundPage(html, "en");
    expect(
      tagsOf(html)
        .filter(({ name }) => name === "script")
        .map(({ attributes }) => attributes.src),
    ).toEqual(["/docs-assets/swagger-ui-bundle.js", "/docs-assets/swagger-init.js"]);
  });

  it("leads to the document without a script", async () => {
    const noscript = /<noscript>(.*?)<\/noscript>/s.exec(await rendered(ReferencePage()))?.[1] ?? "";
    expect(tagsOf(noscript).some(({ attributes }) => attributes.href === "/openapi.json")).toBe(true);
  });

  it("needs no 'unsafe' word in its policy", () => {
    expect(REFERENCE_CSP).not.toContain("unsafe");
    expect(REFERENCE_CSP).toContain("default-src 'none'");
  });
});
