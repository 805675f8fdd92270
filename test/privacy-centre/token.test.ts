import { env } from "cloudflare:workers";
import { base64url, exportJWK, generateKeyPair, generateSecret, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { clock, MINUTE } from "../../src/kernel/clock";
import {
  api,
  Browser,
  connectSandbox,
  type Developer,
  frozenClock,
  newDeveloper,
  ORIGIN,
  request,
} from "../support/harness";
import { centre, connectionIds, deed, noticeOf, prove, showsNothing, visit } from "./person";
import { bring, newSigner, type Signer, tokenFor } from "./signer";

let developer: Developer;
let signer: Signer;
let connection: string;

beforeAll(async () => {
  developer = await newDeveloper();
  signer = await newSigner(developer);
  connection = (await connectSandbox(developer, "lagos-home", { user: "ada" })).id;
});

const register = (jwk: unknown, who = developer) => api(who, "POST", "/v1/apps/self/token-keys", { jwk });

describe("a developer's keys", () => {
  it("are registered, listed and removed, each under an id that carries its mode", async () => {
    const own = await newDeveloper();
    const { kid } = await newSigner(own, "EdDSA");
    expect(kid).toMatch(/^test\.[A-Za-z0-9_-]{43}$/);
    const list = await (await api(own, "GET", "/v1/apps/self/token-keys")).json();
    expect(list).toMatchObject({ data: [{ kid, jwk: { kty: "OKP", crv: "Ed25519" } }], next_cursor: null });
    expect((await api(own, "DELETE", `/v1/apps/self/token-keys/${kid}`)).status).toBe(200);
    expect((await api(own, "DELETE", `/v1/apps/self/token-keys/${kid}`)).status).toBe(404);
  });

  it("are refused with a private part, and it is stored nowhere", async () => {
    for (const alg of ["EdDSA", "ES256", "RS256"]) {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      const jwk = await exportJWK(privateKey);
      const answer = await register(jwk);
      expect(answer.status, alg).toBe(422);
      expect(await answer.text()).not.toContain(jwk.d);
      const { results } = await env.DB.prepare("SELECT * FROM app_token_keys").all();
      expect(JSON.stringify(results)).not.toContain(jwk.d);
    }
    const secret = await exportJWK(await generateSecret("HS256", { extractable: true }));
    expect((await register(secret)).status).toBe(422);
  });

  it("are refused when weak, of another kind, or no key at all", async () => {
    const rsa = await exportJWK((await generateKeyPair("RS256", { extractable: true })).publicKey);
    const p256 = await exportJWK((await generateKeyPair("ES256")).publicKey);
    const p384 = await exportJWK((await generateKeyPair("ES384")).publicKey);
    for (const jwk of [
      { ...rsa, n: base64url.encode(new Uint8Array(128).fill(0xff)) },
      { ...rsa, n: base64url.encode(new Uint8Array(256).fill(0xff, 1)) },
      { ...rsa, e: "Aw" },
      p384,
      { ...p256, y: p256.x },
      { ...p256, use: "enc" },
      { kty: "oct" },
      { kty: "OKP", crv: "X25519", x: "A".repeat(43) },
      {},
      "key",
    ])
      expect((await register(jwk)).status, JSON.stringify(jwk).slice(0, 80)).toBe(422);
    expect((await register(rsa)).status).toBe(201);
    expect((await register(rsa)).status).toBe(409);
  });

  it("are at most ten, however many come at once, and each app's own", async () => {
    const own = await newDeveloper();
    const keys = await Promise.all(
      Array.from({ length: 13 }, async () => exportJWK((await generateKeyPair("ES256")).publicKey)),
    );
    const statuses = await Promise.all(keys.map(async (jwk) => (await register(jwk, own)).status));
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    const list = (await (await api(own, "GET", "/v1/apps/self/token-keys")).json()) as { data: unknown[] };
    expect(list.data).toHaveLength(10);
    expect((await api(own, "DELETE", `/v1/apps/self/token-keys/${signer.kid}`)).status).toBe(404);
    const live = await newDeveloper({ appId: own.appId, mode: "live" });
    expect(await (await api(live, "GET", "/v1/apps/self/token-keys")).json()).toMatchObject({ data: [] });
    const weak = await newDeveloper({ scopes: ["usage"] });
    expect((await api(weak, "GET", "/v1/apps/self/token-keys")).status).toBe(403);
  });
});

describe("a developer's word for their user", () => {
  it("opens the centre, with each kind of key, also from another site", async () => {
    for (const alg of ["ES256", "EdDSA", "RS256", "PS256"]) {
      const token = await tokenFor(await newSigner(developer, alg), "ada");
      const answer = await request("/privacy/token", {
        method: "POST",
        headers: {
          origin: "https://shop.example",
          "sec-fetch-site": "cross-site",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams({ token }).toString(),
      });
      expect(noticeOf(answer), alg).toBe("signed_in");
      const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
      const page = await visit(new Browser(), `${ORIGIN}/privacy`, { cookie });
      expect(connectionIds(await page.text())).toEqual([connection]);
    }
  });

  it("is used once, also after signing out, also by another good signature", async () => {
    const token = await tokenFor(signer, "ada");
    const browser = new Browser();
    expect((await bring(browser, token)).status).toBe(303);
    await showsNothing(await bring(new Browser(), token), 403);
    expect((await deed(browser, "/privacy/sign-out")).status).toBe(303);
    await showsNothing(await bring(new Browser(), token), 403, "after signing out");
    const same = { jti: JSON.parse(new TextDecoder().decode(base64url.decode(token.split(".")[1]!))).jti };
    await showsNothing(await bring(new Browser(), await tokenFor(signer, "ada", same)), 403, "same jti");
    const { results } = await env.DB.prepare("SELECT * FROM privacy_sessions").all();
    expect(JSON.stringify(results)).not.toContain(token);
  });

  it("lets one of two that come at once in", async () => {
    const token = await tokenFor(signer, "ada");
    const answers = await Promise.all([1, 2, 3].map(() => bring(new Browser(), token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403]);
  });

  it("ends the visit that the browser had", async () => {
    const browser = new Browser();
    await prove(browser);
    const former = browser.cookieHeader;
    expect(noticeOf(await bring(browser, await tokenFor(signer, "ada")))).toBe("signed_in");
    await showsNothing(await visit(new Browser(), `${ORIGIN}/privacy`, { cookie: former }), 200);
    expect(connectionIds(await centre(browser))).toEqual([connection]);
  });

  it("is refused in every way it can be wrong, and all look alike", async () => {
    const frozen = frozenClock(Math.floor(clock.now() / 1_000) * 1_000);
    try {
      const now = Math.floor(clock.now() / 1_000);
      const stranger = await newSigner(await newDeveloper());
      const removed = await newSigner(developer);
      await api(developer, "DELETE", `/v1/apps/self/token-keys/${removed.kid}`);
      const live = await newSigner(await newDeveloper({ appId: developer.appId, mode: "live" }));
      const hmac = await generateSecret("HS256", { extractable: true });
      const publicText = new TextEncoder().encode(signer.kid);
      const claims = {
        iss: developer.appId,
        aud: ORIGIN,
        sub: "ada",
        mode: "test",
        jti: "j",
        iat: now,
        exp: now + 60,
      };
      const [head, body, signature] = (await tokenFor(signer, "ada")).split(".");
      const wrong: Record<string, string> = {
        nothing: "",
        "no token": "abc",
        "three dots": "..",
        long: "A".repeat(100_000),
        "another signature": `${head}.${body}.${"A".repeat(86)}`,
        "another body": `${head}.${base64url.encode(JSON.stringify({ ...claims, sub: "bola" }))}.${signature}`,
        none: new UnsecuredJWT(claims).encode(),
        "none with a kid": `${base64url.encode(JSON.stringify({ alg: "none", kid: signer.kid }))}.${body}.`,
        "a shared secret": await new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256", kid: signer.kid })
          .sign(hmac),
        "the key's id as a secret": await new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256", kid: signer.kid })
          .sign(publicText),
        "no kid": await new SignJWT(claims).setProtectedHeader({ alg: "ES256" }).sign(signer.privateKey),
        "a kid that is not there": await tokenFor(signer, "ada", {}, { kid: `test.${"A".repeat(43)}` }),
        "a key of its own": await new SignJWT(claims)
          .setProtectedHeader({
            alg: "ES256",
            kid: signer.kid,
            jwk: await exportJWK((await generateKeyPair("ES256")).publicKey),
          })
          .sign((await generateKeyPair("ES256")).privateKey),
        "a removed key": await tokenFor(removed, "ada"),
        "another app's key, in our name": await tokenFor(stranger, "ada", { iss: developer.appId }),
        "another app's name, by our key": await tokenFor(signer, "ada", { iss: stranger.developer.appId }),
        "live by a test key": await tokenFor(signer, "ada", { mode: "live" }),
        "test by a live key": await tokenFor(live, "ada", { mode: "test" }),
        "no mode": await tokenFor(signer, "ada", { mode: null }),
        "another audience": await tokenFor(signer, "ada", { aud: "https://evil.example" }),
        "two audiences": await tokenFor(signer, "ada", { aud: [ORIGIN, "https://evil.example"] }),
        "no audience": await tokenFor(signer, "ada", { aud: null }),
        "no subject": await tokenFor(signer, "ada", { sub: null }),
        "an empty subject": await tokenFor(signer, ""),
        "a number for a subject": await tokenFor(signer, "ada", { sub: 7 }),
        "no jti": await tokenFor(signer, "ada", { jti: null }),
        "no exp": await tokenFor(signer, "ada", { exp: null }),
        "no iat": await tokenFor(signer, "ada", { iat: null }),
        "eleven minutes": await tokenFor(signer, "ada", { exp: now + 601 }),
        "of tomorrow": await tokenFor(signer, "ada", { iat: now + 86_400, exp: now + 86_460 }),
        "of yesterday": await tokenFor(signer, "ada", { iat: now - 86_400, exp: now - 86_000 }),
        "not yet": await tokenFor(signer, "ada", { nbf: now + 3_600 }),
        critical: await new SignJWT(claims)
          .setProtectedHeader({ alg: "ES256", kid: signer.kid, crit: ["x"], x: true } as never)
          .sign(signer.privateKey, { crit: { x: true } }),
      };
      for (const [what, token] of Object.entries(wrong)) {
        const html = await showsNothing(await bring(new Browser(), token), 403, what);
        expect(html, what).not.toContain("ada");
      }
      expect((await bring(new Browser(), await tokenFor(signer, "ada"))).status, "a good one").toBe(303);
    } finally {
      frozen.release();
    }
  });

  it("lives to its last millisecond and no longer", async () => {
    const frozen = frozenClock(Math.floor(clock.now() / 1_000) * 1_000);
    try {
      const now = Math.floor(clock.now() / 1_000);
      const [one, two] = [
        await tokenFor(signer, "ada", { exp: now + 600 }),
        await tokenFor(signer, "ada", { exp: now + 600 }),
      ];
      frozen.add(10 * MINUTE - 1);
      expect((await bring(new Browser(), one)).status).toBe(303);
      frozen.add(1);
      await showsNothing(await bring(new Browser(), two), 403);
    } finally {
      frozen.release();
    }
  });

  it("is not taken from an address", async () => {
    const token = await tokenFor(signer, "ada");
    const answer = await request(`/privacy/token?token=${token}`, { method: "POST" });
    expect(answer.status).toBe(403);
    expect((await request(`/privacy/token?token=${token}`)).status).toBe(404);
  });
});
