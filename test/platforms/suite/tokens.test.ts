import { afterEach, describe, expect, it } from "vitest";
import { clock, DAY, SECOND } from "../../../src/kernel/clock";
import { tokensOf } from "../../support/fake-platforms";
import { frozenClock } from "../../support/harness";
import { named, Stage, SUBJECTS } from "./stage";

let stage: Stage;
let frozen: ReturnType<typeof frozenClock>;
afterEach(() => {
  stage?.close();
  frozen?.release();
});

const renewing = SUBJECTS.filter(({ adapter }) => adapter.connect.refresh.kind !== "none");
const lasting = SUBJECTS.filter(({ adapter }) => adapter.connect.refresh.kind === "none");
const CALLS = 20;

/** Connects, and lets the access token lapse by the clock. */
async function lapsed(subject: (typeof SUBJECTS)[number]): Promise<string> {
  frozen = frozenClock(clock.now());
  stage = await Stage.open(subject);
  const id = await stage.connect();
  const { expires_at } = await tokensOf(id);
  expect(expires_at, "a token that is renewed says when it ends").toBeDefined();
  frozen.set(expires_at! + SECOND);
  stage.asked.length = 0;
  return id;
}

/** How often a fresh token was asked for. */
const renewals = () => stage.of("refresh").length + stage.of("token").length;

describe.each(named(renewing))("%s: a token that has lapsed", (_key, subject) => {
  const { refresh } = subject.adapter.connect;

  it(`is renewed once, however many calls wait for it`, async () => {
    const id = await lapsed(subject);
    const answers = await Promise.all(
      Array.from({ length: CALLS }, () => stage.get(`/v1/connections/${id}/store`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(renewals()).toBe(1);
  });

  it("keeps or replaces the refresh token as the adapter declares", async () => {
    const id = await lapsed(subject);
    const before = await tokensOf(id);
    expect((await stage.get(`/v1/connections/${id}/store`)).status).toBe(200);
    const after = await tokensOf(id);
    if (refresh.kind === "rotating") expect(after.refresh_token).not.toBe(before.refresh_token);
    else expect(after.refresh_token).toBe(before.refresh_token);
    expect(after.secrets).toEqual(before.secrets);
    // And the new one is good for the next time.
    frozen.set((after.expires_at ?? clock.now() + DAY) + SECOND);
    expect((await stage.get(`/v1/connections/${id}/store`)).status).toBe(200);
  });

  it("is not taken for revoked while the token endpoint is down", async () => {
    const id = await lapsed(subject);
    stage.interrupt = ({ kind }) =>
      kind === "refresh" || kind === "token" ? new Response("down", { status: 503 }) : null;
    const down = await stage.get(`/v1/connections/${id}/store`);
    expect(down.status).toBe(502);
    expect(await down.json()).toMatchObject({ code: "platform_error" });
    stage.interrupt = null;
    frozen.add(6 * SECOND);
    expect((await stage.get(`/v1/connections/${id}/store`)).status).toBe(200);
  });

  it("needs its person when the platform says that the grant is gone", async () => {
    const id = await lapsed(subject);
    if (!stage.fake.says.grantLost()) return; // what it logs in with is ours, and does not end with a connection
    stage.interrupt = ({ kind }) =>
      kind === "refresh" || kind === "token" ? stage.fake.says.grantLost() : null;
    const refused = await stage.get(`/v1/connections/${id}/store`);
    expect(await refused.json()).toMatchObject({ code: "needs_reauth" });
    const connection = await (await stage.get(`/v1/connections/${id}`)).json();
    expect(connection).toMatchObject({ status: "needs_reauth", needs_reauth_reason: "invalid_grant" });
  });
});

describe.each(named(lasting))("%s: credentials that do not lapse", (_key, subject) => {
  it("need their person once the platform no longer takes them", async () => {
    stage = await Stage.open(subject);
    const id = await stage.connect();
    stage.interrupt = ({ kind }) => (kind === "api" ? stage.fake.says.unauthorized() : null);
    const refused = await stage.get(`/v1/connections/${id}/store`);
    expect(await refused.json()).toMatchObject({ code: "needs_reauth" });
    expect(await (await stage.get(`/v1/connections/${id}`)).json()).toMatchObject({ status: "needs_reauth" });
  });
});
