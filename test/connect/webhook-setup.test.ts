import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { addLimits, liftLimit } from "../../src/rights/limits";
import { Stage, SUBJECTS } from "../platforms/suite/stage";
import { api, newDeveloper, ORIGIN } from "../support/harness";

let stage: Stage;
afterEach(() => stage?.close());

const subject = (key: string) => SUBJECTS.find((one) => one.key === key)!;
const fetchOurs = (request: Request) => exports.default.fetch(request);
const SECRET = "whsec_0123456789abcdef";

describe("the secret of an endpoint that the platform made", () => {
  it("is entered once, never shown, kept through a reconnection, and gone with the connection", async () => {
    stage = await Stage.open(subject("stripe"));
    const id = await stage.connect();
    const path = `/v1/connections/${id}/webhook`;
    const url = `${ORIGIN}/webhooks/stripe/${id}`;
    expect(await (await stage.get(path)).json()).toEqual({ url, secret: null, status: "secret_missing" });
    const entered = await api(stage.developer, "PUT", path, { secret: SECRET });
    expect(await entered.json()).toEqual({ url, secret: null, status: "secret_entered" });
    const send = async () =>
      (await stage.fake.webhook!("changed", { url, secret: SECRET }).then((made) => fetchOurs(made!))).status;
    expect(await send()).toBe(200);
    await stage.reconnect(id);
    expect(await send()).toBe(200);
    await stage.disconnect(id);
    expect(await send()).toBe(401);
    expect((await api(stage.developer, "PUT", path, { secret: SECRET })).status).toBe(404);
  });

  it("is refused from another developer, when malformed, and where there is none to enter", async () => {
    stage = await Stage.open(subject("stripe"));
    const id = await stage.connect();
    const path = `/v1/connections/${id}/webhook`;
    const stranger = await newDeveloper();
    expect((await api(stranger, "PUT", path, { secret: SECRET })).status).toBe(404);
    for (const secret of ["", "short", "with space inside", "x".repeat(513), 7, null])
      expect((await api(stage.developer, "PUT", path, { secret })).status, String(secret)).toBe(422);
    stage.close();
    stage = await Stage.open(subject("squarespace"));
    const other = await stage.connect();
    const answer = await api(stage.developer, "PUT", `/v1/connections/${other}/webhook`, { secret: SECRET });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "unsupported_resource" });
  });
});

describe("a person's objection to passing the shop's data on", () => {
  it("keeps that something changed from the developer too, until it is lifted", async () => {
    stage = await Stage.open(subject("stripe"));
    const id = await stage.connect();
    const url = `${ORIGIN}/webhooks/stripe/${id}`;
    await api(stage.developer, "PUT", `/v1/connections/${id}/webhook`, { secret: SECRET });
    const changed = async () => {
      const made = await stage.fake.webhook!("changed", { url, secret: SECRET });
      expect((await fetchOurs(made!)).status).toBe(200);
      const { data } = (await (await stage.get(`/v1/events?connection_id=${id}`)).json()) as {
        data: unknown[];
      };
      return data.length;
    };
    expect(await changed()).toBe(1);
    await addLimits(env, id, { purposes: ["retail_data"], requestId: "rr_test", now: Date.now() });
    expect(await changed()).toBe(1);
    await liftLimit(env, id, "retail_data");
    expect(await changed()).toBe(2);
  });
});
