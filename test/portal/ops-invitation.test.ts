import { expect, it } from "vitest";
import { OPS } from "../policy/support";
import { newDeveloper, request } from "../support/harness";
import { Person } from "./people";

const invite = (app: string, headers: Record<string, string> = OPS) =>
  request(`/ops/apps/${app}/invitations`, {
    method: "POST",
    headers,
    body: JSON.stringify({ role: "owner" }),
  });

it("an operator lets one person into a team that has nobody, once", async () => {
  const { appId } = await newDeveloper();
  const answer = await invite(appId);
  expect(answer.status).toBe(201);
  const { link } = await answer.json<{ link: string }>();
  const person = new Person();
  expect((await person.join(link)).status).toBe(200);
  expect(await person.page("/portal")).toContain(appId);
  expect((await new Person().join(link)).status).toBeGreaterThanOrEqual(400);
});

it("nobody else is given a link, nor one for an app that is not there", async () => {
  const { appId } = await newDeveloper();
  expect((await invite(appId, { "content-type": "application/json" })).status).toBe(401);
  expect((await invite("app_000000000000000000000A")).status).toBe(404);
});
