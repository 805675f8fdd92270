import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app";
import { ORIGIN } from "../support/harness";

/** A location that has had enough of this caller. */
const FLOODED = { ...env, SHIELD: { limit: async () => ({ success: false }) } } as unknown as Env;

/** Answered from the bundle or a file alone; or, for operators, only after who calls was made out. */
const UNSHIELDED = [/^\/$/, /^\/openapi\.json$/, /^\/connect\.(js|d\.ts)$/, /^\/local\//, /^\/ops\//];

const app = createApp();
const routes = app.routes.filter(({ method, path }) => method !== "ALL" && !path.includes("*"));

describe("a flood from one address", () => {
  it("is shed on every route that reads storage, before anything is looked up", async () => {
    expect(routes.length).toBeGreaterThan(150);
    for (const { method, path } of routes) {
      if (UNSHIELDED.some((pattern) => pattern.test(path))) continue;
      const address = ORIGIN + path.replaceAll(/:\w+(\{[^}]*\})?/g, "x");
      const answer = await app.request(address, { method }, FLOODED);
      expect(answer.status, `${method} ${path}`).toBe(429);
    }
  });
});
