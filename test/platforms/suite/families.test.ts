import { exports } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { countOf, openSession } from "../../support/fake-platforms";
import { api, Browser, formOf, newDeveloper, ORIGIN, onwardOf, REDIRECT } from "../../support/harness";
import { named, Stage, SUBJECTS } from "./stage";

let stage: Stage;
afterEach(() => stage?.close());

const of = (kind: string) => named(SUBJECTS.filter(({ adapter }) => adapter.connect.kind === kind));

const connectionsOf = async (of: Stage["developer"]) =>
  ((await (await api(of, "GET", "/v1/connections")).json()) as { data: { id: string; status: string }[] })
    .data;

describe.each(of("pushed_credentials"))("%s: credentials that the shop's server pushes", (_key, subject) => {
  async function agreed() {
    stage = await Stage.open(subject);
    const { person } = stage.fake;
    if (person.kind !== "pushed_credentials") throw new Error("the fixture is of another family");
    const browser = new Browser();
    const { connectUrl } = await openSession(stage.developer, [subject.key]);
    const html = await stage.agree(connectUrl, browser);
    const address = html.includes('http-equiv="refresh"') ? new URL(onwardOf(html)) : null;
    const { push, back } = await person.allow(stage.startOf(html));
    return { browser, push, back, address, person, html };
  }

  it("are taken once: the second delivery finds nobody", async () => {
    const { browser, push, back } = await agreed();
    const again = push.clone();
    expect((await exports.default.fetch(push)).status).toBe(200);
    expect((await exports.default.fetch(again)).status).toBe(404);
    await stage.exchange(await browser.get(back.href));
    expect(await connectionsOf(stage.developer)).toHaveLength(1);
  });

  it("of two deliveries at once exactly one is taken", async () => {
    const { push } = await agreed();
    const answers = await Promise.all([push.clone(), push].map((one) => exports.default.fetch(one)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it("are not taken at an address that was not made for them", async () => {
    const { push } = await agreed();
    const elsewhere = new Request(`${ORIGIN}/connect/push/${subject.key}/${"A".repeat(32)}`, push);
    expect((await exports.default.fetch(elsewhere)).status).toBe(404);
    expect(await connectionsOf(stage.developer)).toEqual([]);
  });

  it("are used at the session's shop and nowhere else", async () => {
    const { push } = await agreed();
    await exports.default.fetch(push);
    const hosts = new Set(stage.of("api").map(({ url }) => new URL(url).host));
    expect([...hosts]).toEqual([stage.fake.shop!.split("/")[0]]);
  });

  it("may come after the browser: it waits, and its state stays good", async () => {
    const { browser, push, back } = await agreed();
    const early = await browser.get(back.href);
    expect(early.status).toBe(200);
    expect(early.headers.get("location")).toBeNull();
    expect((await exports.default.fetch(push)).status).toBe(200);
    await stage.exchange(await browser.get(back.href));
  });

  it("do nothing in another browser than the session's", async () => {
    const { push, back } = await agreed();
    expect((await exports.default.fetch(push)).status).toBe(200);
    expect((await new Browser().get(back.href)).status).toBe(400);
    expect(await connectionsOf(stage.developer)).toEqual([]);
  });

  it("that do not open the shop are refused, and leave no connection", async () => {
    const { browser, push, back } = await agreed();
    stage.interrupt = ({ kind }) => (kind === "api" ? stage.fake.says.unauthorized() : null);
    expect((await exports.default.fetch(push)).status).toBe(422);
    expect((await browser.get(back.href)).status).toBe(502);
    expect(await connectionsOf(stage.developer)).toEqual([]);
  });
});

describe.each(of("install_claim"))("%s: an installation that nobody asked for", (_key, subject) => {
  async function installed(browser: Browser) {
    const { person } = stage.fake;
    if (person.kind !== "install_claim") throw new Error("the fixture is of another family");
    const arrival = await person.install(`${ORIGIN}/connect/install/${subject.key}/test`);
    const pending = await browser.get(arrival.href);
    expect(pending.status, await pending.clone().text()).toBe(303);
    return new URL(pending.headers.get("location")!, ORIGIN).href;
  }
  const claimBy = (developer: Stage["developer"], claim: string) =>
    api(developer, "POST", "/v1/connect/claims", {
      claim,
      external_user_id: "user-1",
      redirect_uri: REDIRECT,
    });

  it("belongs to no app, and shows its finder a code", async () => {
    stage = await Stage.open(subject);
    const page = await new Browser().get(await installed(new Browser()));
    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain("<form");
    expect(await connectionsOf(stage.developer)).toEqual([]);
    expect(await countOf("pending_installs")).toBe(1);
  });

  it("is claimed by the app that is given the code, after its person agreed; once", async () => {
    stage = await Stage.open(subject);
    const claim = (await installed(new Browser())).split("/").at(-1)!;
    const opened = await claimBy(stage.developer, claim);
    expect(opened.status, await opened.clone().text()).toBe(201);
    expect(await connectionsOf(stage.developer)).toEqual([]);
    const { connect_url } = (await opened.json()) as { connect_url: string };
    const browser = new Browser();
    const first = await browser.get(connect_url);
    const consent = first.status === 303 ? await browser.get(first.headers.get("location")!) : first;
    const { action, fields } = formOf(await consent.text());
    const id = await stage.exchange(await browser.post(action, { ...fields, decision: "allow" }));
    expect(await connectionsOf(stage.developer)).toMatchObject([{ id, status: "active" }]);
    expect(await countOf("pending_installs")).toBe(0);
    expect((await claimBy(stage.developer, claim)).status).toBe(404);
  });

  it("is not to be had with a guessed code, nor with keys of the other mode", async () => {
    stage = await Stage.open(subject);
    const claim = (await installed(new Browser())).split("/").at(-1)!;
    expect((await claimBy(stage.developer, "A".repeat(32))).status).toBe(404);
    const live = await newDeveloper({ mode: "live" });
    expect((await claimBy(live, claim)).status).toBe(404);
  });

  it("is not attached to a session of another browser", async () => {
    stage = await Stage.open(subject);
    const { connectUrl } = await openSession(stage.developer, [subject.key]);
    await stage.agree(connectUrl, new Browser());
    const stranger = new Browser();
    const page = await stranger.get(await installed(stranger));
    expect(await page.text()).not.toContain("<form");
    expect(await connectionsOf(stage.developer)).toEqual([]);
  });

  it("is attached in the session's own browser only when the person confirms it there", async () => {
    stage = await Stage.open(subject);
    const browser = new Browser();
    const { connectUrl } = await openSession(stage.developer, [subject.key]);
    await stage.agree(connectUrl, browser);
    const claimPage = await installed(browser);
    const html = await (await browser.get(claimPage)).text();
    expect(html).toContain(stage.fake.account);
    expect(await connectionsOf(stage.developer)).toEqual([]);
    const { action, fields } = formOf(html);
    expect((await browser.post(action, { ...fields, csrf: "forged" })).status).toBe(400);
    await stage.exchange(await browser.post(action, fields));
    expect(await connectionsOf(stage.developer)).toHaveLength(1);
    expect((await browser.post(action, fields)).status).toBe(410);
  });
});

describe.each(of("pasted_key"))("%s: a key that a person enters", (_key, subject) => {
  it("is shown again on no page, and works for one try of one browser", async () => {
    stage = await Stage.open(subject);
    const { person } = stage.fake;
    if (person.kind !== "pasted_key" || subject.adapter.connect.kind !== "pasted_key")
      throw new Error("the fixture is of another family");
    const browser = new Browser();
    const { connectUrl } = await openSession(stage.developer, [subject.key]);
    const { action, fields } = formOf(await stage.agree(connectUrl, browser));
    const refused = await (await browser.post(action, { ...fields, ...person.wrong })).text();
    for (const field of subject.adapter.connect.fields)
      if (field.secret) expect(refused).not.toContain(person.wrong[field.name]);
    // The state was for that one try.
    expect((await browser.post(action, { ...fields, ...person.fields })).status).toBe(410);
    expect(await connectionsOf(stage.developer)).toEqual([]);
  });
});
