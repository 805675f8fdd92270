import { isEmbedOrigin } from "../apps/embed-origin";
import { findApp, isRegisteredRedirect } from "../apps/store";
import { type Config, configOf } from "../config/config";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newId } from "../kernel/ids";
import { invalid, Problem } from "../kernel/problem";
import type { Mode, Region } from "../kernel/regions";
import type { Adapter } from "../platforms/adapter";
import { clientOf } from "../platforms/reach";
import { adapterOf, allAdapters } from "../platforms/registry";
import { requireReady } from "../readiness/gate";
import { requireSafeguard } from "../transfers/service";
import { insertSession } from "./store";

const SESSION_LIFE_MS = 30 * MINUTE;

export interface SessionInput {
  appId: string;
  mode: Mode;
  /** The key that asks. */
  keyId: string;
  externalUserId: string;
  platforms: string[] | null;
  region: Region;
  redirectUri: string;
  state: string | null;
  language: string | null;
  /** The origin of the page that will open the flow by connect.js. */
  embedOrigin?: string | null;
  reconnects: string | null;
  /** Hash of the claim on an installation that waits to be connected. */
  claims?: string;
}

/**
 * Opens a connect session. Only the hash of its token is stored.
 * @throws Problem where the redirect address or the embedding page's origin is not registered, a platform is unknown or not available, a live app has
 * not stated what it must (`app_not_ready`), or data from the EU may not go to it (`transfer_safeguard_missing`).
 */
export async function openSession(
  env: Env,
  input: SessionInput,
): Promise<{ id: string; connectUrl: string; expiresAt: number }> {
  const config = configOf(env);
  const db = database(env);
  if (!(await isRegisteredRedirect(db, input.appId, input.redirectUri))) {
    throw invalid(
      "body.redirect_uri",
      "is not registered for this app; it must equal a registered address exactly",
    );
  }
  if (input.embedOrigin && !(await isEmbedOrigin(db, input.appId, input.embedOrigin))) {
    throw invalid(
      "body.embed_origin",
      "must equal the origin of an address registered for this app, such as https://shop.example",
    );
  }
  for (const [index, key] of (input.platforms ?? []).entries()) {
    const adapter = await adapterOf(key);
    if (!adapter) throw invalid(`body.platforms.${index}`, `there is no platform \`${key}\``);
    if (!(await clientOf(config, adapter, input.mode))) {
      throw invalid(`body.platforms.${index}`, `\`${key}\` is not available with ${input.mode} keys`);
    }
  }
  if ((await offeredPlatforms(config, input)).length === 0) {
    throw invalid("body.platforms", `no platform is available with ${input.mode} keys yet`);
  }
  if ((await findApp(db, input.appId)) === null)
    throw new Problem("internal", "The app of this key is gone.");
  if (input.mode === "live") await requireReady(env, input.appId, input.keyId);
  await requireSafeguard(env, input.appId, input.region);
  const id = newId("cs");
  const token = randomBase62(32);
  const now = clock.now();
  await insertSession(db, {
    id,
    appId: input.appId,
    mode: input.mode,
    tokenHash: await sha256(token),
    externalUserId: input.externalUserId,
    platforms: input.platforms,
    region: input.region,
    redirectUri: input.redirectUri,
    state: input.state,
    language: input.language,
    embedOrigin: input.embedOrigin ?? null,
    reconnects: input.reconnects,
    claims: input.claims ?? null,
    status: "created",
    createdAt: now,
    expiresAt: now + SESSION_LIFE_MS,
  });
  return { id, connectUrl: `${config.publicOrigin}/connect/${token}`, expiresAt: now + SESSION_LIFE_MS };
}

/** The platforms a session may offer: those it names, of those we have a client for. */
export async function offeredPlatforms(
  config: Config,
  session: { mode: Mode; platforms: string[] | null },
): Promise<Adapter[]> {
  const offered: Adapter[] = [];
  for (const adapter of await allAdapters(session.platforms)) {
    if (await clientOf(config, adapter, session.mode)) offered.push(adapter);
  }
  return offered;
}
