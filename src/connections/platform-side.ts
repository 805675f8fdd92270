import type { Config } from "../config/config";
import type { Mode } from "../kernel/regions";
import type { OAuthPeer, TokenPeer } from "../oauth/client";
import type {
  Adapter,
  Api,
  ClientCredentials,
  ConnectFamily,
  OAuthRedirect,
  PlatformAccount,
  Target,
  TokenServer,
  TokenSet,
} from "../platforms/adapter";
import { platformApi } from "../platforms/api";
import { clientOf, type Loopback, type Reach, reachOf } from "../platforms/reach";
import { adapterOf } from "../platforms/registry";

/** One connection's platform, ready to be asked. */
export interface PlatformSide {
  adapter: Adapter;
  facts: ConnectFamily;
  target: Target;
  client: ClientCredentials;
  reach: Reach;
  /** Our callback as the platform knows it: the same bytes in the authorise and the token call (RFC 9700 §2.1). */
  redirectUri: string;
}

/** The side of a platform that is connected by an OAuth redirect. */
export interface RedirectSide extends PlatformSide {
  facts: OAuthRedirect;
  peer: OAuthPeer;
}

/** The platform's API as one of our own steps calls it, outside any call of a developer's. */
export function apiOf(side: PlatformSide, credentials: TokenSet, account: PlatformAccount): Api {
  const { adapter, reach, target, client } = side;
  const trace = { calls: 0, ms: 0, status: null };
  return platformApi({ adapter, reach, target, account, credentials, client, trace });
}

/** The address a platform's browser callbacks go to: one constant per platform. */
export function callbackUrl(config: Config, platform: string): string {
  return `${config.publicOrigin}/connect/callback/${platform}`;
}

/** The address that installations begun at the platform arrive at. */
export function installUrl(config: Config, platform: string, mode: Mode): string {
  return `${config.publicOrigin}/connect/install/${platform}/${mode}`;
}

/** Null when the platform is unknown or has no client configured for the mode. */
export async function platformSide(
  config: Config,
  loopback: Loopback,
  platform: string,
  target: Target,
): Promise<PlatformSide | null> {
  const adapter = await adapterOf(platform);
  const client = adapter && (await clientOf(config, adapter, target.mode));
  if (!adapter || !client) return null;
  return {
    adapter,
    facts: adapter.connect,
    target: { mode: target.mode, shop: target.shop },
    client,
    reach: reachOf(config, loopback, adapter),
    redirectUri:
      client.redirect_uri ??
      (adapter.connect.kind === "install_claim"
        ? installUrl(config, platform, target.mode)
        : callbackUrl(config, platform)),
  };
}

/** As `platformSide`, for what is connected by an OAuth redirect; null for the other families. */
export async function redirectSide(
  config: Config,
  loopback: Loopback,
  platform: string,
  target: Target,
): Promise<RedirectSide | null> {
  const side = await platformSide(config, loopback, platform, target);
  return side && asRedirect(side);
}

export function asRedirect(side: PlatformSide): RedirectSide | null {
  const { facts, target, client, reach, redirectUri } = side;
  if (facts.kind !== "oauth_redirect") return null;
  return { ...side, facts, peer: { facts, target, client, reach, redirectUri } };
}

/** The token endpoint of these credentials; null where the platform has none. */
export function tokenPeer(side: PlatformSide, tokens: Pick<TokenSet, "secrets"> | null): TokenPeer | null {
  const { facts, target, reach, redirectUri } = side;
  const server = serverOf(facts);
  if (!server) return null;
  const own = facts.kind === "pasted_key" ? facts.server?.client?.(tokens?.secrets ?? {}) : undefined;
  return { facts: server, target, client: own ?? side.client, reach, redirectUri };
}

function serverOf(facts: ConnectFamily): TokenServer | null {
  switch (facts.kind) {
    case "oauth_redirect":
      return facts;
    case "install_claim":
    case "pasted_key":
      return facts.server ?? null;
    case "pushed_credentials":
      return null;
  }
}
