import { database } from "../db/client";
import { clock } from "../kernel/clock";
import type { Region } from "../kernel/regions";
import { SCC_VERSION } from "../transfers/clauses";
import { type Ground, safeguardFor } from "../transfers/safeguard";
import { safeguardMissing } from "../transfers/service";
import { recordTransfers, regionsInUse } from "../transfers/store";
import type { ReadinessStatement } from "./body";
import { statementsOf } from "./items";
import { findStated, type ReadinessRow, replaceStatement } from "./store";

/**
 * Replaces what an app has stated. Its open connections keep their ground, or get the new one on record; where one would
 * lose it (the developer moves to a country without an adequacy decision, say), nothing is changed.
 * @throws Problem `transfer_safeguard_missing`.
 */
export async function state(env: Env, appId: string, body: ReadinessStatement): Promise<void> {
  const db = database(env);
  const now = clock.now();
  const before = (await findStated(db, appId))?.row ?? null;
  const row = rowOf(body, before, now);
  const grounds = await groundsFor(env, appId, statementsOf({ app: body, row: { appId, ...row } }), now);
  await replaceStatement(
    db,
    appId,
    {
      privacyPolicyUrl: body.privacy_policy_url,
      purposes: body.purposes,
      thirdParties: body.third_parties,
      country: body.country,
    },
    row,
  );
  // After the statement it rests on; a crash in between is made good by the next statement or exchange.
  const records = grounds.map(({ region, ground }) =>
    recordTransfers(env.DB, { id: appId, region }, ground, now),
  );
  if (records.length > 0) await env.DB.batch(records);
}

async function groundsFor(
  env: Env,
  appId: string,
  statements: ReturnType<typeof statementsOf>,
  now: number,
): Promise<{ region: Region; ground: Ground }[]> {
  const regions = await regionsInUse(env.DB, appId);
  return regions.flatMap((region) => {
    const found = safeguardFor(region, statements, now);
    if (found.kind === "ground") return [{ region, ground: found }];
    if (region === "eu") throw safeguardMissing(found.needed);
    return [];
  });
}

/** Clauses once accepted stay accepted since then, as long as it is the same module and text. */
function rowOf(
  body: ReadinessStatement,
  before: ReadinessRow | null,
  now: number,
): Omit<ReadinessRow, "appId"> {
  const { scc } = body;
  const isSame = before?.sccModule === scc?.module && before?.sccVersion === SCC_VERSION;
  return {
    dataUse: body.data_use,
    retention: body.retention,
    deletion: body.deletion,
    securityContact: body.security_contact,
    sccModule: scc?.module ?? null,
    sccVersion: scc ? SCC_VERSION : null,
    sccAcceptedAt: scc ? ((isSame ? before?.sccAcceptedAt : null) ?? now) : null,
    measures: [...new Set(body.measures)].sort(),
    updatedAt: now,
  };
}
