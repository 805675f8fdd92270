import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { DAY } from "../../src/kernel/clock";
import { rightsStep } from "../../src/rights/cron";
import {
  connectSandbox,
  type Developer,
  frozenClock,
  REDIRECT,
  request,
  unescapeHtml,
} from "../support/harness";
import { owner, type Person, shownIn, teammate } from "./people";

let ada: Person;
let app: string;
let here: string;
let developer: Developer;

beforeEach(async () => {
  ada = await owner();
  app = (await ada.submit("/portal/apps", { name: "Ledger" })).headers.get("location")!;
  here = `${app}/rights`;
  await env.DB.prepare("UPDATE apps SET country = 'DE'").run();
  await ada.submit(`${app}/redirects`, { uri: REDIRECT });
  const made = await ada.submit(`${app}/keys`, {
    name: "t",
    mode: "test",
    scope: ["connections", "orders:read"],
  });
  developer = { appId: app.split("/").at(-1)!, keyId: "", key: shownIn(await made.text()), mode: "test" };
});

/** Opens a request at the page. */
async function asked(fields: Record<string, string | string[]>): Promise<string> {
  const answer = await ada.submit(here, { mode: "test", ...fields });
  expect(answer.status, await answer.clone().text()).toBe(303);
  return answer.headers.get("location")!;
}

async function completed(path: string): Promise<string> {
  for (let visit = 0; visit < 10; visit++) {
    await rightsStep(env);
    const html = await ada.page(path);
    if (html.includes(">completed<")) return html;
  }
  throw new Error(`${path} does not complete`);
}

describe("a request", () => {
  it("is opened for an end-user's id, followed to its receipt, and its bundle downloaded", async () => {
    const { id } = await connectSandbox(developer, "lagos-home", { user: "user-7" });
    const path = await asked({ type: "access", external_user_id: "user-7" });
    const html = await completed(path);
    expect(html).toContain(id);
    for (const words of ["answered in time", "General Data Protection Regulation", "Receipt", "received"])
      expect(html).toContain(words);
    expect(shownIn(html)).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    const bundle = await ada.get(`${path}/bundle`);
    expect(bundle.headers.get("content-type")).toBe("application/zip");
    const bytes = new Uint8Array(await bundle.arrayBuffer());
    expect(String.fromCharCode(...bytes.subarray(0, 2))).toBe("PK");
    expect(await ada.page(here)).toContain(path);
    expect(await ada.page(`${here}?mode=live`)).not.toContain(path);

    const viewer = await teammate(ada, "viewer");
    const seen = await viewer.page(path);
    expect(seen).toContain("Receipt");
    expect(seen).not.toMatch(/<form|\/bundle/);
    expect((await viewer.get(`${path}/bundle`)).status).toBe(403);
  });

  it("to object is in force at once, and can be lifted", async () => {
    const { id } = await connectSandbox(developer, "lagos-home", { user: "user-8" });
    const path = await asked({ type: "objection", connection_id: id, purposes: ["customer_data"] });
    const limits = "SELECT purpose FROM processing_limits WHERE connection_id = ?1";
    expect(await env.DB.prepare(limits).bind(id).first("purpose")).toBe("customer_data");
    expect((await ada.submit(`${path}/lift`)).headers.get("location")).toBe(path);
    expect(await env.DB.prepare(limits).bind(id).first()).toBeNull();
    expect(await ada.page(path)).toContain("lifted");
    expect((await ada.submit(`${path}/lift`)).status).toBe(409);
  });

  it("in the person's words waits for an operator, has a clock in words, and can be withdrawn", async () => {
    const time = frozenClock(Date.parse("2026-11-25T12:00:00.000Z"));
    try {
      await ada.signIn();
      const { id } = await connectSandbox(developer, "lagos-home", { user: "user-9" });
      const remark = "My name is <wrong>";
      const path = await asked({ type: "rectification", connection_id: id, remark });
      expect(await ada.page(path)).toContain("30 days left");
      expect(await ada.page(path)).not.toContain("wrong");
      time.add(32 * DAY);
      await ada.signIn();
      expect(await ada.page(here)).toContain("late by 2 days");
      expect((await ada.submit(`${path}/withdraw`)).status).toBe(303);
      expect((await ada.submit(`${path}/withdraw`)).status).toBe(409);
      expect(await ada.page(path)).toContain("withdrawn");
    } finally {
      time.release();
    }
  });

  it("is refused for what is not the app's, for nothing, for both, and twice", async () => {
    const { id } = await connectSandbox(developer, "lagos-home", { user: "user-10" });
    const eve = await owner("Eve");
    const other = (await eve.submit("/portal/apps", { name: "Other" })).headers.get("location")!;
    const form = { mode: "test", type: "rectification", remark: "x" };
    expect((await eve.submit(`${other}/rights`, { ...form, connection_id: id })).status).toBe(404);
    expect((await ada.submit(here, { ...form, mode: "live", connection_id: id })).status).toBe(404);
    for (const wrong of [
      {},
      { connection_id: id, external_user_id: "user-10" },
      { connection_id: id, remark: "" },
    ])
      expect((await ada.submit(here, { ...form, ...wrong })).status).toBe(422);
    const kept = await ada.submit(here, { ...form, remark: "Their words <b>" });
    const html = await kept.text();
    expect(html).toMatch(/id="connection_id-error".*give either/s);
    expect(html).toContain("Their words &lt;b&gt;</textarea>");
    const wordless = await ada.submit(here, { ...form, connection_id: id, remark: "" });
    expect(await wordless.text()).toMatch(/id="remark-error".*a rectification needs/s);
    await asked({ ...form, connection_id: id });
    const again = await ada.submit(here, { ...form, connection_id: id });
    expect(again.status).toBe(409);
    expect(unescapeHtml(await again.text())).toContain("is open already");
  });
});

it("what a person asked at the privacy centre is not shown to the developer", async () => {
  await connectSandbox(developer, "lagos-home", { user: "user-11" });
  await env.DB.prepare("UPDATE rights_requests SET app_id = NULL").run();
  expect(await ada.page(here)).toContain("There are none");
  expect((await request(`${here}/rr_x`)).status).toBe(303);
});
