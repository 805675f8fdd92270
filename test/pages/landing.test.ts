import { expect, it } from "vitest";
import { request } from "../support/harness";
import { expectSoundPage, tagsOf } from "./markup";
import { speakAll } from "./sentences";

await speakAll();

it("tells a visitor what the service is, and leads to places that are there", async () => {
  const answer = await request("/");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  const html = await answer.text();
  expectSoundPage(html, "en");
  const places = new Set(tagsOf(html).flatMap(({ attributes: { href } }) => href ?? []));
  for (const place of ["/docs", "/portal", "/privacy", "/policies/end-user", "/trust", "/status"])
    expect(places).toContain(place);
  for (const place of places) {
    if (place.startsWith("#") || place.startsWith("/assets/")) continue;
    const there = await request(place);
    expect([200, 303], place).toContain(there.status);
    await there.body?.cancel();
  }
});
