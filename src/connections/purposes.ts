/**
 * What a connection's data is processed for, as far as a person can object to each by itself (GDPR Art. 21), and
 * `all` for a restriction (Art. 18: kept, but not processed). What is none of these is done for everybody: metering
 * (the contract with the developer) and security logs, which name no end-user.
 */
export const PROCESSING_PURPOSES = {
  retail_data: "Passing the shop's data on to the app",
  customer_data: "Passing the shop's customers on to the app",
  raw_data: "Passing the platform's own answers on to the app (proxy and raw)",
  keep_alive: "Renewing the platform's permission while nobody uses it",
} as const;

export type ProcessingPurpose = keyof typeof PROCESSING_PURPOSES;
export const PURPOSE_KEYS = Object.keys(PROCESSING_PURPOSES) as [ProcessingPurpose, ...ProcessingPurpose[]];

/** A limit on processing: an objection to one purpose, or the restriction of all. */
export type ProcessingLimit = ProcessingPurpose | "all";

/**
 * The limit that stands against a call, if any.
 * @param operation the route's name, such as `customers.list` or `proxy.get`
 */
export function limitOn(
  limits: readonly ProcessingLimit[],
  operation: string,
  isRaw: boolean,
): ProcessingLimit | null {
  if (limits.length === 0) return null;
  const purposes: ProcessingLimit[] = ["all", "retail_data"];
  if (operation.startsWith("customers")) purposes.push("customer_data");
  if (isRaw || operation.startsWith("proxy")) purposes.push("raw_data");
  return purposes.find((purpose) => limits.includes(purpose)) ?? null;
}
