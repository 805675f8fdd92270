import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "../src/app";
import { allAdapters, platformName } from "../src/platforms/registry";
import { ORIGIN } from "./support/harness";

/** Requests are refused at the door: which area they reach is all that is asked. */
const NOBODY = { ...env, SHIELD: { limit: async () => ({ success: false }) } } as unknown as Env;
const whole = await createApp().whole();
const routes = whole.routes.filter(({ method, path }) => method !== "ALL" && !path.includes("*"));

const addressOf = (path: string): string => ORIGIN + path.replaceAll(/:\w+(\{[^}]*\})?/g, "x.json");

describe("an area that is evaluated with the first request for it", () => {
  it("has every route of the application", async () => {
    expect(routes.length).toBeGreaterThan(150);
    const lost: string[] = [];
    for (const { method, path } of routes) {
      const app = createApp();
      await app.request(addressOf(path), { method }, NOBODY);
      if (!app.routes.some((known) => known.method === method && known.path === path))
        lost.push(`${method} ${path}`);
    }
    expect(lost).toEqual([]);
  });

  it("is found by an address in any spelling that the router takes", async () => {
    const spelt = await createApp().request(`${ORIGIN}/%68ealth`, {}, env);
    const plain = await createApp().request(`${ORIGIN}/health`, {}, env);
    expect([spelt.status, spelt.headers.get("content-type")]).toEqual([
      plain.status,
      plain.headers.get("content-type"),
    ]);
  });

  it("is there once, however many first requests arrive together", async () => {
    const app = createApp();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => app.request(`${ORIGIN}/docs`, {}, env)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(app.routes.filter(({ path, method }) => path === "/docs" && method === "GET")).toHaveLength(1);
  });

  it("leaves what is no route unknown", async () => {
    const answer = await createApp().request(`${ORIGIN}/nothing/here`, {}, env);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("page or route");
  });
});

describe("shops' data", () => {
  it("is read without another area", async () => {
    const app = createApp();
    const before = app.routes.length;
    for (const path of ["orders", "orders/1", "store", "proxy/v1/anything"])
      expect((await app.request(`${ORIGIN}/v1/connections/conn_eu_1/${path}`, {}, env)).status).toBe(401);
    expect(app.routes).toHaveLength(before);
  });
});

describe("the registry", () => {
  it("calls every platform what its adapter calls it", async () => {
    for (const { key, name } of await allAdapters()) expect([key, platformName(key)]).toEqual([key, name]);
  });
});
