import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { HOST_COOKIE } from "../http/host-cookie";
import { clock, MINUTE, SECOND } from "../kernel/clock";
import { SealBroken } from "../kernel/seal";
import { Sealer } from "../kernel/sealer";

const COOKIE = "mtr_privacy_mailed";
const LIFE_MS = 30 * MINUTE;
const CONTEXT = "cookie";
const mailedSchema = z.object({ requestId: z.string(), until: z.number() });

/** Ties the mailed request whose link was just used to this browser, until a proof comes. */
export async function rememberMailed(c: Context<AppEnv>, requestId: string): Promise<void> {
  const sealed = await sealerOf(c).sealText(CONTEXT, { requestId, until: clock.now() + LIFE_MS });
  setCookie(c, COOKIE, sealed, { ...HOST_COOKIE, maxAge: LIFE_MS / SECOND });
}

/** The mailed request that waits for this browser's proof; null where there is none. */
export async function mailedAt(c: Context<AppEnv>): Promise<string | null> {
  const sealed = getCookie(c, COOKIE, "host");
  if (!sealed) return null;
  try {
    const { requestId, until } = mailedSchema.parse(await sealerOf(c).openText(CONTEXT, sealed));
    return until > clock.now() ? requestId : null;
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

export function forgetMailed(c: Context<AppEnv>): void {
  if (getCookie(c, COOKIE, "host") !== undefined) deleteCookie(c, COOKIE, HOST_COOKIE);
}

function sealerOf(c: Context<AppEnv>): Sealer {
  return new Sealer(configOf(c.env).sealKeys, "privacy-mailed");
}
