import type { Target } from "../adapter";

/** Two worlds with keysets and users of their own (oauth-consent-request, oauth-auth-code-grant-request). */
const world = ({ mode }: Pick<Target, "mode">) => (mode === "live" ? "" : "sandbox.");

export const apiHost = (target: Pick<Target, "mode">) => `https://api.${world(target)}ebay.com`;
/** The Identity API has a host of its own. */
export const identityHost = (target: Pick<Target, "mode">) => `https://apiz.${world(target)}ebay.com`;
export const consentHost = (target: Pick<Target, "mode">) => `https://auth.${world(target)}ebay.com`;
export const tokenAddress = (target: Pick<Target, "mode">) => `${apiHost(target)}/identity/v1/oauth2/token`;
