import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { clock, SECOND, setClock } from "../../src/kernel/clock";
import { breakSandboxGrant } from "../../src/sandbox/break";
import { connect, errorOf, get, ORIGIN, oauthPost, refresh, refreshed } from "./support";

let restore: (() => void) | null = null;
function pass(ms: number): void {
  const at = clock.now() + ms;
  restore?.();
  restore = setClock(() => at);
}
afterEach(() => {
  restore?.();
  restore = null;
});

async function broken(as: "revoked" | "expired" | "throttled" | "down") {
  const tokens = await connect("austin-roasters");
  const known = await breakSandboxGrant(env, { shop: tokens.shop, grantId: tokens.grant_id }, as);
  expect(known).toBe(true);
  return tokens;
}

describe("breaking a connection", () => {
  it("as revoked ends the grant", async () => {
    const tokens = await broken("revoked");
    const response = await get("/orders", tokens.access_token);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(await errorOf(await refresh(tokens.refresh_token))).toBe("invalid_grant");
  });

  it("as expired ends the access token, and a refresh mends it", async () => {
    const tokens = await broken("expired");
    expect((await get("/orders", tokens.access_token)).status).toBe(401);
    const fresh = await refreshed(tokens.refresh_token);
    expect((await get("/orders", fresh.access_token)).status).toBe(200);
  });

  it("as throttled answers 429 with the seconds to wait, for half a minute", async () => {
    const tokens = await broken("throttled");
    pass(12 * SECOND);
    const response = await get("/orders", tokens.access_token);
    expect(response.status).toBe(429);
    const wait = Number(response.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(10);
    expect(wait).toBeLessThanOrEqual(18);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
    pass(18 * SECOND);
    expect((await get("/orders", tokens.access_token)).status).toBe(200);
  });

  it("as throttled ends after ten calls as well", async () => {
    const { access_token } = await broken("throttled");
    const statuses: number[] = [];
    for (let call = 0; call < 11; call++) statuses.push((await get("/shop", access_token)).status);
    expect(statuses).toEqual([...Array(10).fill(429), 200]);
  });

  it("as down answers 503 everywhere, and loses nothing", async () => {
    const tokens = await broken("down");
    expect((await get("/orders", tokens.access_token)).status).toBe(503);
    expect((await refresh(tokens.refresh_token)).status).toBe(503);
    expect((await oauthPost("revoke", { token: tokens.refresh_token })).status).toBe(503);
    pass(30 * SECOND);
    expect((await get("/orders", tokens.access_token)).status).toBe(200);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });

  it("touches that grant alone, and tells when there is none", async () => {
    const other = await connect("austin-roasters");
    await broken("down");
    expect((await get("/shop", other.access_token)).status).toBe(200);
    expect(await breakSandboxGrant(env, { shop: "austin-roasters", grantId: "grt_none" }, "down")).toBe(
      false,
    );
    expect(await breakSandboxGrant(env, { shop: "nowhere", grantId: other.grant_id }, "down")).toBe(false);
  });
});

describe("the loopback entrypoint", () => {
  it("is reached from within a Durable Object, which in turn asks a Durable Object", async () => {
    const { access_token } = await connect("nairobi-fresh");
    const request = new Request(`${ORIGIN}/sandbox/api/v1/shop`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    // The very object the platform asks: it must not block itself.
    const body = await runInDurableObject(env.SANDBOX.getByName("nairobi-fresh"), async (_, state) => {
      const response = await state.exports.SandboxPlatform.fetch(request);
      return response.json();
    });
    expect(body).toMatchObject({ key: "nairobi-fresh" });
  });
});
