import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { clock, DAY } from "../../src/kernel/clock";
import { api, Browser, connectSandbox, frozenClock, newDeveloper, ORIGIN } from "../support/harness";
import {
  centre,
  connectionIds,
  deed,
  noticeOf,
  personOf,
  prove,
  requestIds,
  showsNothing,
  visit,
} from "./person";

async function grantsOf(shop: string): Promise<number> {
  return runInDurableObject(env.SANDBOX.getByName(shop), (_object, state) =>
    Number(state.storage.sql.exec("SELECT count(*) AS n FROM grants").one()["n"]),
  );
}

async function statusOf(id: string): Promise<string> {
  const row = await env.DB.prepare("SELECT status FROM rights_requests WHERE id = ?1")
    .bind(id)
    .first<{ status: string }>();
  return row?.status ?? "gone";
}

describe("a person at the privacy centre", () => {
  it("proves control by signing in again, and gives the grant back at once", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "nairobi-fresh");
    const before = await grantsOf("nairobi-fresh");
    const browser = new Browser();
    const back = await prove(browser, "nairobi-fresh");
    expect(back.headers.get("location")).toBe("/privacy?notice=signed_in");
    expect(await grantsOf("nairobi-fresh")).toBe(before);
    const html = await centre(browser);
    expect(connectionIds(html)).toContain(id);
    expect(html).toContain("Ledger &amp; Co");
    const store = await api(developer, "GET", `/v1/connections/${id}/store`);
    expect(store.status, "the connection itself goes on").toBe(200);
  });

  it("without any connection is told that nothing is held, and has no visit", async () => {
    const browser = new Browser();
    const html = await showsNothing(await prove(browser, "kyoto-utsuwa"), 200);
    expect(html).toContain("<h1>");
    await showsNothing(await browser.get(`${ORIGIN}/privacy/connections/all/delete`), 403);
    expect(await grantsOf("kyoto-utsuwa")).toBe(0);
  });

  it("reads it in the language of the address, and that stays for the next page", async () => {
    await connectSandbox(await newDeveloper());
    const browser = await personOf();
    expect(await centre(browser)).toContain('<html lang="en" dir="ltr">');
    expect(await centre(browser, "?lang=ar")).toContain('<html lang="ar" dir="rtl">');
    expect(await centre(browser)).toContain('<html lang="ar" dir="rtl">');
  });

  it("objects to one purpose, at once and only to that, and allows it again", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const browser = await personOf();
    const call = async (resource: string) =>
      (await api(developer, "GET", `/v1/connections/${id}/${resource}`)).status;
    expect(await call("customers")).toBe(200);

    const path = `/privacy/connections/${id}/object`;
    expect((await browser.get(`${ORIGIN}${path}`)).status).toBe(200);
    expect(noticeOf(await deed(browser, path, { purpose: "customer_data" }))).toBe("objection_saved");
    expect(await call("customers")).toBe(409);
    expect(await call("orders")).toBe(200);
    expect(noticeOf(await deed(browser, path, {}))).toBe("objection_none");

    const lift = `/privacy/connections/${id}/lift`;
    expect(noticeOf(await deed(browser, lift, { purpose: "customer_data" }))).toBe("lifted");
    expect(await call("customers")).toBe(200);
  });

  it("restricts everything at once", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "cape-outdoor");
    const browser = await personOf("cape-outdoor");
    expect((await browser.get(`${ORIGIN}/privacy/connections/all/restrict`)).status).toBe(200);
    expect(noticeOf(await deed(browser, "/privacy/connections/all/restrict"))).toBe("restricted");
    expect((await api(developer, "GET", `/v1/connections/${id}/orders`)).status).toBe(409);
  });

  it("asks for everything, follows the request, and fetches it for seven days", async () => {
    const { id } = await connectSandbox(await newDeveloper(), "austin-roasters");
    const browser = await personOf("austin-roasters");
    const asked = { type: "portability", connection: id, jurisdiction: "ke" };
    expect(noticeOf(await deed(browser, "/privacy/requests", asked))).toBe("request_received");
    const [request] = requestIds(await centre(browser));
    await vi.waitFor(async () => expect(await statusOf(request!)).toBe("completed"), 10_000);

    const page = await browser.get(`${ORIGIN}/privacy/requests/${request}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(`/privacy/requests/${request}/bundle`);

    const address = `${ORIGIN}/privacy/requests/${request}/bundle`;
    const whole = await browser.get(address);
    expect(whole.status).toBe(200);
    expect(whole.headers.get("content-type")).toBe("application/zip");
    expect(whole.headers.get("cache-control")).toBe("no-store");
    const bytes = new Uint8Array(await whole.arrayBuffer());
    expect([...bytes.slice(0, 2)]).toEqual([0x50, 0x4b]);
    const part = await visit(browser, address, { range: "bytes=0-3" });
    expect(part.status).toBe(206);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(0, 4));
    await showsNothing(await new Browser().get(address), 403);

    const frozen = frozenClock(clock.now() + 7 * DAY);
    try {
      const later = await personOf("austin-roasters");
      await showsNothing(await later.get(address), 410);
    } finally {
      frozen.release();
    }
  });

  it("asks twice and is told that it is being answered", async () => {
    const { id } = await connectSandbox(await newDeveloper(), "dakar-mode");
    const browser = await personOf("dakar-mode");
    const asked = { type: "rectification", connection: id, remark: "The dates are wrong." };
    expect(noticeOf(await deed(browser, "/privacy/requests", { ...asked, remark: "  " }))).toBe(
      "remark_missing",
    );
    expect(noticeOf(await deed(browser, "/privacy/requests", asked))).toBe("request_received");
    expect(noticeOf(await deed(browser, "/privacy/requests", asked))).toBe("already_open");
    const ids = requestIds(await centre(browser));
    expect(ids).toHaveLength(1);
    expect(noticeOf(await deed(browser, `/privacy/requests/${ids[0]}/withdraw`))).toBe("withdrawn");
    expect(noticeOf(await deed(browser, `/privacy/requests/${ids[0]}/withdraw`))).toBe("not_withdrawn");
  });

  it("disconnects: refused from then on, and the consent is withdrawn", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const browser = await personOf();
    expect((await browser.get(`${ORIGIN}/privacy/connections/${id}/disconnect`)).status).toBe(200);
    expect(noticeOf(await deed(browser, `/privacy/connections/${id}/disconnect`))).toBe("disconnected");
    expect(await (await api(developer, "GET", `/v1/connections/${id}/orders`)).json()).toMatchObject({
      code: "disconnected",
    });
    const consent = await env.DB.prepare("SELECT withdrawn_at FROM consents WHERE connection_id = ?1")
      .bind(id)
      .first<{ withdrawn_at: number | null }>();
    expect(consent?.withdrawn_at).toEqual(expect.any(Number));
    expect(noticeOf(await deed(browser, `/privacy/connections/${id}/disconnect`))).toBe("disconnected");
  });

  it("deletes everything, and still sees that it was answered", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "cairo-cotton");
    const browser = await personOf("cairo-cotton");
    expect((await browser.get(`${ORIGIN}/privacy/connections/all/delete`)).status).toBe(200);
    expect(noticeOf(await deed(browser, "/privacy/connections/all/delete"))).toBe("deletion_received");
    expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(404);
    const html = await centre(browser);
    expect(connectionIds(html)).toEqual([]);
    expect(requestIds(html)).toHaveLength(1);
    const again = await personOf("cairo-cotton");
    expect(requestIds(await centre(again))).toEqual(requestIds(html));
    await showsNothing(await deed(again, "/privacy/connections/all/delete"), 200);
  });

  it("signs out, and nobody goes on with what is left", async () => {
    await connectSandbox(await newDeveloper());
    const browser = await personOf();
    const cookie = browser.cookieHeader;
    const out = await deed(browser, "/privacy/sign-out");
    expect(out.status).toBe(303);
    expect((await browser.get(`${ORIGIN}${out.headers.get("location")}`)).status).toBe(200);
    await showsNothing(await browser.get(`${ORIGIN}/privacy`), 200);
    await showsNothing(await visit(new Browser(), `${ORIGIN}/privacy`, { cookie }), 200);
  });

  it("is asked to sign in again after half an hour, to the millisecond", async () => {
    const { id } = await connectSandbox(await newDeveloper());
    const frozen = frozenClock(clock.now());
    try {
      const browser = await personOf();
      frozen.add(30 * 60_000 - 1);
      expect(connectionIds(await centre(browser))).toContain(id);
      frozen.add(1);
      expect(connectionIds(await centre(browser))).toEqual([]);
      await showsNothing(await browser.get(`${ORIGIN}/privacy/connections/${id}/delete`), 403);
    } finally {
      frozen.release();
    }
  });
});
