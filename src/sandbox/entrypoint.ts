import { WorkerEntrypoint } from "cloudflare:workers";
import { sandboxApp } from "./server";

/**
 * The sandbox platform as the Worker itself calls it: through `ctx.exports.SandboxPlatform`, because a Worker
 * must not fetch its own address over the network.
 */
export class SandboxPlatform extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Response | Promise<Response> {
    return sandboxApp.fetch(request, this.env, this.ctx);
  }
}
