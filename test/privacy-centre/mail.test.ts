import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { randomBase62 } from "../../src/kernel/base62";
import { clock, DAY, MINUTE } from "../../src/kernel/clock";
import { sha256 } from "../../src/kernel/digest";
import { openMailed } from "../../src/rights/service";
import {
  allowAtSandbox,
  Browser,
  connectSandbox,
  type Developer,
  frozenClock,
  newDeveloper,
  ORIGIN,
} from "../support/harness";
import {
  centre,
  connectionIds,
  csrfOf,
  noticeOf,
  personOf,
  requestIds,
  showsNothing,
  toSandboxProof,
  visit,
} from "./person";
import { bring, newSigner, tokenFor } from "./signer";

let developer: Developer;
let connection: string;

beforeAll(async () => {
  developer = await newDeveloper();
  connection = (await connectSandbox(developer, "lagos-home", { user: "ada" })).id;
});

/** A request by mail, as the mail's reader opens it. */
async function mailed(): Promise<{ id: string; link: string }> {
  const token = randomBase62(32);
  const row = await openMailed(env, {
    right: "access",
    jurisdiction: null,
    replyTo: "someone@example.org",
    linkHash: await sha256(token),
    linkExpiresAt: clock.now() + 7 * DAY,
  });
  return { id: row.id, link: `${ORIGIN}/privacy/mail/${token}` };
}

async function statusOf(id: string): Promise<string | undefined> {
  const row = await env.DB.prepare("SELECT status FROM rights_requests WHERE id = ?1")
    .bind(id)
    .first<{ status: string }>();
  return row?.status;
}

async function press(browser: Browser, link: string): Promise<Response> {
  const page = await browser.get(link);
  expect(page.status).toBe(200);
  return browser.post(link, { csrf: csrfOf(await page.text()) });
}

async function signIn(browser: Browser, shop = "lagos-home"): Promise<Response> {
  return browser.get(await allowAtSandbox(browser, await toSandboxProof(browser), shop));
}

describe("the link in the reply to a mail", () => {
  it("is not used up by whoever only opens it, and names nothing", async () => {
    const { id, link } = await mailed();
    for (let scans = 0; scans < 3; scans++) await showsNothing(await new Browser().get(link), 200);
    expect(await statusOf(id)).toBe("verifying");
    expect((await press(new Browser(), link)).status).toBe(303);
  });

  it("leads to a proof, and then the request is about that account", async () => {
    const { id, link } = await mailed();
    const browser = new Browser();
    const to = await press(browser, link);
    expect(to.headers.get("location")).toBe("/privacy");
    expect(await statusOf(id), "not by the link alone").toBe("verifying");
    await showsNothing(await browser.get(`${ORIGIN}/privacy`), 200);
    expect(noticeOf(await signIn(browser))).toBe("request_received");
    expect(requestIds(await centre(browser))).toContain(id);
    const { results } = await env.DB.prepare(
      "SELECT connection_id AS c FROM rights_subjects WHERE request_id = ?1",
    )
      .bind(id)
      .all();
    expect(results).toEqual([{ c: connection }]);
    expect(browser.cookieHeader).not.toMatch(/mtr_privacy_mailed=[^;]/);
  });

  it("leads to a proof by the developer's word as well", async () => {
    const { id, link } = await mailed();
    const browser = new Browser();
    await press(browser, link);
    await bring(browser, await tokenFor(await newSigner(developer), "ada"));
    expect(noticeOf(await browser.get(`${ORIGIN}/privacy`))).toBe("request_received");
    expect(requestIds(await centre(browser))).toContain(id);
  });

  it("works once", async () => {
    const { link } = await mailed();
    const first = new Browser();
    await press(first, link);
    for (const browser of [first, new Browser()]) {
      await showsNothing(await press(browser, link), 404);
    }
  });

  it("lets one of two that press at once go on", async () => {
    const { link } = await mailed();
    const answers = await Promise.all([1, 2, 3].map(() => press(new Browser(), link)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404]);
  });

  it("late, or made up, leads nowhere", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const { link } = await mailed();
      frozen.add(7 * DAY);
      await showsNothing(await press(new Browser(), link), 404, "late");
    } finally {
      frozen.release();
    }
    await showsNothing(
      await press(new Browser(), `${ORIGIN}/privacy/mail/${randomBase62(32)}`),
      404,
      "made up",
    );
    for (const bad of ["x", "%00", "..%2f", "a".repeat(3_000)])
      expect((await new Browser().get(`${ORIGIN}/privacy/mail/${bad}`)).status, bad).toBe(404);
  });

  it("is nothing in another browser than the one that pressed", async () => {
    const { id, link } = await mailed();
    await press(new Browser(), link);
    const other = new Browser();
    expect(noticeOf(await signIn(other))).toBe("signed_in");
    expect(await statusOf(id)).toBe("verifying");
    expect(requestIds(await centre(other))).not.toContain(id);
  });

  it("does not hand the request to whoever is signed in already: the proof has to be a new one", async () => {
    const { id, link } = await mailed();
    const browser = await personOf();
    await press(browser, link);
    expect(connectionIds(await centre(browser))).toEqual([]);
    expect(await statusOf(id)).toBe("verifying");
  });

  it("waits half an hour for the proof, and a forged cookie waits for nothing", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const { id, link } = await mailed();
      const browser = new Browser();
      await press(browser, link);
      frozen.add(30 * MINUTE);
      expect(noticeOf(await signIn(browser))).toBe("signed_in");
      expect(await statusOf(id)).toBe("verifying");
    } finally {
      frozen.release();
    }
    for (const cookie of ["x", "%00", "A".repeat(200)]) {
      const page = await visit(new Browser(), `${ORIGIN}/privacy`, {
        cookie: `__Host-mtr_privacy_mailed=${cookie}`,
      });
      expect(page.status, cookie).toBe(200);
    }
  });

  it("with a proof of an account that has nothing is refused, and told so", async () => {
    const { id, link } = await mailed();
    const browser = new Browser();
    await press(browser, link);
    await showsNothing(await signIn(browser, "kuwait-oud"), 200);
    expect(await statusOf(id)).toBe("refused");
    const row = await env.DB.prepare("SELECT reason FROM rights_requests WHERE id = ?1").bind(id).first();
    expect(row).toEqual({ reason: "nothing_held" });
  });
});
