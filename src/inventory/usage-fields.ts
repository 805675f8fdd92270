/** The measures that hourly and daily roll-ups share. */
export const USAGE_FIELDS = {
  app_id: "app that called",
  mode: "test or live",
  key_id: "API key that called",
  platform: "platform called, or none",
  operation: "route template, never a path",
  status: "HTTP status answered",
  calls: "calls counted",
  duration_ms: "sum of durations",
  platform_ms: "sum of time at the platform",
  le_25: "calls up to 25 ms",
  le_50: "calls up to 50 ms",
  le_100: "calls up to 100 ms",
  le_200: "calls up to 200 ms",
  le_400: "calls up to 400 ms",
  le_800: "calls up to 800 ms",
  le_1600: "calls up to 1.6 s",
  le_3200: "calls up to 3.2 s",
  le_6400: "calls up to 6.4 s",
  over_6400: "calls over 6.4 s",
} as const;

/** Why the meter's totals concern nobody. */
export const SUMS = "sums over many connections";

/** A log line's fields; see logs/line.ts. */
export const LOG_FIELDS = {
  id: "request id",
  time: "when",
  app_id: "app",
  mode: "test or live",
  key_id: "API key",
  connection_id: "connection",
  platform: "platform",
  operation: "route template, never a path",
  method: "HTTP method",
  status: "status answered",
  code: "problem code",
  platform_status: "the platform's status",
  duration_ms: "duration",
  platform_ms: "time at the platform",
  bytes: "size of the answer",
  ip_prefix: "caller's network, /24 or /48: the developer's server, not the end-user",
  country: "caller's country",
} as const;
