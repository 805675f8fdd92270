import { configOf } from "../config/config";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock, DAY } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newId } from "../kernel/ids";
import type { Role } from "./roles";
import { insertInvitation } from "./team-store";

const LIFE_MS = 7 * DAY;

export interface Invited {
  id: string;
  /** Works once. Its token stands behind the #, which no server sees until the page's script posts it. */
  link: string;
  expiresAt: number;
}

/** Invites one more person into a developer's team; the link is in the answer, and nowhere else. */
export async function invite(env: Env, developerId: string, role: Role): Promise<Invited> {
  const now = clock.now();
  const token = randomBase62(32);
  const invited = { id: newId("inv"), expiresAt: now + LIFE_MS };
  await insertInvitation(database(env), {
    ...invited,
    tokenHash: await sha256(token),
    developerId,
    role,
    createdAt: now,
  });
  return { ...invited, link: `${configOf(env).publicOrigin}/portal/join#${token}` };
}
