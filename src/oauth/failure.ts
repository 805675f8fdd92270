/** What went wrong at the platform's OAuth server, and whether it is the last word. */
export type OAuthFault =
  /** It answered with an RFC 6749 §5.2 error. */
  | { kind: "refused"; error: string }
  /** It did not answer, or with a 5xx: says nothing about the grant. */
  | { kind: "unavailable"; detail: string }
  /** The answer is not one of OAuth's. */
  | { kind: "malformed"; detail: string };

export class OAuthFailure extends Error {
  constructor(readonly fault: OAuthFault) {
    super(`oauth: ${fault.kind}`);
    this.name = "OAuthFailure";
  }
}
