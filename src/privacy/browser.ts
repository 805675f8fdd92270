import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../http/context";
import { HOST_COOKIE } from "../http/host-cookie";
import { randomBase62 } from "../kernel/base62";
import { constantTimeEqual, utf8 } from "../kernel/bytes";
import { sha256 } from "../kernel/digest";

const COOKIE = "mtr_privacy";
const LIFE_SECONDS = 60 * 60;

/** Which page a form stood on: a value taken from one does not fit another. */
export type FormPlace = "start" | "mail" | "centre";

/** A browser at the privacy centre, by its cookie, of which only the hash is ever stored. */
export interface Visitor {
  /** SHA-256 of the cookie. */
  hash: string;
  /** The value that a form of this browser must bring along. */
  csrf(place: FormPlace): Promise<string>;
}

/** The browser, with a new cookie where it has none. */
export async function visitorOf(c: Context<AppEnv>): Promise<Visitor> {
  return (await knownVisitor(c)) ?? newVisitor(c);
}

/** The browser by its cookie alone; null without one. */
export async function knownVisitor(c: Context<AppEnv>): Promise<Visitor | null> {
  const value = getCookie(c, COOKIE, "host");
  return value && /^[0-9A-Za-z]{32}$/.test(value) ? visitor(value) : null;
}

/** A new cookie whatever was there: what somebody planted before a proof is worth nothing after it. */
export async function newVisitor(c: Context<AppEnv>): Promise<Visitor> {
  const value = randomBase62(32);
  setCookie(c, COOKIE, value, { ...HOST_COOKIE, maxAge: LIFE_SECONDS });
  return visitor(value);
}

export function forgetVisitor(c: Context<AppEnv>): void {
  deleteCookie(c, COOKIE, HOST_COOKIE);
}

export async function isCsrfGood(from: Visitor, place: FormPlace, given: string | null): Promise<boolean> {
  return given !== null && constantTimeEqual(utf8(await from.csrf(place)), utf8(given));
}

async function visitor(value: string): Promise<Visitor> {
  return { hash: await sha256(value), csrf: (place) => sha256(`privacy-csrf/${value}/${place}`) };
}
