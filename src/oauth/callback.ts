import type { OAuthRedirect } from "../platforms/adapter";

/** A platform's callback in RFC 6749 §4.1.2's terms, whatever the platform calls its parameters. */
export function standardCallback(facts: OAuthRedirect, query: string): URLSearchParams {
  const params = new URLSearchParams(query);
  return facts.decodeCallback?.(params) ?? params;
}

/** Missing or doubled parameters, or both an answer and an error (RFC 6749 §3.1: none may appear twice). */
export function isAmbiguous(params: URLSearchParams): boolean {
  if (params.getAll("state").length !== 1 || params.get("state") === "") return true;
  const answers = params.getAll("code").length + params.getAll("error").length;
  return answers !== 1 || params.getAll("iss").length > 1;
}
