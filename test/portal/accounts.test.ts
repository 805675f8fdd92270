import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/kernel/clock";
import { frozenClock } from "../support/harness";
import { Authenticator } from "./authenticator";
import { owner, Person, shownIn, teammate } from "./people";

const SESSION = "__Host-mtr_portal";

const count = async (table: string) =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n")) ?? 0;

let release: (() => void) | null = null;
const stopClock = () => {
  const clock = frozenClock(Date.UTC(2026, 10, 25, 12));
  release = clock.release;
  return clock;
};
afterEach(() => {
  release?.();
  release = null;
});

describe("signing up", () => {
  it("makes a developer with an owner of the label they chose, and signs them in", async () => {
    const ada = new Person();
    const answer = await ada.signUp("Ada");
    expect(await answer.json()).toEqual({ next: "/portal/account?notice=welcome" });
    const page = await ada.page("/portal/account?notice=welcome");
    expect(page).toContain("<h1>Ada</h1>");
    expect(page).toContain("Your role in this team: owner");
    expect(page).toContain("0 of 10 are left");
  });

  it("asks for nothing but a label, and refuses an empty or endless one", async () => {
    const ada = new Person();
    for (const label of ["", "  ", "x".repeat(61), "\u202e", 5, null])
      expect((await ada.call("/portal/sign-up/options", { label })).status, String(label)).toBe(422);
  });

  it("asks the authenticator to recognise the person, to keep the account's name, and for no statement", async () => {
    const options = await (await new Person().call("/portal/sign-up/options", { label: "Ada" })).json();
    expect(options).toMatchObject({
      rp: { id: "metristack.test" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      pubKeyCredParams: [{ alg: -7 }, { alg: -8 }, { alg: -257 }],
    });
  });

  it.each([
    ["for another origin", { origin: "https://evil.test" }],
    ["for another site", { rpId: "evil.test" }],
    ["without recognising the person", { flags: 0x41 }],
    ["to another challenge", { challenge: "AAAA" }],
  ])("is refused with an answer %s, and nothing is made", async (_, quirks) => {
    const before = [await count("developers"), await count("members"), await count("portal_sessions")];
    expect((await new Person().signUp("Eve", quirks)).status).toBe(422);
    expect([await count("developers"), await count("members"), await count("portal_sessions")]).toEqual(
      before,
    );
  });

  it("takes no answer twice, none of another browser, and none after five minutes", async () => {
    const clock = stopClock();
    const ada = new Person();
    const begin = async () => {
      const options = await (await ada.call("/portal/sign-up/options", { label: "Ada" })).json();
      return { label: "Ada", ...(await ada.device.create(options as never)) };
    };
    const answer = await begin();
    const copy = new Map(ada.cookies);
    expect((await new Person().call("/portal/sign-up", answer)).status).toBe(410);
    expect((await ada.call("/portal/sign-up", answer)).status).toBe(200);
    for (const [name, value] of copy) ada.cookies.set(name, value);
    expect((await ada.call("/portal/sign-up", answer)).status).toBe(410);
    const late = await begin();
    clock.add(5 * MINUTE);
    expect((await ada.call("/portal/sign-up", late)).status).toBe(410);
  });

  it("takes no passkey that an account has", async () => {
    const ada = await owner();
    const eve = new Person();
    const options = (await (await eve.call("/portal/sign-up/options", { label: "Eve" })).json()) as never;
    // The same credential id once more: what a forged attestation object could say.
    const made = await ada.device.create(options);
    expect((await eve.call("/portal/sign-up", { label: "Eve", ...made })).status).toBe(200);
    const again = (await (await eve.call("/portal/sign-up/options", { label: "Eve" })).json()) as {
      challenge: string;
    };
    const data = JSON.parse(atob(made.clientDataJSON.replaceAll("-", "+").replaceAll("_", "/")));
    const forged = btoa(JSON.stringify({ ...data, challenge: again.challenge }));
    const answer = await eve.call("/portal/sign-up", { label: "Eve", ...made, clientDataJSON: forged });
    expect(answer.status).toBe(409);
  });
});

describe("signing in", () => {
  it("finds the account by the passkey alone, under a new cookie", async () => {
    const ada = await owner();
    const first = ada.cookies.get(SESSION);
    const answer = await ada.signIn();
    expect(await answer.json()).toEqual({ next: "/portal" });
    expect(ada.cookies.get(SESSION)).not.toBe(first);
    expect(await ada.page("/portal/account")).toContain("<h1>Ada</h1>");
    const former = new Person();
    former.cookies.set(SESSION, first!);
    expect((await former.get("/portal")).status).toBe(303);
  });

  it("ends nobody else's session, and does not take up a planted cookie (session fixation)", async () => {
    const ada = await owner();
    const planted = "A".repeat(32);
    ada.cookies.set(SESSION, planted);
    expect((await ada.signIn()).status).toBe(200);
    expect(ada.cookies.get(SESSION)).not.toBe(planted);
    const eve = new Person();
    eve.cookies.set(SESSION, planted);
    expect((await eve.get("/portal")).headers.get("location")).toBe("/portal/sign-in");
  });

  it("has cookies that no script, no other host and no plain connection sees", async () => {
    const ada = await owner();
    const answer = await ada.signIn();
    for (const cookie of answer.headers.getSetCookie()) {
      expect(cookie).toMatch(/^__Host-mtr_/);
      expect(cookie).toMatch(/; Path=\/;?/);
      expect(cookie).toMatch(/HttpOnly/);
      expect(cookie).toMatch(/Secure/);
      expect(cookie).toMatch(/SameSite=(Lax|Strict)/);
      expect(cookie).not.toMatch(/Domain/);
    }
  });

  it.each([
    ["to another challenge", { challenge: "AAAA" }],
    ["to another origin", { origin: "https://evil.test" }],
    ["for another site", { rpId: "evil.test" }],
    ["without recognising the person", { flags: 0x01 }],
    ["that registers", { type: "webauthn.create" }],
  ])("is refused with an answer %s", async (_, quirks) => {
    const ada = await owner();
    const before = ada.cookies.get(SESSION);
    expect((await ada.signIn(quirks)).status).toBe(422);
    expect(ada.cookies.get(SESSION)).toBe(before);
  });

  it("is refused with another's credential id, and with another's account", async () => {
    const [ada, eve] = [await owner("Ada"), await owner("Eve")];
    const begin = async () =>
      (await (await eve.call("/portal/sign-in/options", {})).json()) as { challenge: string; rpId: string };
    const own = await eve.device.get(await begin());
    const adas = await ada.device.get({ challenge: "AAAA", rpId: "metristack.test" });
    expect((await eve.call("/portal/sign-in", { ...own, id: adas.id })).status).toBe(422);
    const next = await eve.device.get(await begin());
    expect((await eve.call("/portal/sign-in", { ...next, userHandle: adas.userHandle })).status).toBe(422);
    const third = await eve.device.get(await begin());
    const both = { ...third, id: adas.id, userHandle: adas.userHandle };
    expect((await eve.call("/portal/sign-in", both)).status).toBe(422);
  });

  it("is refused to a copied authenticator, by its counter", async () => {
    const ada = new Person(new Authenticator("https://metristack.test", { counts: true }));
    expect((await ada.signUp()).status).toBe(200);
    expect((await ada.signIn()).status).toBe(200);
    expect((await ada.signIn()).status).toBe(200);
    expect((await ada.signIn({ counts: false, signCount: 1 })).status).toBe(422);
    expect((await ada.signIn()).status).toBe(200);
  });

  it("lasts twelve hours", async () => {
    const clock = stopClock();
    const ada = await owner();
    clock.add(12 * HOUR - 1);
    expect((await ada.get("/portal")).status).toBe(200);
    clock.add(1);
    expect((await ada.get("/portal")).status).toBe(303);
    expect((await ada.form("/portal/sign-out")).status).toBe(401);
  });
});

describe("recovery codes", () => {
  const codesOf = async (person: Person) => {
    const answer = await person.submit("/portal/recovery-codes");
    expect(answer.status).toBe(200);
    return shownIn(await answer.text()).split("\n");
  };

  it("are ten, rest as hashes only, and each lets in once", async () => {
    const ada = await owner();
    const codes = await codesOf(ada);
    expect(new Set(codes).size).toBe(10);
    const { results } = await env.DB.prepare("SELECT * FROM recovery_codes").all();
    for (const code of codes) {
      expect(JSON.stringify(results)).not.toContain(code);
      expect(JSON.stringify(results)).not.toContain(code.replaceAll("-", ""));
    }
    expect(await ada.page("/portal/account")).toContain("10 of 10 are left");
    const lost = new Person();
    const answer = await lost.form("/portal/recover", { code: ` ${codes[3]} ` });
    expect(answer.headers.get("location")).toBe("/portal/account?notice=recovered");
    const page = await lost.page("/portal/account?notice=recovered");
    expect(page).toContain("9 of 10 are left");
    expect(page).toContain("recovery code, this browser");
    const again = new Person();
    const refused = await again.form("/portal/recover", { code: codes[3]! });
    expect(refused.status).toBe(422);
    expect(again.cookies.has(SESSION)).toBe(false);
  });

  it("let in one of two who use the same at once", async () => {
    const [code] = await codesOf(await owner());
    const people = [new Person(), new Person(), new Person()];
    const answers = await Promise.all(people.map((one) => one.form("/portal/recover", { code: code! })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
  });

  it("end the earlier ones when new ones are made", async () => {
    const ada = await owner();
    const [old] = await codesOf(ada);
    const [fresh] = await codesOf(ada);
    expect((await new Person().form("/portal/recover", { code: old! })).status).toBe(422);
    expect((await new Person().form("/portal/recover", { code: fresh! })).status).toBe(303);
  });

  it("lead to a new passkey: the lost one is removed, and the last one is not", async () => {
    const ada = await owner();
    const [code] = await codesOf(ada);
    const back = new Person();
    await back.form("/portal/recover", { code: code! });
    const lost = /passkeys\/([^/]+)\/remove/.exec(await back.page("/portal/account"))![1]!;
    expect((await back.submit(`/portal/passkeys/${lost}/remove`)).status).toBe(409);
    expect((await back.addPasskey()).status).toBe(200);
    expect((await back.submit(`/portal/passkeys/${lost}/remove`)).status).toBe(303);
    expect((await ada.signIn()).status).toBe(422);
    expect((await back.signIn()).status).toBe(200);
  });

  it("refuse what is none", async () => {
    for (const code of ["", "-", "AAAAA-AAAAA-AAAAA-AAAAA", "x".repeat(10_000)])
      expect((await new Person().form("/portal/recover", { code })).status).toBe(422);
  });
});

describe("sessions", () => {
  it("are listed, and ended one by one", async () => {
    const ada = await owner();
    const other = new Person(ada.device);
    expect((await other.signIn()).status).toBe(200);
    const page = await ada.page("/portal/account");
    const [id] = [...page.matchAll(/sessions\/(ses_\w+)\/end/g)].map((match) => match[1]!);
    expect((await ada.submit(`/portal/sessions/${id}/end`)).status).toBe(303);
    expect((await other.get("/portal")).status).toBe(303);
    expect((await ada.get("/portal")).status).toBe(200);
  });

  it("end with signing out, wherever the cookie was copied to", async () => {
    const ada = await owner();
    const copy = new Person();
    copy.cookies.set(SESSION, ada.cookies.get(SESSION)!);
    expect((await ada.submit("/portal/sign-out")).headers.get("location")).toBe("/portal/sign-in");
    expect(ada.cookies.has(SESSION)).toBe(false);
    expect((await copy.get("/portal")).status).toBe(303);
  });

  it("rest as hashes only", async () => {
    const ada = await owner();
    const { results } = await env.DB.prepare("SELECT * FROM portal_sessions").all();
    expect(JSON.stringify(results)).not.toContain(ada.cookies.get(SESSION));
  });

  it("older than fifteen minutes give nobody a lasting way in", async () => {
    const clock = stopClock();
    const ada = await owner();
    const app = (await ada.submit("/portal/apps", { name: "Ledger" })).headers.get("location")!;
    const key = { name: "server", mode: "test", scope: ["orders:read"] };
    clock.add(15 * MINUTE + 1);
    expect((await ada.submit("/portal/recovery-codes")).status).toBe(403);
    expect((await ada.call("/portal/passkeys/options", {})).status).toBe(403);
    expect((await ada.submit("/portal/team/invitations", { role: "owner" })).status).toBe(403);
    expect((await ada.submit("/portal/team/members/mem_x/role", { role: "owner" })).status).toBe(403);
    expect((await ada.submit(`${app}/keys`, key)).status).toBe(403);
    expect((await ada.submit(`${app}/keys/key_x/rotate`)).status).toBe(403);
    expect((await ada.signIn()).status).toBe(200);
    expect((await ada.submit("/portal/recovery-codes")).status).toBe(200);
    expect((await ada.submit(`${app}/keys`, key)).status).toBe(200);
  });
});

describe("invitations", () => {
  it("let one person join, in the role they name", async () => {
    const ada = await owner();
    const link = await ada.invite("viewer");
    expect(link).toMatch(/^https:\/\/metristack\.test\/portal\/join#[0-9A-Za-z]{32}$/);
    const bem = new Person();
    expect(await (await bem.join(link)).json()).toEqual({ next: "/portal/account?notice=welcome" });
    expect(await bem.page("/portal/account")).toContain("Your role in this team: viewer");
    expect(await ada.page("/portal/team")).toContain("Bem");
    expect((await new Person().join(link)).status).toBe(410);
    expect((await bem.signIn()).status).toBe(200);
  });

  it("let in one of two who began at the same time", async () => {
    const ada = await owner();
    const link = await ada.invite("developer");
    const token = link.split("#")[1]!;
    const people = [new Person(), new Person()];
    const ready = await Promise.all(
      people.map(async (one) => {
        const options = await (await one.call("/portal/join/options", { label: "B", token })).json();
        return { label: "B", token, ...(await one.device.create(options as never)) };
      }),
    );
    const before = await count("members");
    const answers = await Promise.all(people.map((one, at) => one.call("/portal/join", ready[at])));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await count("members")).toBe(before + 1);
  });

  it("rest as hashes only, expire after seven days, and can be withdrawn", async () => {
    const clock = stopClock();
    const ada = await owner();
    const [late, withdrawn] = [await ada.invite("viewer"), await ada.invite("viewer")];
    const { results } = await env.DB.prepare("SELECT * FROM invitations").all();
    for (const link of [late, withdrawn]) expect(JSON.stringify(results)).not.toContain(link.split("#")[1]);
    const ids = [...(await ada.page("/portal/team")).matchAll(/invitations\/(inv_\w+)\/withdraw/g)];
    for (const [, id] of ids.slice(1))
      expect((await ada.submit(`/portal/team/invitations/${id}/withdraw`)).status).toBe(303);
    const left = [await new Person().join(late), await new Person().join(withdrawn)];
    expect(left.map(({ status }) => status).sort()).toEqual([200, 410]);
    const third = await ada.invite("viewer");
    clock.add(7 * DAY);
    expect((await new Person().join(third)).status).toBe(410);
  });
});

describe("the team", () => {
  const idOf = async (page: string, label: string) =>
    new RegExp(`>${label}</th>[\\s\\S]*?members/(mem_\\w+)/role`).exec(page)![1]!;

  it("has roles that change at once, and always an owner", async () => {
    const ada = await owner();
    const bem = await teammate(ada, "viewer");
    const page = await ada.page("/portal/team");
    const [adaId, bemId] = [await idOf(page, "Ada"), await idOf(page, "viewer")];
    expect((await bem.submit("/portal/apps", { name: "Shop" })).status).toBe(403);
    await ada.submit(`/portal/team/members/${bemId}/role`, { role: "developer" });
    expect((await bem.submit("/portal/apps", { name: "Shop" })).status).toBe(303);
    expect((await ada.submit(`/portal/team/members/${adaId}/role`, { role: "viewer" })).status).toBe(409);
    expect((await ada.submit(`/portal/team/members/${adaId}/remove`)).status).toBe(409);
    expect((await ada.submit(`/portal/team/members/${bemId}/role`, { role: "king" })).status).toBe(422);
    await ada.submit(`/portal/team/members/${bemId}/role`, { role: "owner" });
    expect((await bem.submit(`/portal/team/members/${adaId}/role`, { role: "viewer" })).status).toBe(303);
    expect((await ada.submit(`/portal/team/members/${bemId}/role`, { role: "viewer" })).status).toBe(403);
  });

  it("loses a member with their passkeys, codes and sessions", async () => {
    const ada = await owner();
    const bem = await teammate(ada, "developer");
    const code = shownIn(await (await bem.submit("/portal/recovery-codes")).text()).split("\n")[0]!;
    const id = await idOf(await ada.page("/portal/team"), "developer");
    expect((await ada.submit(`/portal/team/members/${id}/remove`)).status).toBe(303);
    expect((await bem.get("/portal")).status).toBe(303);
    expect((await bem.signIn()).status).toBe(422);
    expect((await new Person().form("/portal/recover", { code })).status).toBe(422);
    for (const table of ["passkeys", "recovery_codes", "portal_sessions"]) {
      const left = env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE member_id = ?`).bind(id);
      expect(await left.first("n"), table).toBe(0);
    }
  });
});
