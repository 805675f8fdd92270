import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { base64, utf8 } from "../../src/kernel/bytes";
import { clock, DAY, HOUR, MINUTE, setClock } from "../../src/kernel/clock";
import { sandbox } from "../../src/platforms/sandbox";
import {
  call,
  client,
  codeFor,
  connect,
  errorOf,
  get,
  ORIGIN,
  oauthPost,
  REDIRECT,
  redeem,
  refresh,
  refreshed,
  type TokenAnswer,
  VERIFIER,
} from "./support";

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

describe("the server's metadata", () => {
  it("says what RFC 8414 asks for, under the issuer's well-known address", async () => {
    const response = await call("/.well-known/oauth-authorization-server/sandbox");
    const metadata = (await response.json()) as { scopes_supported: string[] };
    expect(metadata).toMatchObject({
      issuer: `${ORIGIN}/sandbox`,
      authorization_endpoint: `${ORIGIN}/sandbox/oauth/authorize`,
      token_endpoint: `${ORIGIN}/sandbox/oauth/token`,
      revocation_endpoint: `${ORIGIN}/sandbox/oauth/revoke`,
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
    });
    expect(metadata.scopes_supported).toEqual(sandbox.scopes);
  });
});

describe("exchanging a code", () => {
  it("gives a pair of tokens that work", async () => {
    const response = await redeem(await codeFor("nairobi-fresh"));
    expect(response.headers.get("cache-control")).toBe("no-store");
    const tokens = (await response.json()) as TokenAnswer;
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^sbx_at\.nairobi-fresh\.[0-9A-Za-z]{32}$/),
      token_type: "Bearer",
      expires_in: 3_600,
      refresh_token: expect.stringMatching(/^sbx_rt\.nairobi-fresh\.[0-9A-Za-z]{32}$/),
      refresh_token_expires_in: 90 * 86_400,
      scope: sandbox.scopes.join(" "),
      shop: "nairobi-fresh",
      grant_id: expect.stringMatching(/^grt_[0-9A-Za-z]{22}$/),
    });
    const shop = await get("/shop", tokens.access_token);
    expect(await shop.json()).toMatchObject({ key: "nairobi-fresh", currency: "KES" });
  });

  it("keeps hashes only", async () => {
    const tokens = await connect("dakar-mode");
    const code = await codeFor("dakar-mode");
    await runInDurableObject(env.SANDBOX.getByName("dakar-mode"), (_, { storage }) => {
      const tables = ["codes", "grants", "refresh_tokens", "access_tokens", "breaks"];
      const stored = JSON.stringify(tables.map((t) => storage.sql.exec(`SELECT * FROM ${t}`).toArray()));
      expect(stored).toContain(tokens.grant_id);
      for (const secret of [code, tokens.access_token, tokens.refresh_token]) {
        expect(stored).not.toContain(secret);
        expect(stored).not.toContain(secret.split(".")[2]);
      }
    });
  });

  it("fails with another verifier, and spends the code", async () => {
    const code = await codeFor("lagos-home");
    const wrong = await redeem(code, { code_verifier: VERIFIER.replace("v", "w") });
    expect([wrong.status, await errorOf(wrong)]).toEqual([400, "invalid_grant"]);
    expect(await errorOf(await redeem(code))).toBe("invalid_grant");
  });

  it("fails without a verifier, or with one that is none", async () => {
    const code = await codeFor("lagos-home");
    const without = { grant_type: "authorization_code", code, redirect_uri: REDIRECT };
    const missing = await oauthPost("token", without);
    expect(await errorOf(missing)).toBe("invalid_request");
    expect(await errorOf(await redeem(code, { code_verifier: "short" }))).toBe("invalid_request");
  });

  it("fails with another redirect_uri", async () => {
    const code = await codeFor("lagos-home");
    expect(await errorOf(await redeem(code, { redirect_uri: `${REDIRECT}/` }))).toBe("invalid_grant");
  });

  it("fails for a code that is not ours, of no shop, or a token of another kind", async () => {
    const { refresh_token } = await connect("lagos-home");
    const unknown = `sbx_ac.lagos-home.${"a".repeat(32)}`;
    for (const code of [unknown, `sbx_ac.nowhere.${"a".repeat(32)}`, "x", refresh_token]) {
      expect(await errorOf(await redeem(code))).toBe("invalid_grant");
    }
  });

  it("fails after five minutes", async () => {
    const code = await codeFor("lagos-home");
    pass(5 * MINUTE);
    expect(await errorOf(await redeem(code))).toBe("invalid_grant");
  });

  it("works once: a replay takes the grant away", async () => {
    const code = await codeFor("lagos-home");
    const tokens = (await (await redeem(code)).json()) as { access_token: string; refresh_token: string };
    expect((await get("/shop", tokens.access_token)).status).toBe(200);
    expect(await errorOf(await redeem(code))).toBe("invalid_grant");
    expect((await get("/shop", tokens.access_token)).status).toBe(401);
    expect(await errorOf(await refresh(tokens.refresh_token))).toBe("invalid_grant");
  });

  it("gives tokens to exactly one of many that come at once", async () => {
    const code = await codeFor("lagos-home");
    const answers = await Promise.all(Array.from({ length: 5 }, () => redeem(code)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });
});

describe("client authentication", () => {
  const form = (more: Record<string, string>) =>
    new URLSearchParams({ grant_type: "refresh_token", refresh_token: "x", ...more }).toString();
  const post = (body: string, headers: Record<string, string> = {}) =>
    call("/sandbox/oauth/token", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });

  it("is taken from the form as well", async () => {
    const { client_id, client_secret } = await client();
    const code = await codeFor("lagos-home");
    const response = await post(
      form({
        client_id,
        client_secret,
        grant_type: "authorization_code",
        code,
        redirect_uri: REDIRECT,
        code_verifier: VERIFIER,
      }),
    );
    expect(response.status).toBe(200);
  });

  it("is required, must be right, and comes in one way only", async () => {
    const { client_id, client_secret } = await client();
    const basic = (text: string) => ({ authorization: `Basic ${base64(utf8(text))}` });
    const refused = [
      await post(form({})),
      await post(form({ client_id })),
      await post(form({ client_id, client_secret: "wrong" })),
      await post(form({}), basic(`${client_id}:wrong`)),
      await post(form({}), basic(`other:${client_secret}`)),
      await post(form({}), { authorization: "Basic %%%" }),
      await post(form({}), { authorization: "Bearer x" }),
    ];
    for (const response of refused) {
      expect([response.status, await errorOf(response)]).toEqual([401, "invalid_client"]);
      expect(response.headers.get("www-authenticate")).toContain("Basic");
    }
    const both = await post(form({ client_id, client_secret }), basic(`${client_id}:${client_secret}`));
    expect([both.status, await errorOf(both)]).toEqual([400, "invalid_request"]);
  });

  it("comes before everything: other grants, repeated parameters and other bodies are then refused", async () => {
    expect(await errorOf(await oauthPost("token", { grant_type: "password" }))).toBe(
      "unsupported_grant_type",
    );
    expect(await errorOf(await oauthPost("token", {}))).toBe("invalid_request");
    expect(await errorOf(await post(`${form({})}&refresh_token=y`))).toBe("invalid_request");
    expect(await errorOf(await post("{}", { "content-type": "application/json" }))).toBe("invalid_request");
  });
});

describe("refreshing", () => {
  it("gives a new pair and keeps the older access token for its hour", async () => {
    const first = await connect("cape-outdoor");
    const second = await refreshed(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second.grant_id).toBe(first.grant_id);
    expect(second.scope).toBe(first.scope);
    expect((await get("/shop", second.access_token)).status).toBe(200);
    expect((await get("/shop", first.access_token)).status).toBe(200);
    pass(HOUR);
    expect((await get("/shop", second.access_token)).status).toBe(401);
    const third = await refreshed(second.refresh_token);
    expect((await get("/shop", third.access_token)).status).toBe(200);
  });

  it("may be retried with the previous token until the replacement is used", async () => {
    const { refresh_token } = await connect("cape-outdoor");
    await refreshed(refresh_token); // this answer is lost
    const retried = await refreshed(refresh_token);
    const again = await refreshed(refresh_token);
    expect(new Set([refresh_token, retried.refresh_token, again.refresh_token]).size).toBe(3);
    const next = await refreshed(again.refresh_token);
    expect((await get("/shop", next.access_token)).status).toBe(200);
  });

  it("with a token whose replacement was used takes the grant away", async () => {
    const first = await connect("cape-outdoor");
    const second = await refreshed(first.refresh_token);
    const third = await refreshed(second.refresh_token);
    expect(await errorOf(await refresh(first.refresh_token))).toBe("invalid_grant");
    expect(await errorOf(await refresh(third.refresh_token))).toBe("invalid_grant");
    expect((await get("/shop", third.access_token)).status).toBe(401);
  });

  it("with a replacement that another replacement overtook takes the grant away", async () => {
    const first = await connect("cape-outdoor");
    const stolen = await refreshed(first.refresh_token);
    const kept = await refreshed(first.refresh_token);
    const next = await refreshed(kept.refresh_token);
    expect(await errorOf(await refresh(stolen.refresh_token))).toBe("invalid_grant");
    expect(await errorOf(await refresh(next.refresh_token))).toBe("invalid_grant");
  });

  it("leaves other grants of the shop alone", async () => {
    const [mine, theirs] = [await connect("cape-outdoor"), await connect("cape-outdoor")];
    const second = await refreshed(mine.refresh_token);
    await refreshed(second.refresh_token);
    expect(await errorOf(await refresh(mine.refresh_token))).toBe("invalid_grant");
    expect((await get("/shop", theirs.access_token)).status).toBe(200);
    expect((await refresh(theirs.refresh_token)).status).toBe(200);
  });

  it("ends: the retry after 30 days, the token after 90", async () => {
    const first = await connect("cape-outdoor");
    const second = await refreshed(first.refresh_token);
    pass(30 * DAY);
    expect(await errorOf(await refresh(first.refresh_token))).toBe("invalid_grant");
    expect((await refresh(second.refresh_token)).status).toBe(200);
    const other = await connect("cape-outdoor");
    pass(90 * DAY);
    expect(await errorOf(await refresh(other.refresh_token))).toBe("invalid_grant");
  });

  it("cannot change the scope", async () => {
    const { refresh_token, scope } = await connect("cape-outdoor", ["orders:read"]);
    const wider = { grant_type: "refresh_token", refresh_token, scope: `${scope} customers:read` };
    expect(await errorOf(await oauthPost("token", wider))).toBe("invalid_scope");
    const same = { grant_type: "refresh_token", refresh_token, scope: "orders:read shop:read" };
    expect((await oauthPost("token", same)).status).toBe(200);
  });
});

describe("revoking", () => {
  it.each(["refresh_token", "access_token"] as const)("by the %s ends the whole grant", async (kind) => {
    const tokens = await connect("lyon-librairie");
    expect((await oauthPost("revoke", { token: tokens[kind] })).status).toBe(200);
    expect((await get("/shop", tokens.access_token)).status).toBe(401);
    expect(await errorOf(await refresh(tokens.refresh_token))).toBe("invalid_grant");
    expect((await oauthPost("revoke", { token: tokens[kind] })).status).toBe(200);
  });

  it("is content with what is unknown (RFC 7009 §2.2), but asks who calls", async () => {
    for (const token of ["x", `sbx_rt.lyon-librairie.${"a".repeat(32)}`]) {
      expect((await oauthPost("revoke", { token })).status).toBe(200);
    }
    const anonymous = await call("/sandbox/oauth/revoke", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "token=x",
    });
    expect(anonymous.status).toBe(401);
    expect(await errorOf(await oauthPost("revoke", {}))).toBe("invalid_request");
  });

  it("leaves no row behind", async () => {
    const tokens = await connect("kuwait-oud");
    await refreshed(tokens.refresh_token);
    await oauthPost("revoke", { token: tokens.access_token });
    await runInDurableObject(env.SANDBOX.getByName("kuwait-oud"), (_, { storage }) => {
      for (const table of ["grants", "refresh_tokens", "access_tokens", "breaks"]) {
        const column = table === "grants" ? "id" : "grant_id";
        const rows = storage.sql
          .exec(`SELECT * FROM ${table} WHERE ${column} = ?`, tokens.grant_id)
          .toArray();
        expect(rows).toEqual([]);
      }
    });
  });
});

describe("sweeping", () => {
  it("deletes what has expired, hour by hour, until nothing is left", async () => {
    const shop = env.SANDBOX.getByName("kyoto-utsuwa");
    const rows = () =>
      runInDurableObject(shop, (_, { storage }) =>
        ["codes", "grants", "refresh_tokens", "access_tokens", "breaks"].map(
          (table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray().length,
        ),
      );
    const tokens = await connect("kyoto-utsuwa");
    await codeFor("kyoto-utsuwa");
    await shop.break(tokens.grant_id, "down");
    expect(await rows()).toEqual([2, 1, 1, 1, 1]);
    pass(HOUR + 6 * MINUTE);
    expect(await runDurableObjectAlarm(shop)).toBe(true);
    expect(await rows()).toEqual([0, 1, 1, 0, 0]);
    pass(90 * DAY);
    expect(await runDurableObjectAlarm(shop)).toBe(true);
    expect(await rows()).toEqual([0, 0, 0, 0, 0]);
    expect(await runDurableObjectAlarm(shop)).toBe(false);
  });
});
