import { z } from "zod";
import { configOf } from "../config/config";
import { PURPOSE_KEYS } from "../connections/purposes";
import { Sealer } from "../kernel/sealer";
import type { Wishes } from "./types";

const wishesSchema = z.object({
  corrections: z.record(z.string(), z.string()).optional(),
  remark: z.string().optional(),
  purposes: z.array(z.enum([...PURPOSE_KEYS, "all"])).optional(),
});

/** Sealed to the request, so that a copy in another row opens nothing. */
export async function sealWishes(
  env: Env,
  requestId: string,
  wishes: Wishes,
): Promise<Uint8Array<ArrayBuffer>> {
  return sealer(env, "rights-wishes").seal(requestId, wishes);
}

/** @throws SealBroken */
export async function openWishes(env: Env, requestId: string, sealed: Uint8Array | null): Promise<Wishes> {
  if (!sealed) return {};
  const wishes = wishesSchema.parse(
    await sealer(env, "rights-wishes").open(requestId, new Uint8Array(sealed)),
  );
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
}

export async function sealAddress(
  env: Env,
  requestId: string,
  address: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return sealer(env, "rights-reply-to").seal(requestId, address);
}

/** @throws SealBroken */
export async function openAddress(env: Env, requestId: string, sealed: Uint8Array): Promise<string> {
  return z.string().parse(await sealer(env, "rights-reply-to").open(requestId, new Uint8Array(sealed)));
}

const sealer = (env: Env, purpose: string) => new Sealer(configOf(env).sealKeys, purpose);
