import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/app";
import { makeKey } from "../../src/keys/format";
import { newDeveloper, ORIGIN } from "../support/harness";

/** A location that has had enough of this caller. */
const FLOODED = { ...env, SHIELD: { limit: async () => ({ success: false }) } } as unknown as Env;

/** Answered from the bundle or a file alone; or, for operators, only after who calls was made out. */
const UNSHIELDED = [/^\/$/, /^\/openapi\.json$/, /^\/connect\.(js|d\.ts)$/, /^\/local\//, /^\/ops\//];

const app = createApp();
const routes = (await createApp().whole()).routes.filter(
  ({ method, path }) => method !== "ALL" && !path.includes("*"),
);

describe("a flood from one address", () => {
  it("is shed on every route that reads storage, before anything is looked up", async () => {
    expect(routes.length).toBeGreaterThan(150);
    for (const { method, path } of routes) {
      if (UNSHIELDED.some((pattern) => pattern.test(path))) continue;
      const address = ORIGIN + path.replaceAll(/:\w+(\{[^}]*\})?/g, "x");
      // Of an application of its own: no other area's middleware may be what sheds it.
      const answer = await createApp().request(address, { method }, FLOODED);
      expect(answer.status, `${method} ${path}`).toBe(429);
    }
  });
});

describe("a location's count", () => {
  const counts = new Map<string, number>();
  const limit = async ({ key }: { key: string }) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return { success: counts.get(key)! <= 5 };
  };
  const counting = { ...env, SHIELD: { limit } } as unknown as Env;
  beforeEach(() => counts.clear());

  async function call(path: string, key: string, address: string): Promise<number> {
    const headers = { authorization: `Bearer ${key}`, "cf-connecting-ip": address };
    return (await app.request(ORIGIN + path, { headers }, counting, createExecutionContext())).status;
  }
  const tenTimes = (once: () => Promise<number>) =>
    Array.from({ length: 10 }).reduce<Promise<number[]>>(
      async (before) => [...(await before), await once()],
      Promise.resolve([]),
    );

  it("is not gone around by making up a new key for each call", async () => {
    const made = () => makeKey("test").text;
    expect(await tenTimes(() => call("/v1/api-keys", made(), "192.0.2.1"))).toEqual([
      ...Array(5).fill(401),
      ...Array(5).fill(429),
    ]);
    expect(await tenTimes(() => call("/health", made(), "192.0.2.2"))).toEqual([
      ...Array(5).fill(200),
      ...Array(5).fill(429),
    ]);
  });

  it("of somebody who presents another's key is not the other's", async () => {
    const { key } = await newDeveloper();
    expect((await tenTimes(() => call("/v1/api-keys", key, "192.0.2.3"))).at(-1)).toBe(429);
    expect(await call("/v1/api-keys", key, "192.0.2.4")).toBe(200);
  });
});
