import type { Config } from "../config/config";
import { exchangeCode, type OAuthPeer, refreshTokens } from "../oauth/client";
import { OAuthFailure } from "../oauth/failure";
import {
  type Adapter,
  type OAuthRedirect,
  type PlatformAccount,
  PlatformFailure,
  type Target,
  type TokenSet,
} from "../platforms/adapter";
import { platformApi } from "../platforms/api";
import { clientOf, type Loopback, reachOf } from "../platforms/reach";
import { adapterOf } from "../platforms/registry";
import type { EstablishFailure, EstablishInput } from "./messages";

/** One connection's platform, ready to be asked. */
export interface PlatformSide {
  adapter: Adapter;
  facts: OAuthRedirect;
  peer: OAuthPeer;
  refresh(present: TokenSet & { refresh_token: string }): Promise<TokenSet>;
}

/** The redirect address of a platform: one constant per platform (RFC 9700 §2.1). */
export function callbackUrl(config: Config, platform: string): string {
  return `${config.publicOrigin}/connect/callback/${platform}`;
}

/** Null when the platform is unknown or has no client configured for the mode. */
export async function platformSide(
  config: Config,
  loopback: Loopback,
  platform: string,
  target: Target,
): Promise<PlatformSide | null> {
  const adapter = adapterOf(platform);
  const client = adapter && (await clientOf(config, adapter, target.mode));
  if (!adapter || !client) return null;
  const peer: OAuthPeer = {
    facts: adapter.connect,
    target: { mode: target.mode, shop: target.shop },
    client,
    reach: reachOf(config, loopback, adapter),
    redirectUri: callbackUrl(config, platform),
  };
  return { adapter, facts: adapter.connect, peer, refresh: (present) => refreshTokens(peer, present) };
}

/** A code exchanged and its account known. */
export type Established = {
  kind: "established";
  tokens: TokenSet;
  account: PlatformAccount;
  grantedScopes: string[] | null;
  missingScopes: string[];
};

/** Exchanges the code and finds out whose account it is. Stores nothing. */
export async function establishAtPlatform(
  side: PlatformSide,
  input: Pick<EstablishInput, "callback" | "verifier">,
): Promise<Established | { kind: "failed"; why: EstablishFailure }> {
  try {
    const { tokens, answer } = await exchangeCode(
      side.peer,
      new URLSearchParams(input.callback),
      input.verifier,
    );
    const api = platformApi({
      adapter: side.adapter,
      reach: side.peer.reach,
      target: side.peer.target,
      account: { id: "", facts: {} },
      accessToken: tokens.access_token,
      trace: { calls: 0, ms: 0, status: null },
    });
    const account = await side.facts.identify({ tokens: answer, api });
    const granted = tokens.scopes;
    return {
      kind: "established",
      tokens,
      account,
      grantedScopes: granted,
      missingScopes: granted ? side.adapter.scopes.filter((scope) => !granted.includes(scope)) : [],
    };
  } catch (error) {
    if (error instanceof OAuthFailure) {
      const { fault } = error;
      if (fault.kind === "unavailable") return failed({ kind: "platform_unavailable" });
      return failed({
        kind: "provider_error",
        detail: fault.kind === "refused" ? fault.error : fault.detail,
      });
    }
    if (error instanceof PlatformFailure) {
      const { kind } = error.failure;
      if (kind === "unavailable" || kind === "timeout" || kind === "throttled")
        return failed({ kind: "platform_unavailable" });
      return failed({ kind: "provider_error", detail: kind });
    }
    throw error;
  }
}

function failed(why: EstablishFailure): { kind: "failed"; why: EstablishFailure } {
  return { kind: "failed", why };
}
