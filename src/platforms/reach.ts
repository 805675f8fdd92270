import type { Config } from "../config/config";
import { clock } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import { sandboxClient } from "../sandbox/client";
import { type Adapter, type ClientCredentials, PlatformFailure } from "./adapter";
import { requirePublic } from "./host-guard";

/** How a platform is reached from here: where its addresses point, and by which `fetch`. */
export interface Reach {
  /** The adapter's address with the configured origin in place of the platform's own, if there is one. */
  locate(url: string): string;
  fetch(request: Request | URL, init?: RequestInit): Promise<Response>;
}

/** The Worker's own entrypoints (`ctx.exports`); the sandbox platform is one of them. */
export interface Loopback {
  SandboxPlatform: { fetch(request: Request | URL, init?: RequestInit): Promise<Response> };
}

const SANDBOX = "sandbox";
/** Of an adapter's own address. */
const ORIGIN = /^https?:\/\/[^/?#]+/;

/**
 * The sandbox lives in this Worker and is called through a loopback binding: a Worker must not call itself over
 * the network. All other platforms are fetched, from their own origin or the one set for tests and local runs.
 */
export function reachOf(config: Config, loopback: Loopback, adapter: Adapter): Reach {
  const override = overrideOf(config, adapter);
  return {
    locate(url) {
      return override ? url.replace(ORIGIN, () => override) : url;
    },
    async fetch(request, init) {
      if (adapter.key === SANDBOX) return loopback.SandboxPlatform.fetch(request, init);
      if (adapter.connect.shop?.anyHost && !override)
        await requirePublic(addressOf(request), clock.now(), (asked) => fetch(asked));
      return requireFinal(await fetch(request, init));
    },
  };
}

function addressOf(request: Request | URL): string {
  return request instanceof URL ? request.href : request.url;
}

/** A status that ends no exchange (a lone 1xx, 99999) can neither be passed on nor be logged. @throws PlatformFailure */
async function requireFinal(response: Response): Promise<Response> {
  if (response.status >= 200 && response.status <= 599) return response;
  await response.body?.cancel();
  throw new PlatformFailure({ kind: "unexpected", field: "status", detail: "not a final HTTP status" }, null);
}

/** Another origin configured in place of the platform's own. */
function overrideOf(config: Config, adapter: Adapter): string | undefined {
  return adapter.key === SANDBOX ? config.publicOrigin : config.platformOrigins[adapter.key];
}

/** Whether the address of a shop that someone typed leads to a public server; true where no such address is asked. */
export async function isReachable(config: Config, adapter: Adapter, shop: string): Promise<boolean> {
  if (!adapter.connect.shop?.anyHost || overrideOf(config, adapter)) return true;
  try {
    await requirePublic(`https://${shop}`, clock.now(), (asked) => fetch(asked));
    return true;
  } catch (error) {
    if (error instanceof PlatformFailure) return false;
    throw error;
  }
}

/** What stands for a client where a platform needs none of ours: the credentials are all the merchant's own. */
const NO_CLIENT: ClientCredentials = { client_id: "", client_secret: "" };

/** Our registration at the platform; null where it needs one that is not configured: it is then not offered. */
export async function clientOf(
  config: Config,
  adapter: Adapter,
  mode: Mode,
): Promise<ClientCredentials | null> {
  if (!adapter.modes.includes(mode)) return null;
  if (adapter.key === SANDBOX) return sandboxClient(config.sealKeys);
  const { connect } = adapter;
  const needsNone = "client" in connect && connect.client === "none";
  return config.platformClients[adapter.key]?.[mode] ?? (needsNone ? NO_CLIENT : null);
}
