import type { Failure } from "./adapter";

/** A platform's body as JSON: undefined for what is not JSON, null for an empty one (204). */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What it means that a fetch threw: too late, or not there at all. Says nothing of what the runtime wrote. */
export function noAnswer(error: unknown): Failure {
  const isLate = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  return isLate ? { kind: "timeout" } : { kind: "unavailable", detail: "no answer" };
}
