import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { database } from "../../src/db/client";
import { apps, connections } from "../../src/db/schema";
import { SCOPES } from "../../src/keys/scopes";
import { api, connectSandbox, type Developer, makeReady, REDIRECT, unescapeHtml } from "../support/harness";
import { owner, type Person, shownIn, teammate } from "./people";

let ada: Person;
let path: string;

async function makeKey(fields: Record<string, string | string[]> = {}): Promise<Response> {
  return ada.submit(`${path}/keys`, { name: "server", mode: "test", scope: [...SCOPES], ...fields });
}

/** The API as a developer with this key calls it. */
const caller = (key: string) => ({ key }) as Developer;
const status = async (key: string) => (await api(caller(key), "GET", "/v1/api-keys")).status;

beforeAll(async () => {
  ada = await owner();
  const made = await ada.submit("/portal/apps", { name: "Ledger & Co" });
  path = made.headers.get("location")!;
  expect(path).toMatch(/^\/portal\/apps\/app_\w{22}$/);
});

describe("apps", () => {
  it("are made with a name, and listed", async () => {
    expect(await ada.page("/portal")).toContain(`<a href="${path}">Ledger &amp; Co</a>`);
    expect((await ada.submit("/portal/apps", { name: " " })).status).toBe(422);
    expect((await ada.submit("/portal/apps", {})).status).toBe(422);
  });

  it("are shown as text, whatever their name", async () => {
    await ada.submit("/portal/apps", { name: "<script>alert(1)</script>" });
    const html = await ada.page("/portal");
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(html).not.toContain("<script>alert");
  });
});

describe("redirect addresses", () => {
  it("are added once, removed, and refused as at the API", async () => {
    for (const _ of [1, 2])
      expect((await ada.submit(`${path}/redirects`, { uri: REDIRECT })).status).toBe(303);
    expect((await ada.page(path)).split(`<code>${REDIRECT}</code>`)).toHaveLength(2);
    for (const uri of ["http://shop.example/x", "https://shop.example/#x", "javascript:alert(1)", ""])
      expect((await ada.submit(`${path}/redirects`, { uri })).status, uri).toBe(422);
    expect((await ada.submit(`${path}/redirects/remove`, { uri: REDIRECT })).status).toBe(303);
    expect(await ada.page(path)).not.toContain(REDIRECT);
  });
});

describe("keys", () => {
  it("are shown once, work, are rotated with an overlap, and revoked", async () => {
    const answer = await makeKey();
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const key = shownIn(await answer.text());
    expect(key).toMatch(/^mtr_test_sk_/);
    expect(await status(key)).toBe(200);
    const page = await ada.page(path);
    expect(page).not.toContain(key);
    const id = `key_${key.slice(12, 24)}`;
    expect(page).toContain(id);

    const rotated = await ada.submit(`${path}/keys/${id}/rotate`, { overlap_hours: "1" });
    const next = shownIn(await rotated.text());
    expect([await status(key), await status(next)]).toEqual([200, 200]);
    const nextId = `key_${next.slice(12, 24)}`;
    expect((await ada.submit(`${path}/keys/${nextId}/rotate`, { overlap_hours: "0" })).status).toBe(200);
    expect(await status(next)).toBe(401);
    expect((await ada.submit(`${path}/keys/${nextId}/rotate`, { overlap_hours: "0" })).status).toBe(409);

    expect((await ada.submit(`${path}/keys/${id}/revoke`)).status).toBe(303);
    expect(await status(key)).toBe(401);
    expect(await ada.page(path)).toContain("revoked");
  });

  it("have the scopes that were ticked", async () => {
    const key = shownIn(await (await makeKey({ scope: ["orders:read"] })).text());
    expect(await status(key)).toBe(403);
    for (const scope of [[], ["everything"]]) expect((await makeKey({ scope })).status).toBe(422);
    for (const mode of ["", "LIVE"]) expect((await makeKey({ mode })).status).toBe(422);
  });

  it("for live data wait until the app is ready, and the page says for what", async () => {
    const refused = await makeKey({ mode: "live" });
    expect(refused.status).toBe(403);
    expect(unescapeHtml(await refused.text())).toContain("Before anything is live, the app has to state");
    const stated = { privacyPolicyUrl: "https://a.example/p", purposes: ["Books"], country: "KE" };
    await database(env).update(apps).set(stated);
    await makeReady(path.split("/").at(-1)!);
    const key = shownIn(await (await makeKey({ mode: "live" })).text());
    expect(key).toMatch(/^mtr_live_sk_/);
  });
});

describe("connections", () => {
  it("are listed with their state and last success, page by page, each mode by itself", async () => {
    await ada.submit(`${path}/redirects`, { uri: REDIRECT });
    const developer = caller(shownIn(await (await makeKey()).text()));
    expect(await ada.page(`${path}/connections`)).toContain("There are none");
    const { id } = await connectSandbox(developer, "lagos-home", { user: "user-<7>" });
    const html = await ada.page(`${path}/connections`);
    expect(html).toContain(id);
    expect(html).toContain("user-&lt;7&gt;");
    expect(html).toContain('<span class="badge badge-good">active</span>');
    expect(await ada.page(`${path}/connections?mode=live`)).not.toContain(id);
    const db = database(env);
    const [row] = await db.select().from(connections).where(eq(connections.id, id));
    for (let i = 0; i < 51; i++) {
      const changes = { id: `conn_a${String(i).padStart(22, "0")}`, createdAt: row!.createdAt - i - 1 };
      await db.insert(connections).values({ ...row!, ...changes, status: "needs_reauth" });
    }
    const first = await ada.page(`${path}/connections`);
    expect(first).toContain("needs to be connected again");
    const next = unescapeHtml(/href="([^"]+cursor=[^"]+)"/.exec(first)![1]!);
    const second = await ada.page(next);
    expect(second).toContain(`conn_a${"50".padStart(22, "0")}`);
    expect(second).not.toContain(id);
    expect((await ada.get(`${path}/connections?cursor=abc`)).status).toBe(422);
    const other = (await ada.submit("/portal/apps", { name: "Other" })).headers.get("location")!;
    const moved = next.replace(path, other);
    expect((await ada.get(moved)).status).toBe(422);
  });
});

describe("each page", () => {
  it("is under 100 KB, has one heading of the first order, and its script and nothing inline", async () => {
    const viewer = await teammate(ada, "viewer");
    for (const person of [ada, viewer])
      for (const at of [
        ...["/portal", "/portal/team", "/portal/account", path],
        ...["connections", "usage", "usage?by=key", "logs", "quick-start"].map((page) => `${path}/${page}`),
        ...(person === ada ? [`${path}/explorer`] : []),
      ]) {
        const html = await person.page(at);
        expect(html.length).toBeLessThan(100_000);
        expect(html.match(/<h1/g)).toHaveLength(1);
        const own = at.includes("/usage")
          ? [
              '<script src="/assets/uplot.js" defer="">',
              '<script type="module" src="/assets/usage-chart.js">',
            ]
          : [];
        expect(html.match(/<script[^>]*>/g)).toEqual(['<script src="/assets/portal.js" defer="">', ...own]);
        expect(html).not.toMatch(/ style=| on\w+="/);
        const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
        expect(new Set(ids).size, at).toBe(ids.length);
      }
  });
});
