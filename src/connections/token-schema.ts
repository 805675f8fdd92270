import { z } from "zod";
import { once } from "../kernel/once";
import type { TokenSet } from "../platforms/adapter";

const tokensSchema = once(() =>
  z.object({
    access_token: z.string(),
    refresh_token: z.string().optional(),
    expires_at: z.number().optional(),
    refresh_expires_at: z.number().optional(),
    scopes: z.array(z.string()).nullable(),
    secrets: z.record(z.string(), z.string()).optional(),
  }),
);

/** Credentials as they were sealed. @throws ZodError */
export function parseTokens(value: unknown): TokenSet {
  const { refresh_token, expires_at, refresh_expires_at, secrets, ...rest } = tokensSchema().parse(value);
  return {
    ...rest,
    ...(refresh_token !== undefined && { refresh_token }),
    ...(expires_at !== undefined && { expires_at }),
    ...(refresh_expires_at !== undefined && { refresh_expires_at }),
    ...(secrets && { secrets }),
  };
}
