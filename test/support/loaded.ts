import { createApp } from "../../src/app";
import { allAdapters } from "../../src/platforms/registry";
import { sandboxServer } from "../../src/sandbox/entrypoint";

/**
 * Loads beforehand what the product imports when it is first asked for. A deployed Worker is one file, and importing
 * from it is no I/O; here it is, and belongs to the request that asked first: another that asks meanwhile would wait
 * for it in vain.
 */
await Promise.all([createApp().whole(), allAdapters(), sandboxServer()]);
