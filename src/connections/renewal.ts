import { refreshTokens } from "../oauth/client";
import { machineLogin } from "../oauth/machine";
import type { TokenSet } from "../platforms/adapter";
import { type PlatformSide, tokenPeer } from "./platform-side";

/** Whether anything in these credentials can obtain a fresh token. */
export function canRenew({ facts }: Pick<PlatformSide, "facts">, tokens: TokenSet): boolean {
  const { refresh } = facts;
  if (refresh.kind === "none") return false;
  return refresh.kind === "machine" || tokens.refresh_token !== undefined;
}

/**
 * A fresh token in place of the present one, by a refresh token or a machine login.
 * @throws OAuthFailure; Error where `canRenew` is false.
 */
export async function renewTokens(side: PlatformSide, present: TokenSet): Promise<TokenSet> {
  const { refresh } = side.facts;
  if (refresh.kind === "machine") return machineLogin(refresh, side, present);
  const peer = tokenPeer(side, present);
  if (!peer || present.refresh_token === undefined) throw new Error(`${side.adapter.key} renews nothing`);
  return refreshTokens(peer, { ...present, refresh_token: present.refresh_token });
}

/** How long before a token's end it is renewed. */
export function refreshBefore({ facts }: Pick<PlatformSide, "facts">): number {
  return facts.refresh.kind === "none" ? 0 : facts.refresh.refreshBeforeSeconds;
}
