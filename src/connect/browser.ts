import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../http/context";
import { HOST_COOKIE } from "../http/host-cookie";
import { randomBase62 } from "../kernel/base62";
import { constantTimeEqual, utf8 } from "../kernel/bytes";
import { sha256 } from "../kernel/digest";

const COOKIE = "mtr_connect";
const LIFE_SECONDS = 60 * 60;

/** The browser a flow runs in, known by its cookie. */
export interface Browser {
  hash: string;
  /** The value that a form of this browser and session must bring along. */
  csrf(sessionId: string): Promise<string>;
}

/** The browser, with a new cookie where it has none. */
export async function browserOf(c: Context<AppEnv>): Promise<Browser> {
  const known = getCookie(c, COOKIE, "host");
  const value = known && /^[0-9A-Za-z]{32}$/.test(known) ? known : randomBase62(32);
  if (value !== known) {
    setCookie(c, COOKIE, value, { ...HOST_COOKIE, maxAge: LIFE_SECONDS });
  }
  return browser(value);
}

/** The browser by its cookie alone; null without one: a callback never gets to be the first. */
export async function knownBrowser(c: Context<AppEnv>): Promise<Browser | null> {
  const known = getCookie(c, COOKIE, "host");
  return known && /^[0-9A-Za-z]{32}$/.test(known) ? browser(known) : null;
}

export async function isCsrfGood(from: Browser, sessionId: string, given: unknown): Promise<boolean> {
  return typeof given === "string" && constantTimeEqual(utf8(await from.csrf(sessionId)), utf8(given));
}

async function browser(value: string): Promise<Browser> {
  return { hash: await sha256(value), csrf: (sessionId) => sha256(`csrf/${value}/${sessionId}`) };
}
