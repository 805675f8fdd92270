import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { anonymiseDue, publicUsage } from "../../src/anonymise";
import { request } from "../support/harness";
import { insertUsage, wipe } from "./fixture";

beforeEach(wipe);

it("anybody may read what is left of usage, and nothing of it names an app", async () => {
  await insertUsage(
    Array.from({ length: 12 }, (_, i) => ({ app: `app_${i}`, day: "2024-05-17", calls: 3 + i })),
  );
  await anonymiseDue(env, Date.parse("2026-06-01T00:00:00Z"), 100);
  const answer = await request("/trust/usage.json");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=3600");
  const text = await answer.text();
  expect(text).not.toContain("app_");
  const { data } = JSON.parse(text) as { data: unknown[] };
  expect(data).toEqual(await publicUsage(env.DB));
  expect(data).toEqual([
    {
      month: "2024-05",
      platform: "shopify",
      operation: "orders.list",
      status_class: "2xx",
      calls: 102,
      duration_ms: 8_160,
    },
  ]);
});
