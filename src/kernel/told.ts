/**
 * An error as a log may have it. A failed query's own message carries its parameters (drizzle's `DrizzleQueryError`),
 * among them end-users' ids and hashes of secrets: of such a one only the cause and the statement are told.
 */
export function told(error: unknown): string {
  if (!(error instanceof Error)) return "not an Error";
  if ("params" in error && "query" in error)
    return `query failed: ${error.cause instanceof Error ? error.cause.message : "no cause"} in ${String(error.query)}`;
  return `${error.name}: ${error.message}`;
}
