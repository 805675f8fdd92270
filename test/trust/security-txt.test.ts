import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { DAY } from "../../src/kernel/clock";
import { frozenClock, ORIGIN, request } from "../support/harness";

let time: ReturnType<typeof frozenClock> | null = null;
afterEach(() => {
  time?.release();
  time = null;
});

/** Its fields; RFC 9116 §2.2 wants each on a line of its own. */
async function fields(): Promise<[string, string][]> {
  const text = await (await request("/.well-known/security.txt")).text();
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [, name = "", value = ""] = /^([A-Za-z-]+): (\S.*)$/.exec(line) ?? [];
      return [name, value];
    });
}

describe("security.txt (RFC 9116)", () => {
  it("is plain UTF-8 text at its well-known address, for anybody", async () => {
    const answer = await request("/.well-known/security.txt");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("has the fields that are required, each known one at most once, and says where it belongs", async () => {
    const named = await fields();
    const names = named.map(([name]) => name);
    expect(names).toEqual(["Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"]);
    const of = Object.fromEntries(named);
    expect(of["Contact"]).toMatch(/^mailto:[a-z]+@[a-z]+\.com$/);
    expect(of["Canonical"]).toBe(`${ORIGIN}/.well-known/security.txt`);
  });

  it("never expires while it is served, and always within a year", async () => {
    time = frozenClock(0);
    for (const now of ["2026-11-28", "2027-06-30", "2032-02-29"].map(Date.parse)) {
      time.set(now);
      const lives = Date.parse(Object.fromEntries(await fields())["Expires"] ?? "") - now;
      expect(lives).toBeGreaterThan(30 * DAY);
      expect(lives).toBeLessThan(365 * DAY);
    }
  });

  it("names a policy that is served", async () => {
    const policy = Object.fromEntries(await fields())["Policy"] ?? "";
    const answer = await env.ASSETS.fetch(policy);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("## Safe harbour");
  });
});
