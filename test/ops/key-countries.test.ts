import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY } from "../../src/kernel/clock";
import { forgetCountries, noteCountry } from "../../src/monitors/key-countries";
import { monitorStep } from "../../src/monitors/step";
import { api, type Developer, frozenClock, newDeveloper, ORIGIN } from "../support/harness";
import { app } from "./people";

const NOW = Date.parse("2026-11-25T12:00:00.000Z");
let time: ReturnType<typeof frozenClock>;
let mine: Developer;

beforeEach(async () => {
  time = frozenClock(NOW);
  forgetCountries();
  mine = await newDeveloper();
});
afterEach(() => {
  vi.restoreAllMocks();
  time.release();
});

/** A call with the developer's key, from an address that the network places in a country. */
async function callFrom(country: string | undefined, under: Env = env, key = mine.key): Promise<Response> {
  const context = createExecutionContext();
  const request = new Request(`${ORIGIN}/v1/api-keys`, {
    headers: { authorization: `Bearer ${key}` },
    ...(country !== undefined && { cf: { country } }),
  });
  const answer = await app.fetch(request, under, context);
  await waitOnExecutionContext(context);
  return answer;
}

const countries = async () =>
  (
    await env.DB.prepare(
      "SELECT country, first_seen_at, last_seen_at FROM key_countries WHERE key_id = ?1 ORDER BY first_seen_at, country",
    )
      .bind(mine.keyId)
      .all<{ country: string; first_seen_at: number; last_seen_at: number }>()
  ).results;

const alerts = async (query = "?rule=new_country") =>
  (
    (await (await api(mine, "GET", `/v1/alerts${query}`)).json()) as {
      data: { about: string; detail: unknown; resolved_at: string | null }[];
    }
  ).data;

/** D1 that counts what is asked of it about countries. */
function counted(): { under: Env; asked: () => number } {
  let asked = 0;
  const DB = new Proxy(env.DB, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (name === "prepare" && String(args[0]).includes("key_countries")) asked += 1;
        return (value as (...given: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { under: { ...env, DB }, asked: () => asked };
}

describe("a key from a new country", () => {
  it("is told to its developer; the first country of a key is none", async () => {
    expect((await callFrom("KE")).status).toBe(200);
    expect(await alerts()).toEqual([]);
    time.add(1_000);
    expect((await callFrom("RU")).status).toBe(200);
    expect(await countries()).toEqual([
      { country: "KE", first_seen_at: NOW, last_seen_at: NOW },
      { country: "RU", first_seen_at: NOW + 1_000, last_seen_at: NOW + 1_000 },
    ]);
    const found = { key_id: mine.keyId, country: "RU", known_countries: 1, mode: "test" };
    expect(await alerts()).toMatchObject([{ about: `${mine.keyId}/RU`, detail: found, resolved_at: null }]);
    const events = await env.DB.prepare(
      "SELECT count(*) AS n FROM events WHERE app_id = ?1 AND type = 'alert.raised'",
    )
      .bind(mine.appId)
      .first<number>("n");
    expect(events).toBe(1);
  });

  it("is over after a week, and a country that is known is not new again", async () => {
    await callFrom("KE");
    await callFrom("RU");
    time.add(7 * DAY);
    await monitorStep(env);
    expect(await alerts("?rule=new_country&status=open")).toEqual([]);
    await callFrom("RU");
    expect(await alerts()).toHaveLength(1);
    expect((await countries()).find(({ country }) => country === "RU")?.last_seen_at).toBe(NOW + 7 * DAY);
  });

  it("costs D1 nothing but once a day for each country", async () => {
    const { under, asked } = counted();
    for (let i = 0; i < 20; i++) expect((await callFrom("KE", under)).status).toBe(200);
    expect(asked()).toBe(2);
    time.add(DAY);
    await callFrom("KE", under);
    expect(asked()).toBe(4);
  });

  it("is raised once, whichever isolates see it", async () => {
    await callFrom("KE");
    const owner = { keyId: mine.keyId, appId: mine.appId, mode: mine.mode };
    await Promise.all(Array.from({ length: 5 }, () => noteCountry(env, owner, "RU")));
    expect(await alerts()).toHaveLength(1);
    expect(await countries()).toHaveLength(2);
  });

  it("does not keep the call waiting or failing when D1 is away, and is noted by the next", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const DB = new Proxy(env.DB, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (name === "prepare" && String(args[0]).includes("key_countries")) throw new Error("D1 is away");
          return (value as (...given: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    expect((await callFrom("KE", { ...env, DB })).status).toBe(200);
    expect(error).toHaveBeenCalledWith(expect.stringContaining("new_country"));
    expect(await countries()).toEqual([]);
    await callFrom("KE");
    expect(await countries()).toHaveLength(1);
  });

  it("is nothing to a key that is refused, or to a network that tells no country", async () => {
    await callFrom(undefined);
    await callFrom("XX");
    await callFrom("not a country");
    const last = mine.key.at(-1) === "A" ? "B" : "A";
    expect((await callFrom("KE", env, mine.key.slice(0, -1) + last)).status).toBe(401);
    expect(await countries()).toEqual([]);
  });
});
