import type { Config } from "../config/config";
import { clock } from "../kernel/clock";
import { PlatformFailure } from "../platforms/api-contract";
import { isPublicName, requirePublic } from "../platforms/host-guard";

/** Hosts that a local server may deliver to, for trying things out. */
const LOCAL_HOSTS = ["localhost", "127.0.0.1"];

/**
 * Why an address cannot be delivered to, as far as its text tells; null when it can. Our servers must not become
 * anybody's way into a private network (SSRF), nor call themselves.
 */
export function addressFault(
  text: string,
  config: Pick<Config, "environment" | "publicOrigin">,
): string | null {
  const url = URL.parse(text);
  if (!url) return "is not a URL";
  if (url.username || url.password) return "must not carry a user name or password";
  if (url.hash) return "must not carry a fragment";
  if (url.origin === config.publicOrigin) return "is an address of Metristack itself";
  if (isLocalTrial(url, config)) return null;
  if (url.protocol !== "https:") return "must be https";
  if (url.port !== "") return "must be on the standard port";
  if (!isPublicName(url.hostname)) return "must name a host on the public network";
  return null;
}

function isLocalTrial(url: URL, { environment }: Pick<Config, "environment">): boolean {
  return environment === "local" && url.protocol === "http:" && LOCAL_HOSTS.includes(url.hostname);
}

export type Reachability = "public" | "private" | "unknown";

/** Looks at what the address's name resolves to; again at each delivery, since a name may be moved (DNS rebinding). */
export async function reachabilityOf(
  text: string,
  config: Pick<Config, "environment" | "publicOrigin">,
): Promise<Reachability> {
  if (addressFault(text, config)) return "private";
  if (isLocalTrial(new URL(text), config)) return "public";
  try {
    await requirePublic(text, clock.now(), (asked) => fetch(asked));
    return "public";
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    return error.failure.kind === "rejected" ? "private" : "unknown";
  }
}
