import { DAY, HOUR } from "../kernel/clock";

/** What monitors watch for. */
export const ALERT_RULES = [
  /** An API key is presented again and again and refused: revoked, expired, or its secret is being guessed. */
  "refused_keys",
  /** A key in force asks again and again for what it may not have, or runs into its limit. */
  "refused_calls",
  /** Many connections of one platform cannot renew their tokens. */
  "refresh_failing",
  /** A rights request or an incident is due soon, or late. */
  "deadline_near",
  /** Records that should have left are still there. */
  "retention_late",
  /** The meter's two sums differ. */
  "meter_incomplete",
  /** A webhook endpoint takes nothing any more, or was disabled for it. */
  "endpoint_failing",
  /** An API key is used from a country that it was not used from before. */
  "new_country",
  /** A key of ours that wraps the vaults' keys has been in use for long, and should be rotated. */
  "key_old",
] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/** Rules about what happens in a moment, raised where it does; each is over when it was not seen again for so long. */
export const PASSING_RULES = { refused_keys: HOUR, new_country: 7 * DAY } as const;
export type PassingRule = keyof typeof PASSING_RULES;
