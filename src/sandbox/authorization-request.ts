import type { Config } from "../config/config";
import { SANDBOX_CLIENT_ID } from "./client";
import { parseScopes, type SandboxScope } from "./scopes";

/** A request for authorisation that was checked (RFC 6749 §4.1.1, RFC 7636 §4.3). */
export interface AuthorizationRequest {
  redirectUri: string;
  state: string | null;
  scopes: SandboxScope[];
  challenge: string;
}

export type CheckedRequest =
  | { kind: "good"; request: AuthorizationRequest }
  /** The client or its address is not ours: said here, never redirected (RFC 6749 §4.1.2.1, RFC 9700 §4.11). */
  | { kind: "local"; fault: string }
  /** Said to the client, by redirect. */
  | { kind: "redirect"; redirectUri: string; state: string | null; error: string; detail: string };

/** The parameters a form must carry on unchanged. */
export const REQUEST_PARAMETERS = [
  "response_type",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
] as const;

/** RFC 8414's issuer; its metadata is at `/.well-known/oauth-authorization-server/sandbox`. */
export function issuerOf(config: Config): string {
  return `${config.publicOrigin}/sandbox`;
}

/** The only address the client may be sent back to. */
export function registeredRedirect(config: Config): string {
  return `${config.publicOrigin}/connect/callback/sandbox`;
}

export function checkRequest(config: Config, params: URLSearchParams): CheckedRequest {
  const single = (name: string): string | null => params.get(name) || null; // §3.1: empty counts as left out
  const repeated = REQUEST_PARAMETERS.find((name) => params.getAll(name).length > 1);
  if (repeated === "client_id" || repeated === "redirect_uri") {
    return { kind: "local", fault: `${repeated} stands more than once.` };
  }
  if (single("client_id") !== SANDBOX_CLIENT_ID) {
    return { kind: "local", fault: "The application is not known here: client_id is wrong." };
  }
  const redirectUri = registeredRedirect(config);
  if (single("redirect_uri") !== redirectUri) {
    return { kind: "local", fault: "redirect_uri is not the one this application has registered." };
  }
  const state = repeated === "state" ? null : single("state");
  const refuse = (error: string, detail: string): CheckedRequest => ({
    kind: "redirect",
    redirectUri,
    state,
    error,
    detail,
  });
  if (repeated) return refuse("invalid_request", `${repeated} stands more than once`);
  const responseType = single("response_type");
  if (responseType === null) return refuse("invalid_request", "response_type is missing");
  if (responseType !== "code") return refuse("unsupported_response_type", "response_type must be code");
  const challenge = single("code_challenge");
  if (challenge === null) return refuse("invalid_request", "code_challenge is missing: PKCE is required");
  // Left out, the method would be "plain" (RFC 7636 §4.3), which is not accepted.
  if (single("code_challenge_method") !== "S256") {
    return refuse("invalid_request", "code_challenge_method must be S256");
  }
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) return refuse("invalid_request", "code_challenge is malformed");
  const scopes = parseScopes(single("scope") ?? "");
  if (!scopes) return refuse("invalid_scope", "scope is missing or names an unknown scope");
  return { kind: "good", request: { redirectUri, state, scopes, challenge } };
}

/** The client's address with the answer in its query; always with `iss` (RFC 9207). */
export function answerUrl(
  config: Config,
  request: Pick<AuthorizationRequest, "redirectUri" | "state">,
  answer: { code: string } | { error: string; error_description: string },
): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (request.state !== null) url.searchParams.set("state", request.state);
  url.searchParams.set("iss", issuerOf(config));
  return url.href;
}
