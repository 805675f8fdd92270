import { WorkerEntrypoint } from "cloudflare:workers";
import { onceLoaded } from "../kernel/once";

export const sandboxServer = onceLoaded(() => import("./server"));

/**
 * The sandbox platform as the Worker itself calls it: through `ctx.exports.SandboxPlatform`, because a Worker
 * must not fetch its own address over the network.
 */
export class SandboxPlatform extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const { sandboxApp } = await sandboxServer();
    return sandboxApp.fetch(request, this.env, this.ctx);
  }
}
