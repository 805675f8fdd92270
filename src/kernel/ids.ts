import { base62, fromBase62, randomBase62 } from "./base62";
import { clock } from "./clock";
import { type Region, regionSchema } from "./regions";

const BODY = 22; // 22 × 5.95 bits = 130 bits: unguessable, though ids are never treated as secrets

/** The published prefixes (CONTRACT "Conventions"), and our own: `req_`, `dev_`, `whd_`, `alr_`, `mem_`, `inv_`, `ses_`. */
export type IdPrefix =
  | "dev"
  | "app"
  | "key"
  | "cs"
  | "conn"
  | "rr"
  | "inc"
  | "whk"
  | "evt"
  | "pol"
  | "run"
  | "req"
  | "cns"
  | "hold"
  | "whd"
  | "alr"
  | "mem"
  | "inv"
  | "ses";

const TIME = 8; // digits for the milliseconds of 6,900 years; of a request's id 83 random bits are left

/** A request's id begins with its time, so that its log line is found without searching every hour. */
export function newId(prefix: Exclude<IdPrefix, "conn">): string {
  const time = prefix === "req" ? base62(clock.now(), TIME) : "";
  return `${prefix}_${time}${randomBase62(BODY - time.length)}`;
}

/** When the request of this id began, in epoch milliseconds. */
export function timeOfRequest(id: string): number {
  return fromBase62(id.slice(4, 4 + TIME));
}

const REGION_LETTER: Record<Region, string> = { eu: "e", us: "u", af: "a" };

/**
 * A connection's id says its region in its first letter, so that the gateway finds the connection's Durable
 * Object, jurisdiction included, without reading D1.
 */
export function newConnectionId(region: Region): string {
  return `conn_${REGION_LETTER[region]}${randomBase62(BODY)}`;
}

/** The region a connection id names, or null when the text is not a connection id. */
export function regionOfConnectionId(id: string): Region | null {
  if (!/^conn_[eua][0-9A-Za-z]{22}$/.test(id)) return null;
  return regionSchema.options.find((region) => REGION_LETTER[region] === id[5]) ?? null;
}

export function isId(prefix: IdPrefix, text: string): boolean {
  return new RegExp(`^${prefix}_[0-9A-Za-z]{${BODY}}$`).test(text);
}
