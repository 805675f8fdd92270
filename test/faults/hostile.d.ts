import "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the hostile server is, and the paths that it knows; see hostile-server.mjs. */
    hostileServer: { origin: string; ways: string[] };
  }
}
