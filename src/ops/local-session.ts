import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../http/context";
import { HOST_COOKIE } from "../http/host-cookie";
import { base64url, constantTimeEqual, utf8 } from "../kernel/bytes";
import { clock, HOUR, SECOND } from "../kernel/clock";
import { hmac, hmacKey } from "../kernel/digest";

const COOKIE = "mtr_ops";
const LIFE_MS = 8 * HOUR;

/** Signs a browser in with the development token, which is local: a value made from it, and not the token itself. */
export async function beginLocalSession(c: Context<AppEnv>, token: string): Promise<void> {
  const expires = String(clock.now() + LIFE_MS);
  const value = `${expires}.${await macOf(token, expires)}`;
  setCookie(c, COOKIE, value, { ...HOST_COOKIE, sameSite: "Strict", maxAge: LIFE_MS / SECOND });
}

export async function hasLocalSession(c: Context<AppEnv>, token: string): Promise<boolean> {
  const [expires = "", mac = ""] = (getCookie(c, COOKIE, "host") ?? "").split(".");
  if (!/^\d{13}$/.test(expires) || Number(expires) <= clock.now()) return false;
  return constantTimeEqual(utf8(mac), utf8(await macOf(token, expires)));
}

async function macOf(token: string, expires: string): Promise<string> {
  return base64url(await hmac(await hmacKey(utf8(token)), `ops-session/${expires}`));
}
