import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { configOf } from "../config/config";
import { randomBase62 } from "../kernel/base62";
import { base64url, constantTimeEqual, utf8 } from "../kernel/bytes";
import { hmac, hmacKey } from "../kernel/digest";
import { deriveKey } from "../kernel/keyring";

/**
 * A signed double-submit value for the authorisation form: the page's hidden field is the HMAC of a cookie that
 * another site can neither read nor, with the `__Host-` prefix, set.
 */

const LIFE_SECONDS = 600;

/** The value for the form; sets the cookie where the browser has none yet, so that two tabs can share it. */
export async function csrfToken(c: Context<{ Bindings: Env }>): Promise<string> {
  const nonce = nonceOf(c) ?? randomBase62(22);
  const secure = isSecure(c.env);
  setCookie(c, "sandbox-csrf", nonce, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: LIFE_SECONDS,
    ...(secure && { secure: true, prefix: "host" }),
  });
  return sign(c.env, nonce);
}

/** Whether a submitted form came from our own page in this browser. */
export async function isOwnForm(c: Context<{ Bindings: Env }>, submitted: string): Promise<boolean> {
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== configOf(c.env).publicOrigin) return false;
  const nonce = nonceOf(c);
  return nonce !== null && constantTimeEqual(utf8(await sign(c.env, nonce)), utf8(submitted));
}

function nonceOf(c: Context<{ Bindings: Env }>): string | null {
  const nonce = isSecure(c.env) ? getCookie(c, "sandbox-csrf", "host") : getCookie(c, "sandbox-csrf");
  return nonce && /^[0-9A-Za-z]{22}$/.test(nonce) ? nonce : null;
}

/** Plain http is only ever a local run, where browsers would drop a Secure cookie. */
function isSecure(env: Env): boolean {
  return configOf(env).publicOrigin.startsWith("https:");
}

async function sign(env: Env, nonce: string): Promise<string> {
  const { sealKeys } = configOf(env);
  const key = await hmacKey(await deriveKey(sealKeys.bytes(sealKeys.current), "sandbox/csrf"));
  return base64url(await hmac(key, nonce));
}
