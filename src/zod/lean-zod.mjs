/*
 * zod as it is bundled: what is used of it. `@hono/zod-openapi` hands the whole namespace about as a value, so that a
 * bundler can leave none of it out by itself (docs/decisions/0013-lean-zod.md). `[alias]` in wrangler.toml puts this
 * file in zod's place; scripts/lean-zod.test.mjs holds it to what is used.
 */
import * as z from "./lean-zod-exports.mjs";

export * from "./lean-zod-exports.mjs";
export { z, z as default };
