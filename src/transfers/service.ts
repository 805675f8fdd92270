import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { type FieldError, Problem } from "../kernel/problem";
import type { Region } from "../kernel/regions";
import { type Ground, type Safeguard, safeguardFor } from "./safeguard";
import { transferStatements } from "./store";

/** On what ground data of an app's connections in a region may go to it now. */
export async function safeguardOf(env: Env, appId: string, region: Region): Promise<Safeguard> {
  return safeguardFor(region, await transferStatements(database(env), appId), clock.now());
}

/**
 * The ground on which a connection may be opened. Only a connection in the European Union waits for one (DESIGN
 * rule 8); elsewhere there is none to record as long as the app has not said where it is.
 * @throws Problem `transfer_safeguard_missing` with what is needed.
 */
export async function requireSafeguard(env: Env, appId: string, region: Region): Promise<Ground | null> {
  const safeguard = await safeguardOf(env, appId, region);
  if (safeguard.kind === "ground") return safeguard;
  if (region === "eu") throw safeguardMissing(safeguard.needed);
  return null;
}

export function safeguardMissing(needed: FieldError[]): Problem {
  const steps = needed.map(({ message }) => message).join("; ");
  return new Problem(
    "transfer_safeguard_missing",
    `Data of a connection in the EU may not go to this app yet: ${steps} (PUT /v1/apps/self/readiness).`,
    { errors: needed },
  );
}
