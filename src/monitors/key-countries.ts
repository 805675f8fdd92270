import type { Principal } from "../http/context";
import { clock, dayOf } from "../kernel/clock";
import { told } from "../kernel/told";
import { raiseStatements } from "./raise";

/** Pairs remembered at once; beyond that it begins anew, so that nobody can fill the isolate's memory. */
const MAX_PAIRS = 20_000;

/** The day on which this isolate last wrote a key's country down. */
const written = new Map<string, string>();

/** Where the network says a call comes from (ISO 3166-1; `T1` is Tor); null where it does not. */
export function countryOf(request: Request): string | null {
  const country = request.cf?.["country"];
  return typeof country === "string" && /^[A-Z][A-Z0-9]$/.test(country) && country !== "XX" ? country : null;
}

/** Whether this isolate has yet to write this down today. Asks no store: it is on the way of every call. */
export function isUnknownHere(keyId: string, country: string, now: number): boolean {
  const pair = `${keyId}/${country}`;
  const day = dayOf(now);
  if (written.get(pair) === day) return false;
  if (written.size >= MAX_PAIRS) written.clear();
  written.set(pair, day);
  return true;
}

/**
 * Notes where a key was used from, and tells its developer when it is a new country for a key that has another. The
 * note and the alert are one transaction: a crash leaves neither, and the next isolate makes both.
 */
export async function noteCountry(
  env: Env,
  { keyId, appId, mode }: Pick<Principal, "keyId" | "appId" | "mode">,
  country: string,
): Promise<void> {
  const now = clock.now();
  try {
    const { results } = await env.DB.prepare("SELECT country FROM key_countries WHERE key_id = ?1")
      .bind(keyId)
      .all<{ country: string }>();
    const isNew = results.length > 0 && results.every((known) => known.country !== country);
    const finding = {
      about: `${keyId}/${country}`,
      owner: { appId, mode },
      detail: { key_id: keyId, country, known_countries: results.length },
    };
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO key_countries (key_id, country, first_seen_at, last_seen_at) VALUES (?1, ?2, ?3, ?3)
         ON CONFLICT (key_id, country) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
      ).bind(keyId, country, now),
      ...(isNew ? raiseStatements(env.DB, "new_country", finding, now) : []),
    ]);
  } catch (error) {
    written.delete(`${keyId}/${country}`);
    console.error(`monitors: new_country: ${told(error)}`);
  }
}

/** For tests. */
export function forgetCountries(): void {
  written.clear();
}
