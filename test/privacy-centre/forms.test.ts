import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/app";
import { isOwnPost } from "../../src/privacy/same-site";
import { everythingInD1 } from "../support/fake-platforms";
import { Browser, connectSandbox, newDeveloper, ORIGIN, request } from "../support/harness";
import { centre, csrfOf, deed, personOf } from "./person";

let connection: string;
let person: Browser;

beforeAll(async () => {
  connection = (await connectSandbox(await newDeveloper())).id;
  person = await personOf();
});

/** Every form of the privacy centre, from the route table: a new one is attacked here without anyone remembering to. */
const POSTS = [
  ...new Set(
    (await createApp().whole()).routes
      .filter(({ method, path }) => method === "POST" && path.startsWith("/privacy"))
      .map(({ path }) => path),
  ),
];
const ACTS = ["disconnect", "delete", "restrict", "object", "lift"];

function addresses(): string[] {
  const id = "rr_0000000000000000000000";
  return POSTS.flatMap((path) =>
    path.includes(":act") ? ACTS.map((act) => path.replace(":act", act)) : [path],
  ).map((path) =>
    path
      .replace("/connections/:id", `/connections/${connection}`)
      .replace("/requests/:id", `/requests/${id}`)
      .replace(":platform", "shopify")
      .replace(":mode", "test")
      .replace(":token", "A".repeat(32)),
  );
}

const FIELDS = { purpose: "all", type: "access", connection: "all", platform: "sandbox", mode: "test" };

function post(
  path: string,
  headers: Record<string, string>,
  body: BodyInit = new URLSearchParams(FIELDS).toString(),
): Promise<Response> {
  return request(path, {
    method: "POST",
    headers: {
      cookie: person.cookieHeader,
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    body,
  });
}

async function everything(): Promise<Record<string, unknown[]>> {
  return everythingInD1();
}

describe("every form of the privacy centre", () => {
  it("is in the route table", () => {
    expect(POSTS.length).toBeGreaterThanOrEqual(8);
    expect(POSTS).toContain("/privacy/connections/:id/:act");
  });

  it("is refused when another site posts it, with the right value as well", async () => {
    const csrf = csrfOf(await centre(person));
    const before = await everything();
    for (const path of addresses()) {
      if (path === "/privacy/token") continue; // for other sites; see token.test.ts
      for (const headers of [
        { origin: "https://evil.example" },
        { origin: "https://metristack.test.evil.example" },
        { "sec-fetch-site": "cross-site", origin: "null" },
        { "sec-fetch-site": "same-site", origin: "https://other.metristack.test" },
        { "sec-fetch-site": "cross-site", origin: ORIGIN },
      ] as Record<string, string>[]) {
        const answer = await post(path, headers, new URLSearchParams({ ...FIELDS, csrf }).toString());
        expect(answer.status, `${path} ${JSON.stringify(headers)}`).toBe(403);
        expect(answer.headers.get("location")).toBeNull();
      }
    }
    expect(await everything()).toEqual(before);
  });

  it("is refused without its value, with a wrong one, another page's and another browser's", async () => {
    const stranger = new Browser();
    const strange = csrfOf(await (await stranger.get(`${ORIGIN}/privacy`)).text());
    const theirs = csrfOf(await centre(await personOf()));
    const before = await everything();
    for (const path of addresses()) {
      for (const csrf of [null, "", "x", strange, theirs]) {
        const fields = new URLSearchParams({ ...FIELDS, ...(csrf !== null && { csrf }) });
        const answer = await post(path, { origin: ORIGIN }, fields.toString());
        expect([403, 404], `${path} ${csrf}`).toContain(answer.status);
        expect(answer.headers.get("location")).toBeNull();
      }
    }
    expect(await everything()).toEqual(before);
  });

  it("from a page of ours is taken, whatever the browser says of its origin", () => {
    const own = [ORIGIN];
    for (const posted of [
      { secFetchSite: "same-origin", origin: "null" }, // Referrer-Policy: no-referrer
      { secFetchSite: "same-origin", origin: ORIGIN },
      { secFetchSite: undefined, origin: undefined },
      { secFetchSite: undefined, origin: "null" },
      { secFetchSite: "none", origin: ORIGIN },
    ])
      expect(isOwnPost(posted, own), JSON.stringify(posted)).toBe(true);
  });

  it("never fails on a bad body, whoever sends it", async () => {
    const log = vi.spyOn(console, "error");
    const bodies: [string, BodyInit][] = [
      ["application/x-www-form-urlencoded", ""],
      ["application/x-www-form-urlencoded", "%%%=%zz&csrf"],
      ["application/x-www-form-urlencoded", "csrf=a&csrf=b&__proto__=1&constructor=2&purpose[]=x"],
      ["application/x-www-form-urlencoded", new Uint8Array([0xff, 0xfe, 0x00])],
      ["multipart/form-data; boundary=x", "--y\r\nnonsense"],
      ["multipart/form-data", "nothing"],
      [
        "multipart/form-data; boundary=x",
        '--x\r\nContent-Disposition: form-data; name="csrf"; filename="f"\r\n\r\nabc\r\n--x--\r\n',
      ],
      ["application/json", '{"csrf": 1}'],
      ["text/plain", "csrf=1"],
    ];
    for (const path of addresses())
      for (const [type, body] of bodies)
        for (const cookie of [
          person.cookieHeader,
          "",
          "__Host-mtr_privacy=%00; __Host-mtr_privacy_lang=xx",
        ]) {
          const answer = await post(path, { "content-type": type, cookie }, body);
          expect(answer.status, `${path} ${type}`).toBeLessThan(500);
        }
    expect(log).not.toHaveBeenCalled();
  });

  it("with its value and bad fields gives a clear answer and changes nothing", async () => {
    const before = await env.DB.prepare("SELECT count(*) AS n FROM rights_requests").first();
    const object = `/privacy/connections/${connection}/object`;
    const cases: [string, Record<string, string>, number][] = [
      ["/privacy/requests", {}, 404],
      ["/privacy/requests", { type: "deletion", connection: "all" }, 404],
      ["/privacy/requests", { type: "access", connection: "" }, 404],
      ["/privacy/requests", { type: "__proto__", connection: "all" }, 404],
      ["/privacy/requests", { type: "rectification", connection: "all", remark: " \n " }, 303],
      [object, { purpose: "toString" }, 303],
      [`/privacy/connections/${connection}/lift`, { purpose: "everything" }, 404],
      [`/privacy/connections/${connection}/explode`, {}, 404],
    ];
    for (const [path, fields, status] of cases)
      expect((await deed(person, path, fields)).status, `${path} ${JSON.stringify(fields)}`).toBe(status);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM rights_requests").first()).toEqual(before);
  });

  it("chosen platforms that do not exist are said so on the start page", async () => {
    const browser = new Browser();
    for (const fields of [{ platform: "sandbox", mode: "live" }, { platform: "nowhere", mode: "test" }, {}]) {
      const csrf = csrfOf(await (await browser.get(`${ORIGIN}/privacy`)).text());
      const answer = await browser.post(`${ORIGIN}/privacy/start`, {
        csrf,
        ...(fields as Record<string, string>),
      });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('role="alert"');
    }
    expect((await browser.get(`${ORIGIN}/privacy/start/sandbox/test`)).status).toBe(404);
  });
});

describe("every page", () => {
  it("is kept by nobody, framed by nobody, and runs no script", async () => {
    for (const path of ["/privacy", `/privacy/connections/${connection}/delete`, "/privacy/requests/x"]) {
      const page = await person.get(`${ORIGIN}${path}`);
      expect(page.headers.get("cache-control"), path).toBe("no-store");
      expect(page.headers.get("referrer-policy"), path).toBe("no-referrer");
      expect(page.headers.get("content-security-policy"), path).toContain("default-src 'none'");
      const html = await page.text();
      expect(html, path).not.toContain("<script");
      const cookie = /__Host-mtr_privacy=([^;]+)/.exec(person.cookieHeader)![1]!;
      expect(html, path).not.toContain(cookie);
    }
  });
});
