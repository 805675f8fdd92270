import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { accessReport } from "../../src/access/report";
import { clock } from "../../src/kernel/clock";
import { NOT_FROM_EEA } from "../../src/transfers/safeguard";
import { changesNothing, problem } from "../support/described-api";
import {
  allowAtSandbox,
  api,
  Browser,
  connectSandbox,
  type Developer,
  frozenClock,
  newDeveloper,
  REDIRECT,
  toSandbox,
} from "../support/harness";

/** DESIGN rule 8: nothing crosses a border without a safeguard on record. */

const STATEMENT = {
  privacy_policy_url: "https://example.com/privacy",
  purposes: ["Bookkeeping"],
  data_use: "Orders are booked.",
  third_parties: [],
  retention: "Ten years",
  deletion: "Within 30 days",
  security_contact: "security@example.com",
  country: "KE",
  scc: { module: "C2P", version: "2021/914", accept: true },
  measures: [],
};
const put = (developer: Developer, change: object = {}) =>
  api(developer, "PUT", "/v1/apps/self/readiness", { ...STATEMENT, ...change });

/** As if nobody had ever accepted any clauses. */
async function withdrawClauses({ appId }: Developer): Promise<void> {
  await env.DB.prepare("UPDATE app_readiness SET scc_module = NULL, scc_accepted_at = NULL WHERE app_id = ?1")
    .bind(appId)
    .run();
}

async function recordsOf(id: string) {
  const { results } = await env.DB.prepare(
    "SELECT from_region, to_country, basis, reference FROM connection_transfers WHERE connection_id = ?1 ORDER BY recorded_at",
  )
    .bind(id)
    .all();
  return results;
}

const openSession = (developer: Developer, region: string) =>
  api(developer, "POST", "/v1/connect/sessions", {
    external_user_id: "u",
    platforms: ["sandbox"],
    redirect_uri: REDIRECT,
    region,
  });

let release = () => {};
afterEach(() => {
  release();
  release = () => {};
});

describe("opening a connection", () => {
  it("in the EU waits for a safeguard, and says which", async () => {
    const developer = await newDeveloper();
    await withdrawClauses(developer);
    await changesNothing(async () => {
      const refused = await openSession(developer, "eu");
      const { errors } = await problem(refused, 403, "transfer_safeguard_missing", "session");
      expect(errors).toEqual([{ path: "readiness.scc", message: expect.stringContaining("2021/914") }]);
    });
    expect((await openSession(developer, "af")).status).toBe(201);
    expect((await openSession(developer, "us")).status).toBe(201);
    expect((await put(developer)).status).toBe(200);
    expect((await openSession(developer, "eu")).status).toBe(201);
  });

  it("records the ground", async () => {
    const developer = await newDeveloper();
    const eu = await connectSandbox(developer);
    const af = await connectSandbox(developer, "lagos-home", { region: "af", user: "two" });
    expect(await recordsOf(eu.id)).toEqual([
      {
        from_region: "eu",
        to_country: "KE",
        basis: "scc",
        reference: "Implementing Decision (EU) 2021/914, C2P",
      },
    ]);
    expect(await recordsOf(af.id)).toEqual([
      { from_region: "af", to_country: "KE", basis: "no_transfer", reference: NOT_FROM_EEA },
    ]);
  });

  it("looks again when the code is used: what was withdrawn meanwhile stops it, and the code stays good", async () => {
    const developer = await newDeveloper();
    const browser = new Browser();
    const back = await browser.get(
      await allowAtSandbox(browser, await toSandbox(developer, browser), "lagos-home"),
    );
    const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
    await withdrawClauses(developer);
    const refused = await api(developer, "POST", "/v1/connect/exchange", { code });
    await problem(refused, 403, "transfer_safeguard_missing", "exchange");
    const pending = await api(developer, "GET", "/v1/connections?status=pending");
    expect(((await pending.json()) as { data: unknown[] }).data).toHaveLength(1);
    expect((await put(developer)).status).toBe(200);
    const exchanged = await api(developer, "POST", "/v1/connect/exchange", { code });
    expect(exchanged.status).toBe(200);
    expect(await recordsOf(((await exchanged.json()) as { id: string }).id)).toHaveLength(1);
  });

  it("repairing one asks the same", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    await withdrawClauses(developer);
    const refused = await api(developer, "POST", `/v1/connections/${id}/reconnect`, {
      redirect_uri: REDIRECT,
    });
    await problem(refused, 403, "transfer_safeguard_missing", "reconnect");
  });
});

describe("a developer who moves", () => {
  it("is refused where connections in the EU would lose their ground, and nothing changes", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    for (const [change, path] of [
      [{ scc: null }, "readiness.scc"],
      [{ country: null }, "readiness.country"],
      [{ country: "CN" }, "readiness.measures"],
      [{ country: "US", scc: null }, "readiness.scc"],
    ] as const) {
      await changesNothing(async () => {
        const refused = await put(developer, change);
        const { errors } = await problem(refused, 403, "transfer_safeguard_missing", JSON.stringify(change));
        expect(errors?.[0]?.path).toBe(path);
      });
    }
    expect(await recordsOf(id)).toHaveLength(1);
  });

  it("gets the new ground on record for every open connection, once, and nobody else's", async () => {
    const now = clock.now();
    const time = frozenClock(now);
    release = time.release;
    const developer = await newDeveloper();
    const stranger = await newDeveloper();
    const mine = await connectSandbox(developer);
    const african = await connectSandbox(developer, "lagos-home", { region: "af", user: "two" });
    const gone = await connectSandbox(developer, "nairobi-fresh", { user: "three" });
    expect((await api(developer, "DELETE", `/v1/connections/${gone.id}`)).status).toBe(200);
    const theirs = await connectSandbox(stranger);
    time.add(60_000);
    const change = { country: "CN", measures: ["assessed", "pseudonymised"] };
    expect((await put(developer, change)).status).toBe(200);
    time.add(60_000);
    expect((await put(developer, change)).status).toBe(200);
    time.add(60_000);
    expect((await put(developer, { country: "DE", scc: null })).status).toBe(200);
    expect((await recordsOf(mine.id)).map(({ to_country, basis }) => [to_country, basis])).toEqual([
      ["KE", "scc"],
      ["CN", "scc_with_measures"],
      ["DE", "no_transfer"],
    ]);
    expect((await recordsOf(african.id)).map(({ to_country }) => to_country)).toEqual(["KE", "CN", "DE"]);
    expect(await recordsOf(gone.id)).toHaveLength(1);
    expect(await recordsOf(theirs.id)).toHaveLength(1);
  });

  it("with no connection in the EU may say anything true", async () => {
    const developer = await newDeveloper();
    await connectSandbox(developer, "lagos-home", { region: "af" });
    expect((await put(developer, { scc: null })).status).toBe(200);
  });
});

describe("who it is about", () => {
  it("is told before consenting where the data goes and on what ground", async () => {
    const pageFor = async (developer: Developer, region: string, language: string) => {
      const session = (await (
        await api(developer, "POST", "/v1/connect/sessions", {
          external_user_id: "u",
          platforms: ["sandbox"],
          redirect_uri: REDIRECT,
          region,
          language,
        })
      ).json()) as { connect_url: string };
      return (await new Browser().get(`${session.connect_url}/sandbox`)).text();
    };
    const kenyan = await newDeveloper();
    expect(await pageFor(kenyan, "eu", "en")).toMatch(
      /Kenya\S*\. They have accepted Standard Contractual Clauses/,
    );
    expect(await pageFor(kenyan, "af", "en")).toContain("you also agree to this transfer");
    expect(await pageFor(kenyan, "eu", "fr")).toContain("clauses contractuelles types");
    expect(await pageFor(kenyan, "af", "sw")).toContain("unakubali pia uhamishaji huu");
    const german = await newDeveloper();
    expect((await put(german, { country: "DE", scc: null })).status).toBe(200);
    expect(await pageFor(german, "eu", "en")).toContain(
      "data protection law of the European Union applies there",
    );
    expect(await pageFor(german, "eu", "fr")).toContain("Allemagne");
    const careful = await newDeveloper();
    const change = { country: "CN", measures: ["assessed", "pseudonymised"] };
    expect((await put(careful, change)).status).toBe(200);
    expect(await pageFor(careful, "eu", "en")).toContain("taken additional measures");
  });

  it("finds it in the answer to an access request", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const { connections } = await accessReport(env, [id], clock.now());
    expect(connections[0]?.transfers).toEqual([
      {
        since: expect.stringMatching(/^20/),
        from_region: "eu",
        to_country: "KE",
        basis: "scc",
        reference: "Implementing Decision (EU) 2021/914, C2P",
      },
    ]);
  });
});

describe("GET /v1/transfers", () => {
  it("shows the register, and where the caller's app stands", async () => {
    const developer = await newDeveloper();
    const register = (await (await api(developer, "GET", "/v1/transfers")).json()) as {
      yours: { region: string; basis: string | null }[];
      adequacy: { country: string; relied_on: boolean }[];
      export_rules: { country: string }[];
    };
    expect(register.yours.map(({ region, basis }) => [region, basis])).toEqual([
      ["eu", "scc"],
      ["us", "no_transfer"],
      ["af", "no_transfer"],
    ]);
    expect(register.adequacy.find(({ country }) => country === "US")?.relied_on).toBe(false);
    expect(register.export_rules.map(({ country }) => country)).toEqual(["KE", "NG", "ZA"]);
  });
});
