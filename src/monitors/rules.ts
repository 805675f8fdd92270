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
] as const;
export type AlertRule = (typeof ALERT_RULES)[number];
