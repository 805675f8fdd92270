// The product's bundle as it is, with one binding replaced: the simulator of the shield's rate limit writes each call
// into a database on disk, where Cloudflare counts in memory beside the Worker. A build of `npm run bench` alone.
import worker from "./worker.js";

export * from "./worker.js";

const SHIELD = { limit: async () => ({ success: true }) };
let own = null;

export default {
  ...worker,
  fetch(request, env, ctx) {
    own ??= { ...env, SHIELD };
    return worker.fetch(request, own, ctx);
  },
};
