import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/apps/store";
import { database } from "../../src/db/client";
import { clock } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { changesNothing, problem } from "../support/described-api";
import { configureClients } from "../support/fake-platforms";
import { api, type Developer, newDeveloper, REDIRECT, request } from "../support/harness";

const OPS = {
  authorization: `Bearer ${env.OPS_DEV_TOKEN}`,
  "content-type": "application/json",
};
const ops = (path: string, body: unknown) =>
  request(path, { method: "POST", headers: OPS, body: JSON.stringify(body) });

const STATEMENT = {
  privacy_policy_url: "https://example.com/privacy",
  purposes: ["Keep the books"],
  data_use: "Orders are booked; customers are read by number only.",
  third_parties: ["Hosting Ltd"],
  retention: "Ten years",
  deletion: "Within 30 days of disconnecting",
  security_contact: "security@example.com",
  country: "KE",
  scc: { module: "C2P", version: "2021/914", accept: true },
  measures: [],
};

interface Readiness {
  ready: boolean;
  items: { id: string; done: boolean; needed: string | null; explanation: string; legal_source: string }[];
  statement: Record<string, unknown> & { scc: { module: string; accepted_at: string } | null };
  policy: { version: string; accepted: boolean };
}
const readinessOf = async (developer: Developer) =>
  (await (await api(developer, "GET", "/v1/apps/self/readiness")).json()) as Readiness;
const missingOf = ({ items }: Readiness) => items.filter(({ done }) => !done).map(({ id }) => id);
const put = (developer: Developer, change: object = {}) =>
  api(developer, "PUT", "/v1/apps/self/readiness", { ...STATEMENT, ...change });

/** An app that has stated nothing, with a key of each mode. */
async function newcomer(): Promise<{ test: Developer; live: Developer }> {
  const appId = newId("app");
  await createApp(
    database(env),
    {
      id: appId,
      developerId: newId("dev"),
      name: "New *Books*",
      privacyPolicyUrl: null,
      purposes: [],
      thirdParties: [],
      country: null,
      createdAt: clock.now(),
    },
    [REDIRECT],
  );
  return { test: await newDeveloper({ appId }), live: await newDeveloper({ appId, mode: "live" }) };
}

const newKey = (developer: Developer) =>
  api(developer, "POST", "/v1/api-keys", { name: "more", scopes: ["usage"] });
const ALL = [
  "privacy_policy_url",
  "data_use",
  "third_parties",
  "retention",
  "deletion",
  "security_contact",
  "country",
  "policy",
];

describe("the gate", () => {
  it("keeps live keys and live sessions until everything is stated, and names what is missing", async () => {
    await configureClients();
    const { test, live } = await newcomer();
    const openSession = () =>
      api(live, "POST", "/v1/connect/sessions", {
        external_user_id: "u",
        platforms: ["square"],
        region: "af",
        redirect_uri: REDIRECT,
      });
    await changesNothing(async () => {
      for (const attempt of [newKey(live), openSession()]) {
        const { errors } = await problem(await attempt, 403, "app_not_ready", "live");
        expect(errors?.map(({ path }) => path)).toEqual(ALL.map((id) => `readiness.${id}`));
      }
    });
    expect((await newKey(test)).status).toBe(201);
    expect(missingOf(await readinessOf(live))).toEqual(ALL);

    expect((await put(test, { scc: null })).status).toBe(200);
    expect(missingOf(await readinessOf(live))).toEqual(["policy", "scc"]);
    expect((await put(test)).status).toBe(200);
    await problem(await newKey(live), 403, "app_not_ready", "the policy is not accepted");
    const { policy } = await readinessOf(test);
    const accepted = await api(test, "POST", "/v1/policy-acceptances", {
      version: policy.version,
      accept: true,
    });
    expect(accepted.status).toBe(201);
    expect(await readinessOf(live)).toMatchObject({ ready: true, policy: { accepted: true } });
    expect((await newKey(live)).status).toBe(201);
    expect((await openSession()).status).toBe(201);
  });

  it.each([
    ["privacy_policy_url", { privacy_policy_url: null }],
    ["data_use", { data_use: null }],
    ["data_use", { purposes: [] }],
    ["retention", { retention: null }],
    ["deletion", { deletion: null }],
    ["security_contact", { security_contact: null }],
    ["country", { country: null }],
    ["scc", { scc: null }],
    ["measures", { country: "CN" }],
  ])("waits for %s (%j)", async (id, change) => {
    const live = await newDeveloper({ mode: "live" });
    expect((await put(live, change)).status).toBe(200);
    const { errors } = await problem(await newKey(live), 403, "app_not_ready", id);
    expect(errors?.map(({ path }) => path)).toEqual([`readiness.${id}`]);
  });

  it("asks for clauses only where the country needs them", async () => {
    const live = await newDeveloper({ mode: "live" });
    for (const country of ["DE", "CH", "BR"]) {
      expect((await put(live, { country, scc: null })).status).toBe(200);
      expect(await readinessOf(live), country).toMatchObject({ ready: true });
    }
  });

  it("lets a key that leaked be replaced whatever is stated", async () => {
    const { live } = await newcomer();
    expect((await api(live, "POST", `/v1/api-keys/${live.keyId}/rotate`, {})).status).toBe(201);
  });

  it("holds for operators: a new app has no live key, and gets one once it is ready", async () => {
    const app = { name: "New", redirect_uris: [], country: "DE" };
    await changesNothing(async () => {
      const refused = await ops("/ops/apps", { ...app, key: { name: "k", mode: "live" } });
      await problem(refused, 403, "app_not_ready", "live at once");
    });
    const made = (await (await ops("/ops/apps", { ...app, key: { name: "k", mode: "test" } })).json()) as {
      app: { id: string };
      key: { id: string; key: string };
    };
    const developer: Developer = {
      appId: made.app.id,
      keyId: made.key.id,
      key: made.key.key,
      mode: "test",
    };
    const liveKey = { name: "live", mode: "live", scopes: ["usage"] };
    await problem(await ops(`/ops/apps/${made.app.id}/keys`, liveKey), 403, "app_not_ready", "not yet");
    expect((await put(developer, { country: "DE", scc: null })).status).toBe(200);
    const { policy } = await readinessOf(developer);
    await api(developer, "POST", "/v1/policy-acceptances", { version: policy.version, accept: true });
    const live = await ops(`/ops/apps/${made.app.id}/keys`, liveKey);
    expect(live.status).toBe(201);
    expect(((await live.json()) as { key: { key: string } }).key.key).toMatch(/^mtr_live_sk_/);
    await problem(await ops("/ops/apps/app_nobody/keys", liveKey), 404, "not_found", "no such app");
    const anyone = await request(`/ops/apps/${made.app.id}/keys`, { method: "POST", body: "{}" });
    expect(anyone.status).toBe(401);
  });
});

describe("a statement", () => {
  it("is given back as it was made, explained item by item", async () => {
    const developer = await newDeveloper();
    const answer = (await (await put(developer)).json()) as Readiness;
    expect(answer.statement).toMatchObject({ ...STATEMENT, scc: { module: "C2P", version: "2021/914" } });
    for (const { explanation, legal_source } of answer.items) {
      expect(explanation.length).toBeGreaterThan(20);
      expect(legal_source).toMatch(/GDPR|Policy|EDPB/);
    }
  });

  it("keeps the day of an acceptance that is repeated, and takes a new one for another module", async () => {
    const developer = await newDeveloper();
    const first = (await (await put(developer)).json()) as Readiness;
    const again = (await (await put(developer)).json()) as Readiness;
    expect(again.statement.scc).toEqual(first.statement.scc);
    const other = { scc: { module: "C2C", version: "2021/914", accept: true } };
    const changed = (await (await put(developer, other)).json()) as Readiness;
    expect(changed.statement.scc?.module).toBe("C2C");
    expect(Date.parse(changed.statement.scc!.accepted_at)).toBeGreaterThanOrEqual(
      Date.parse(first.statement.scc!.accepted_at),
    );
  });

  it("is nobody else's to see or change", async () => {
    const [mine, stranger] = [await newDeveloper(), await newDeveloper()];
    const before = await readinessOf(stranger);
    expect((await put(mine, { country: "DE", scc: null, retention: "A day" })).status).toBe(200);
    expect(await readinessOf(stranger)).toEqual(before);
    const weak = await newDeveloper({ appId: mine.appId, scopes: ["usage"] });
    await problem(await put(weak), 403, "forbidden", "without the scope");
  });

  it.each([
    ["http", { privacy_policy_url: "http://example.com/privacy" }, "privacy_policy_url"],
    ["a script", { privacy_policy_url: "javascript:alert(1)" }, "privacy_policy_url"],
    ["an address inside", { privacy_policy_url: "https://169.254.169.254/" }, "privacy_policy_url"],
    ["one in disguise", { privacy_policy_url: "https://2130706433/" }, "privacy_policy_url"],
    ["localhost", { privacy_policy_url: "https://localhost/" }, "privacy_policy_url"],
    ["a private name", { privacy_policy_url: "https://wiki.corp/" }, "privacy_policy_url"],
    ["a user in it", { privacy_policy_url: "https://a:b@example.com/" }, "privacy_policy_url"],
    ["a port", { privacy_policy_url: "https://example.com:8443/" }, "privacy_policy_url"],
    ["no country there is", { country: "XX" }, "country"],
    ["a country in words", { country: "Kenya" }, "country"],
    ["small letters", { country: "ke" }, "country"],
    ["no way to reach anyone", { security_contact: "the front desk" }, "security_contact"],
    ["clauses not accepted", { scc: { module: "C2P", version: "2021/914", accept: false } }, "scc.accept"],
    ["old clauses", { scc: { module: "C2P", version: "2010/87", accept: true } }, "scc.version"],
    ["no module", { scc: { module: "X", version: "2021/914", accept: true } }, "scc.module"],
    ["a measure nobody knows", { measures: ["hope"] }, "measures.0"],
    ["no purposes at all", { purposes: undefined }, "purposes"],
    ["nothing on third parties", { third_parties: undefined }, "third_parties"],
    ["blank words", { retention: "   " }, "retention"],
  ])("with %s is refused, and changes nothing", async (what, change, path) => {
    const developer = await newDeveloper();
    await changesNothing(async () => {
      const { errors } = await problem(await put(developer, change), 422, "invalid_request", what);
      expect(errors?.[0]?.path).toBe(`body.${path}`);
    });
  });
});

describe("the notice", () => {
  interface Notice {
    sections: { id: string; paragraphs: string[]; items: string[] }[];
    markdown: string;
    missing: string[];
  }
  const noticeOf = async (developer: Developer) =>
    (await (await api(developer, "GET", "/v1/apps/self/notice")).json()) as Notice;

  it("says what the app has stated and what its keys may read, and no more", async () => {
    const developer = await newDeveloper({ scopes: ["orders:read", "keys"] });
    expect(
      (await put(developer, { third_parties: ["Evil [link](https://evil.example)", "# Ltd"] })).status,
    ).toBe(200);
    const { sections, markdown, missing } = await noticeOf(developer);
    expect(missing).toEqual([]);
    expect(sections.map(({ id }) => id)).toEqual([
      "who",
      "data",
      "use",
      "sharing",
      "travel",
      "retention",
      "deletion",
      "rights",
      "security",
    ]);
    const data = sections.find(({ id }) => id === "data");
    expect(data?.items).toHaveLength(1);
    expect(data?.items[0]).toContain("Orders");
    expect(markdown).toContain("Ten years");
    expect(markdown).toContain("Kenya");
    expect(markdown).toContain("Implementing Decision (EU) 2021/914");
    expect(markdown).toContain("/policies/end-user");
    expect(markdown).not.toMatch(/[^\\]\[link/);
    expect(markdown).toContain("- \\# Ltd");
  });

  it("leaves out what is not stated, and says so", async () => {
    const { test } = await newcomer();
    const { sections, missing, markdown } = await noticeOf(test);
    expect(missing.sort()).toEqual(
      [
        "country",
        "data_use",
        "deletion",
        "privacy_policy_url",
        "purposes",
        "retention",
        "security_contact",
        "third_parties",
      ].sort(),
    );
    expect(sections.map(({ id }) => id)).toEqual(["who", "data", "rights"]);
    expect(markdown).toMatch(/^# How New \\\*Books\\\* uses your shop's data\n/);
    expect(markdown).not.toMatch(/undefined|null/);
  });
});
