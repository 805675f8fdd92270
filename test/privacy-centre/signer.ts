import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { expect } from "vitest";
import { clock } from "../../src/kernel/clock";
import { api, Browser, type Developer, ORIGIN } from "../support/harness";
import { noticeOf } from "./person";

/** A developer's server that vouches for its users. */
export interface Signer {
  developer: Developer;
  kid: string;
  alg: string;
  privateKey: CryptoKey;
}

export async function newSigner(developer: Developer, alg = "ES256"): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const made = await api(developer, "POST", "/v1/apps/self/token-keys", { jwk });
  expect(made.status, await made.clone().text()).toBe(201);
  return { developer, alg, privateKey, kid: ((await made.json()) as { kid: string }).kid };
}

/** A good token, but for what is changed; a claim that is null is left out. */
export async function tokenFor(
  signer: Signer,
  sub: string,
  claims: Record<string, unknown> = {},
  header: { kid?: string; alg?: string } = {},
): Promise<string> {
  const now = Math.floor(clock.now() / 1_000);
  const all: Record<string, unknown> = {
    iss: signer.developer.appId,
    aud: ORIGIN,
    sub,
    mode: signer.developer.mode,
    iat: now,
    exp: now + 300,
    jti: crypto.randomUUID(),
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  return new SignJWT(kept as JWTPayload)
    .setProtectedHeader({ alg: signer.alg, kid: signer.kid, ...header })
    .sign(signer.privateKey);
}

/** What the developer's page posts. */
export function bring(browser: Browser, token: string): Promise<Response> {
  return browser.post(`${ORIGIN}/privacy/token`, { token });
}

/** A person at the privacy centre by their developer's word. */
export async function userOf(developer: Developer, sub: string): Promise<Browser> {
  const browser = new Browser();
  const answer = await bring(browser, await tokenFor(await newSigner(developer), sub));
  expect(noticeOf(answer)).toBe("signed_in");
  return browser;
}
