import { WorkerEntrypoint } from "cloudflare:workers";

/**
 * The sandbox platform as the Worker itself calls it: through `ctx.exports.SandboxPlatform`, because a Worker
 * must not fetch its own address over the network.
 */
export class SandboxPlatform extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const { sandboxApp } = await import("./server");
    return sandboxApp.fetch(request, this.env, this.ctx);
  }
}
