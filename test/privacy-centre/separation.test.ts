import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { newConnectionId, newId } from "../../src/kernel/ids";
import { api, connectSandbox, type Developer, newDeveloper, ORIGIN, request } from "../support/harness";
import { centre, connectionIds, deed, noticeOf, personOf, requestIds, showsNothing } from "./person";
import { userOf } from "./signer";

/** One owner in two apps, another owner in the first; the first owner's colleague is another user of the app. */
let one: Developer;
let two: Developer;
let ada: { inOne: string; inTwo: string };
let bola: string;

beforeAll(async () => {
  one = await newDeveloper();
  two = await newDeveloper();
  ada = {
    inOne: (await connectSandbox(one, "lagos-home", { user: "ada" })).id,
    inTwo: (await connectSandbox(two, "lagos-home", { user: "u-17" })).id,
  };
  bola = (await connectSandbox(one, "dakar-mode", { user: "bola" })).id;
});

/** Everything that is addressed by a connection or a request. */
const PAGES = ["disconnect", "delete", "restrict", "object"];
const DEEDS = [...PAGES, "lift"];

async function bolaRequest(): Promise<string> {
  const browser = await personOf("dakar-mode");
  const asked = { type: "rectification", connection: bola, remark: "Wrong." };
  await deed(browser, "/privacy/requests", asked);
  return requestIds(await centre(browser))[0]!;
}

describe("people who signed in at their platforms", () => {
  it("see every connection of their account in all apps, and nobody else's", async () => {
    expect(connectionIds(await centre(await personOf("lagos-home"))).sort()).toEqual(
      [ada.inOne, ada.inTwo].sort(),
    );
    expect(connectionIds(await centre(await personOf("dakar-mode")))).toEqual([bola]);
  });

  it("find somebody else's connection as little as one that does not exist", async () => {
    const browser = await personOf("lagos-home");
    const before = await env.DB.prepare("SELECT status FROM connections WHERE id = ?1").bind(bola).first();
    for (const id of [bola, newConnectionId("eu"), "conn_x", "%00", "x".repeat(5_000)]) {
      for (const act of PAGES)
        expect((await browser.get(`${ORIGIN}/privacy/connections/${id}/${act}`)).status, act).toBe(404);
      for (const act of DEEDS) {
        const answer = await deed(browser, `/privacy/connections/${id}/${act}`, { purpose: "all" });
        expect(answer.status, `${act} ${id.slice(0, 40)}`).toBe(404);
        expect(await answer.text()).not.toContain(bola);
      }
      for (const type of ["access", "portability"])
        await showsNothing(await deed(browser, "/privacy/requests", { type, connection: id }), 404, type);
    }
    expect(await env.DB.prepare("SELECT status FROM connections WHERE id = ?1").bind(bola).first()).toEqual(
      before,
    );
    expect(requestIds(await centre(browser))).toEqual([]);
    expect((await api(one, "GET", `/v1/connections/${bola}/store`)).status).toBe(200);
  });

  it("find somebody else's request as little as one that does not exist", async () => {
    const theirs = await bolaRequest();
    const browser = await personOf("lagos-home");
    for (const id of [theirs, newId("rr"), "rr_", "%00"]) {
      await showsNothing(await browser.get(`${ORIGIN}/privacy/requests/${id}`), 404, id);
      await showsNothing(await browser.get(`${ORIGIN}/privacy/requests/${id}/bundle`), 404, id);
      await showsNothing(await deed(browser, `/privacy/requests/${id}/withdraw`), 404, id);
    }
    const row = await env.DB.prepare("SELECT status FROM rights_requests WHERE id = ?1").bind(theirs).first();
    expect(row).toEqual({ status: "in_progress" });
  });

  it("ask about all, and it is about their own alone", async () => {
    const browser = await personOf("lagos-home");
    const asked = { type: "rectification", connection: "all", remark: "Wrong." };
    expect(noticeOf(await deed(browser, "/privacy/requests", asked))).toBe("request_received");
    const [id] = requestIds(await centre(browser));
    const { results } = await env.DB.prepare(
      "SELECT connection_id FROM rights_subjects WHERE request_id = ?1",
    )
      .bind(id)
      .all<{ connection_id: string }>();
    expect(results.map((row) => row.connection_id).sort()).toEqual([ada.inOne, ada.inTwo].sort());
  });

  it("in the other mode see nothing of this one", async () => {
    const hash = await env.DB.prepare("SELECT account_hash AS h FROM connections WHERE id = ?1")
      .bind(ada.inOne)
      .first<{ h: string }>();
    await env.DB.prepare(
      `INSERT INTO connections SELECT ?2, app_id, 'live', platform, external_user_id, region, status, account_hash,
         granted_scopes, missing_scopes, needs_reauth_reason, created_at, connected_at, disconnected_at, checked_at
       FROM connections WHERE id = ?1`,
    )
      .bind(ada.inOne, "conn_eLIVELIVELIVELIVELIVEl")
      .run();
    expect(hash?.h).toBeTruthy();
    expect(connectionIds(await centre(await personOf("lagos-home")))).not.toContain(
      "conn_eLIVELIVELIVELIVELIVEl",
    );
  });
});

describe("people whose developer vouches for them", () => {
  it("see their own in that app: not their colleague's, not their own in another app", async () => {
    expect(connectionIds(await centre(await userOf(one, "ada")))).toEqual([ada.inOne]);
    expect(connectionIds(await centre(await userOf(one, "bola")))).toEqual([bola]);
    expect(connectionIds(await centre(await userOf(two, "u-17")))).toEqual([ada.inTwo]);
    expect(connectionIds(await centre(await userOf(two, "ada")))).toEqual([]);
  });

  it("touch nothing beyond it", async () => {
    const browser = await userOf(one, "ada");
    for (const id of [bola, ada.inTwo])
      expect((await deed(browser, `/privacy/connections/${id}/disconnect`)).status).toBe(404);
    expect((await api(two, "GET", `/v1/connections/${ada.inTwo}/store`)).status).toBe(200);
  });

  it("follow only their own requests", async () => {
    const theirs = await bolaRequest();
    const browser = await userOf(one, "ada");
    await showsNothing(await browser.get(`${ORIGIN}/privacy/requests/${theirs}`), 404);
  });
});

describe("somebody who has proved nothing", () => {
  it("sees nothing at any address", async () => {
    const id = await bolaRequest();
    for (const path of [
      ...PAGES.map((act) => `/privacy/connections/${bola}/${act}`),
      "/privacy/connections/all/delete",
      `/privacy/requests/${id}`,
      `/privacy/requests/${id}/bundle`,
    ])
      await showsNothing(await request(path), 403, path);
    await showsNothing(await request("/privacy"), 200);
  });
});
