import type { Config } from "../config/config";
import type { Mode } from "../kernel/regions";
import { sandboxClient } from "../sandbox/client";
import type { Adapter, ClientCredentials } from "./adapter";

/** How a platform is reached from here: where its addresses point, and by which `fetch`. */
export interface Reach {
  /** The adapter's address with the configured origin in place of the platform's own, if there is one. */
  locate(url: string): string;
  fetch(request: Request): Promise<Response>;
}

/** The Worker's own entrypoints (`ctx.exports`); the sandbox platform is one of them. */
export interface Loopback {
  SandboxPlatform: { fetch(request: Request): Promise<Response> };
}

const SANDBOX = "sandbox";

/**
 * The sandbox lives in this Worker and is called through a loopback binding: a Worker must not call itself over
 * the network. All other platforms are fetched, from their own origin or the one set for tests and local runs.
 */
export function reachOf(config: Config, loopback: Loopback, adapter: Adapter): Reach {
  const override = adapter.key === SANDBOX ? config.publicOrigin : config.platformOrigins[adapter.key];
  return {
    locate(url) {
      return override ? override + url.slice(new URL(url).origin.length) : url;
    },
    fetch(request) {
      return adapter.key === SANDBOX ? loopback.SandboxPlatform.fetch(request) : fetch(request);
    },
  };
}

/** Our OAuth client at the platform; null where none is configured, and the platform is then not offered. */
export async function clientOf(
  config: Config,
  adapter: Adapter,
  mode: Mode,
): Promise<ClientCredentials | null> {
  if (!adapter.modes.includes(mode)) return null;
  if (adapter.key === SANDBOX) return sandboxClient(config.sealKeys);
  return config.platformClients[adapter.key]?.[mode] ?? null;
}
