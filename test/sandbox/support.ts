import { env, exports } from "cloudflare:workers";
import { configOf } from "../../src/config/config";
import { base64url, utf8 } from "../../src/kernel/bytes";
import { sha256 } from "../../src/kernel/digest";
import { sandbox } from "../../src/platforms/sandbox";
import { sandboxClient } from "../../src/sandbox/client";

export const ORIGIN = "https://metristack.test";
export const REDIRECT = `${ORIGIN}/connect/callback/sandbox`;
export const VERIFIER = "verifier-of-the-tests-0123456789-0123456789-abc";

/** A call to the platform by its loopback entrypoint; redirects stay visible. */
export function call(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.SandboxPlatform.fetch(new Request(`${ORIGIN}${path}`, { redirect: "manual", ...init }));
}

export function client() {
  return sandboxClient(configOf(env).sealKeys);
}

export async function authorizeParams(change: Record<string, string | null> = {}): Promise<URLSearchParams> {
  const params: Record<string, string | null> = {
    response_type: "code",
    client_id: (await client()).client_id,
    redirect_uri: REDIRECT,
    scope: sandbox.scopes.join(" "),
    state: "state-of-the-tests",
    code_challenge: await sha256(VERIFIER),
    code_challenge_method: "S256",
    ...change,
  };
  const kept = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(kept);
}

/** Opens the consent page as a browser would, and gives what its form needs. */
export async function openConsent(shop: string, params: URLSearchParams) {
  const page = await call(`/sandbox/oauth/authorize?${params}&shop=${shop}`);
  const html = await page.text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";
  const cookie = (page.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return { page, html, csrf, cookie };
}

/** Submits the consent page; gives where the browser is sent. */
export async function decide(
  shop: string,
  decision: "allow" | "decline",
  allowed: readonly string[] = sandbox.scopes,
): Promise<URL> {
  const params = await authorizeParams();
  const { csrf, cookie } = await openConsent(shop, params);
  const form = new URLSearchParams(params);
  form.set("csrf", csrf);
  form.set("shop", shop);
  form.set("decision", decision);
  for (const scope of allowed) form.append("allowed", scope);
  const response = await call("/sandbox/oauth/authorize", {
    method: "POST",
    headers: { cookie, origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
  if (response.status !== 303) throw new Error(`no redirect but ${response.status}`);
  return new URL(response.headers.get("location") ?? "");
}

export async function codeFor(shop: string, allowed?: readonly string[]): Promise<string> {
  return (await decide(shop, "allow", allowed)).searchParams.get("code") ?? "";
}

/** A POST to the token or revocation endpoint, authenticated by HTTP Basic. */
export async function oauthPost(path: "token" | "revoke", form: Record<string, string>): Promise<Response> {
  const { client_id, client_secret } = await client();
  return call(`/sandbox/oauth/${path}`, {
    method: "POST",
    headers: {
      authorization: `Basic ${base64url(utf8(`${encodeURIComponent(client_id)}:${client_secret}`))}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(form).toString(),
  });
}

export interface TokenAnswer {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
  refresh_token_expires_in: number;
  scope: string;
  shop: string;
  grant_id: string;
}

export function redeem(code: string, change: Record<string, string> = {}): Promise<Response> {
  return oauthPost("token", {
    grant_type: "authorization_code",
    code,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...change,
  });
}

export async function connect(shop: string, allowed?: readonly string[]): Promise<TokenAnswer> {
  const response = await redeem(await codeFor(shop, allowed));
  if (response.status !== 200) throw new Error(`no tokens but ${response.status}`);
  return response.json();
}

export function refresh(refreshToken: string): Promise<Response> {
  return oauthPost("token", { grant_type: "refresh_token", refresh_token: refreshToken });
}

export async function refreshed(refreshToken: string): Promise<TokenAnswer> {
  const response = await refresh(refreshToken);
  if (response.status !== 200) throw new Error(`no tokens but ${response.status}`);
  return response.json();
}

/** A GET of the retail API. */
export function get(
  path: string,
  accessToken: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return call(`/sandbox/api/v1${path}`, { headers: { authorization: `Bearer ${accessToken}`, ...headers } });
}

export async function errorOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: string }).error;
}
