import { exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { utf8 } from "../../../src/kernel/bytes";
import { cloverWebhooks } from "../../../src/platforms/clover/webhooks";
import { PEER } from "../../support/adapter-calls";
import { configureClients } from "../../support/fake-platforms";
import { ORIGIN } from "../../support/harness";

const CODE = "5b2f0c9e-duka-auth-code";
const MERCHANTS = {
  NAIROBI000001: [
    { objectId: "O:AGIZO01", type: "UPDATE", ts: 1_780_000_000_000 },
    { objectId: "I:CHAI0001", type: "CREATE", ts: 1_780_000_000_001 },
  ],
  LAGOS00000001: [{ objectId: "A:DUKAAPP01", type: "DELETE", ts: 1_780_000_000_002 }],
};

const delivery = (body: unknown, code: string | null = CODE, secret = CODE) => ({
  method: "POST" as const,
  headers: new Headers(code === null ? {} : { "x-clover-auth": code }),
  rawBody: utf8(typeof body === "string" ? body : JSON.stringify(body)),
  url: `${ORIGIN}/webhooks/clover`,
  secret,
});

afterEach(() => vi.restoreAllMocks());

describe("a delivery of Clover's", () => {
  it("tells of several merchants, each event by itself", async () => {
    expect(await cloverWebhooks.verify(delivery({ appId: "DUKAAPP01", merchants: MERCHANTS }), PEER)).toEqual(
      {
        kind: "genuine_batch",
        notices: [
          {
            eventId: "NAIROBI000001/O:AGIZO01/UPDATE/1780000000000",
            topic: "order.update",
            account: "NAIROBI000001",
          },
          {
            eventId: "NAIROBI000001/I:CHAI0001/CREATE/1780000000001",
            topic: "item.create",
            account: "NAIROBI000001",
          },
          {
            eventId: "LAGOS00000001/A:DUKAAPP01/DELETE/1780000000002",
            topic: "app.delete",
            account: "LAGOS00000001",
          },
        ],
      },
    );
    expect(cloverWebhooks.interpret({ topic: "app.delete", body: {} })).toEqual({ kind: "uninstalled" });
    expect(cloverWebhooks.interpret({ topic: "order.update", body: {} })).toEqual({
      kind: "changed",
      topic: "order.update",
    });
  });

  it.each([
    ["no code", delivery({ merchants: MERCHANTS }, null)],
    ["another code", delivery({ merchants: MERCHANTS }, `${CODE}x`)],
    ["a part of the code", delivery({ merchants: MERCHANTS }, CODE.slice(0, -1))],
    ["no code known here, and none sent", delivery({ merchants: MERCHANTS }, "", "")],
    ["no JSON", delivery("x")],
    ["no merchants", delivery({ appId: "DUKAAPP01" })],
    ["a merchant that is none", delivery({ merchants: { "../x": MERCHANTS.LAGOS00000001 } })],
    [
      "an object that is none",
      delivery({ merchants: { LAGOS00000001: [{ objectId: "x", type: "UPDATE", ts: 1 }] } }),
    ],
  ])("is refused with %s", async (_, wrong) => {
    expect((await cloverWebhooks.verify(wrong, PEER)).kind).toBe("forged");
  });
});

describe("Clover's proof of our address", () => {
  const prove = (body: unknown) =>
    exports.default.fetch(
      new Request(`${ORIGIN}/webhooks/clover`, { method: "POST", body: JSON.stringify(body) }),
    );

  it("is told to whoever sets the app up, as long as no code is configured", async () => {
    await configureClients({ clover: { test: { client_id: "DUKAAPP01", client_secret: "duka-secret" } } });
    const told = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect((await prove({ verificationCode: "7d5f0e1c-thibitisho" })).status).toBe(200);
    expect(told.mock.calls.flat().join(" ")).toContain("7d5f0e1c-thibitisho");
    expect((await prove({ verificationCode: "a b\nc" })).status, "only what could be a code").toBe(401);
  });

  it("is nobody's business afterwards", async () => {
    await configureClients({
      clover: { test: { client_id: "DUKAAPP01", client_secret: "duka-secret", webhook_secret: CODE } },
    });
    const told = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect((await prove({ verificationCode: "7d5f0e1c-thibitisho" })).status).toBe(401);
    expect(told).not.toHaveBeenCalled();
  });
});
