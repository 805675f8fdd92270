import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FIRST_VERSION } from "../../src/policy/versions";
import { api, connectSandbox, type Developer, makeReady, REDIRECT, unescapeHtml } from "../support/harness";
import { owner, type Person, shownIn, teammate } from "./people";

/** What a developer in Kenya would write into the form. */
const FORM = {
  privacy_policy_url: "https://example.com/privacy",
  purposes: "Keep the books\r\nSend invoices",
  data_use: "Orders are booked.",
  third_parties: "Hosting Ltd",
  retention: "Ten years",
  deletion: "Within 30 days of disconnecting",
  security_contact: "security@example.com",
  country: "KE",
};
const CLAUSES = { scc: "C2P", scc_version: "2021/914", scc_accept: "yes" };

let ada: Person;
let path: string;
let readiness: string;

beforeEach(async () => {
  ada = await owner();
  path = (await ada.submit("/portal/apps", { name: "Ledger & Co" })).headers.get("location")!;
  readiness = `${path}/readiness`;
});
afterEach(async () => {
  await env.DB.prepare("DELETE FROM app_readiness").run();
});

const text = async (answer: Response | Promise<Response>) => unescapeHtml(await (await answer).text());
const appId = () => path.split("/").at(-1)!;
const liveKey = () => ada.submit(`${path}/keys`, { name: "live", mode: "live", scope: ["orders:read"] });

/** The API as the app calls it with a test key. */
async function caller(): Promise<Developer> {
  const made = await ada.submit(`${path}/keys`, {
    name: "t",
    mode: "test",
    scope: ["connections", "keys", "orders:read"],
  });
  return { appId: appId(), mode: "test", key: shownIn(await made.text()), keyId: "" };
}

describe("the readiness page", () => {
  it("leads an app from nothing to live keys, and the API has what was stated", async () => {
    expect(await ada.page(readiness)).toContain("Live keys can be made when");
    expect((await liveKey()).status).toBe(403);
    expect((await ada.submit(readiness, FORM)).headers.get("location")).toBe(`${readiness}?saved=yes`);
    const asked = unescapeHtml(await ada.page(readiness));
    expect(asked).toContain("accept the standard contractual clauses");
    expect(asked).toContain("Module 2: controller to processor");
    expect((await ada.submit(readiness, { ...FORM, ...CLAUSES })).status).toBe(303);
    const version = FIRST_VERSION.version;
    expect((await ada.submit(`${path}/policy`, { version })).status).toBe(422);
    const accepted = await ada.submit(`${path}/policy`, { version, accept: "yes" });
    expect(accepted.headers.get("location")).toBe(readiness);
    expect(await ada.page(readiness)).toContain("The app is ready");
    expect((await liveKey()).status).toBe(200);

    const answer = await api(await caller(), "GET", "/v1/apps/self/readiness");
    expect(await answer.json()).toMatchObject({
      ready: true,
      statement: {
        purposes: ["Keep the books", "Send invoices"],
        third_parties: ["Hosting Ltd"],
        country: "KE",
        scc: { module: "C2P", version: "2021/914" },
      },
    });
  });

  it("shows each item with what is meant and where the duty comes from", async () => {
    const html = unescapeHtml(await ada.page(readiness));
    for (const words of ["Security contact", "state one", "RFC 9116", "GDPR Art. 32, 33(2)"])
      expect(html).toContain(words);
  });

  it("says at the field what is wrong, keeps what was written, and saves nothing", async () => {
    const sent = {
      ...FORM,
      privacy_policy_url: "http://example.com/p",
      country: "XX",
      ...CLAUSES,
      scc_accept: "",
    };
    const answer = await ada.submit(readiness, sent);
    expect(answer.status).toBe(422);
    const html = await text(answer);
    expect(html).toMatch(/id="privacy_policy_url-error".*must be an https address/);
    expect(html).toMatch(/id="country-error"/);
    expect(html).toMatch(/id="scc-error".*say that you accept them/);
    expect(html).toContain('value="http://example.com/p"');
    expect(html).toContain("Keep the books\r\nSend invoices");
    const rows = await env.DB.prepare("SELECT count(*) AS n FROM app_readiness").first<number>("n");
    expect(rows).toBe(0);
  });

  it("refuses a country that leaves connections in the EU without a ground, and says what to accept", async () => {
    await ada.submit(readiness, { ...FORM, country: "DE" });
    await ada.submit(`${path}/redirects`, { uri: REDIRECT });
    await connectSandbox(await caller(), "lyon-librairie", { user: "u" });
    const refused = await ada.submit(readiness, FORM);
    expect(refused.status).toBe(403);
    expect(await text(refused)).toMatch(/id="scc-error".*accept the standard contractual clauses/);
    const country = "SELECT country FROM apps WHERE id = ?1";
    expect(await env.DB.prepare(country).bind(appId()).first("country")).toBe("DE");
    expect((await ada.submit(readiness, { ...FORM, ...CLAUSES })).status).toBe(303);
    const bases = await env.DB.prepare(
      "SELECT basis FROM connection_transfers WHERE app_id = ?1 ORDER BY rowid",
    )
      .bind(appId())
      .all<{ basis: string }>();
    expect(bases.results.map(({ basis }) => basis)).toEqual(["no_transfer", "scc"]);
  });

  it("is read by a viewer, who is shown no form", async () => {
    await ada.submit(readiness, { ...FORM, security_contact: "<b>@example.com" });
    await ada.submit(readiness, FORM);
    const html = await (await teammate(ada, "viewer")).page(readiness);
    expect(html).toContain("security@example.com");
    expect(html).not.toContain("<form");
  });

  it("drafts the notice, and shows what developers wrote as text", async () => {
    await ada.submit(readiness, { ...FORM, data_use: "<script>alert(1)</script> *bold*" });
    await caller();
    const html = await ada.page(`${readiness}/notice`);
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(html).not.toContain("<script>alert");
    expect(unescapeHtml(html)).toContain("\\*bold\\*");
    expect(unescapeHtml(html)).not.toContain("Left out, since");
    expect(html).toContain("We are in: Kenya.");
    expect(await ada.page(`${readiness}/notice?mode=live`)).toContain("We read nothing from your shop.");
  });
});

describe("accepting the policy", () => {
  it("is on record as a statement of no key, by the member in the audit log, and told as the API tells it", async () => {
    await makeReady(appId());
    await env.DB.prepare("DELETE FROM policy_acceptances").run();
    const { version } = FIRST_VERSION;
    const answer = await ada.submit(`${path}/policy`, { version, accept: "yes", back: "notices" });
    expect(answer.headers.get("location")).toBe("/portal/notices");
    expect(await env.DB.prepare("SELECT * FROM policy_acceptances").first()).toMatchObject({
      app_id: appId(),
      kind: "statement",
      key_id: null,
    });
    const last = "SELECT actor, action, target, detail FROM audit_log ORDER BY seq DESC LIMIT 1";
    expect(await env.DB.prepare(last).first()).toEqual({
      actor: expect.stringMatching(/^mem_/),
      action: "policy.accepted",
      target: appId(),
      detail: JSON.stringify({ policy: FIRST_VERSION.id, version }),
    });
    for (const wrong of ["2020-01-01", "x".repeat(40)])
      expect((await ada.submit(`${path}/policy`, { version: wrong, accept: "yes" })).status).toBe(422);
  });
});
