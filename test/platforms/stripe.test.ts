import { describe, expect, it } from "vitest";
import { hex, utf8 } from "../../src/kernel/bytes";
import { hmac, hmacKey } from "../../src/kernel/digest";
import type { ApiResponse } from "../../src/platforms/adapter";
import { stripe } from "../../src/platforms/stripe";
import { NO_CALLBACK, outgoing, PEER } from "../support/adapter-calls";
import { fakeApi } from "./square/fake-api";
import { contract, requestFaults } from "./stripe/contract";
import { account, event } from "./stripe/objects";

const { connect } = stripe;

describe("the key", () => {
  const test = { target: { mode: "test", shop: null } as const, now: 0 };
  const live = { target: { mode: "live", shop: null } as const, now: 0 };
  const random = "51DukaAmina0Kisumu7Nakuru";

  it("is taken where it is a restricted one of the session's own mode", () => {
    expect(connect.read({ restricted_key: ` rk_test_${random}\n` }, test)).toEqual({
      kind: "credentials",
      tokens: { access_token: `rk_test_${random}`, scopes: null },
    });
    expect(connect.read({ restricted_key: `rk_live_${random}` }, live)).toMatchObject({
      kind: "credentials",
    });
  });

  it.each([
    ["one that can do everything", { restricted_key: `sk_test_${random}` }],
    ["a live one in a test", { restricted_key: `rk_live_${random}` }],
    ["a publishable one", { restricted_key: `pk_test_${random}` }],
    ["half of one", { restricted_key: "rk_test_51D" }],
    ["something else behind it", { restricted_key: `rk_test_${random} rk_live_x` }],
    ["none", {}],
  ])("is refused: %s", (_, fields: Record<string, string>) => {
    expect(connect.read(fields, test)).toEqual({ kind: "malformed", field: "restricted_key" });
  });

  it("is proved by reading whose it is", async () => {
    const { api, sent } = fakeApi({ "GET /account": account });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
      id: "acct_1DukaLaAmina",
      facts: {},
    });
    expect(sent.flatMap(requestFaults)).toEqual([]);
  });

  it("goes into a header, with the version that the contract is of", () => {
    const call = outgoing("rk_test_1");
    stripe.authorise(call);
    expect(Object.fromEntries(call.headers)).toEqual({
      authorization: "Bearer rk_test_1",
      "stripe-version": contract.apiVersion,
    });
    expect(call.url.href).not.toContain("rk_test_1");
  });
});

describe("classify", () => {
  const answer = (status: number, error: unknown, headers: Record<string, string> = {}): ApiResponse => ({
    status,
    body: { error },
    headers: new Headers(headers),
  });
  const invalid = { type: "invalid_request_error", message: "no key of ours: rk_test_****J2" };

  it.each([
    [401, invalid, "unauthorized"],
    [401, { ...invalid, code: "api_key_expired" }, "unauthorized"],
    [403, invalid, "forbidden"],
    [404, { ...invalid, code: "resource_missing", param: "id" }, "not_found"],
    [400, { ...invalid, code: "resource_missing", param: "starting_after" }, "rejected"],
    [402, { type: "card_error" }, "rejected"],
    [409, { type: "idempotency_error" }, "unavailable"],
    [424, {}, "unavailable"],
    [429, { ...invalid, code: "lock_timeout" }, "throttled"],
    [500, { type: "api_error" }, "unavailable"],
    [302, null, "rejected"],
  ])("%i %#", (status, error, kind) => {
    const failure = stripe.classify(answer(status, error), 0);
    expect(failure?.kind).toBe(kind);
    expect(JSON.stringify(failure)).not.toContain("J2");
  });

  it("repeats names, never what was sent", () => {
    const smuggled = { type: "a@b.example", code: "A B", param: "rk_test_ABC" };
    expect(stripe.classify(answer(400, smuggled), 0)).toEqual({ kind: "rejected", detail: "HTTP 400" });
    expect(
      stripe.classify(answer(400, { ...invalid, code: "parameter_unknown", param: "created[gte]" }), 0),
    ).toEqual({
      kind: "rejected",
      detail: "invalid_request_error/parameter_unknown at created[gte]",
    });
    expect(stripe.classify(answer(200, null), 0)).toBeNull();
    expect(stripe.classify({ ...answer(503, null), body: "<html>" }, 0)).toMatchObject({
      kind: "unavailable",
    });
    expect(stripe.classify(answer(429, null, { "retry-after": "3" }), 0)).toEqual({
      kind: "throttled",
      retryAfter: 3,
    });
    expect(stripe.classify(answer(429, null), 0)).toEqual({ kind: "throttled", retryAfter: null });
  });
});

describe("webhooks", () => {
  // Computed with OpenSSL: printf '1790000000.{"id":"evt_1","type":"charge.refunded"}' | openssl dgst -sha256 -hmac whsec_duka_amina
  const known = {
    secret: "whsec_duka_amina",
    body: '{"id":"evt_1","type":"charge.refunded"}',
    time: 1_790_000_000,
    signature: "323abd25ddfd739e160aff2300cb604612bf2dfd0656186115615289abd059ac",
  };

  function verify(header: string | null, over: { body?: string; secret?: string; now?: number } = {}) {
    const headers = new Headers(header === null ? {} : { "stripe-signature": header });
    const rawBody = utf8(over.body ?? known.body);
    const delivery = {
      method: "POST" as const,
      headers,
      rawBody,
      url: "https://x/",
      secret: over.secret ?? known.secret,
    };
    return stripe.webhooks!.verify(delivery, { ...PEER, now: over.now ?? known.time * 1_000 });
  }
  const genuine = { kind: "genuine", eventId: "evt_1", topic: "charge.refunded", account: null };

  it("accepts what was signed elsewhere with the same secret, in its time", async () => {
    const header = `t=${known.time},v1=${known.signature}`;
    expect(await verify(header)).toEqual(genuine);
    expect(await verify(`t=${known.time},v1=${"0".repeat(64)},v1=${known.signature},v0=x`)).toEqual(genuine);
    expect(await verify(header, { now: (known.time + 300) * 1_000 })).toEqual(genuine);
  });

  it.each([
    ["another body", `t=${known.time},v1=${known.signature}`, { body: `${known.body} ` }],
    ["another secret", `t=${known.time},v1=${known.signature}`, { secret: "whsec_other" }],
    ["no secret", `t=${known.time},v1=${known.signature}`, { secret: "" }],
    ["another time", `t=${known.time + 1},v1=${known.signature}`, {}],
    ["an old delivery", `t=${known.time},v1=${known.signature}`, { now: (known.time + 301) * 1_000 }],
    ["one from the future", `t=${known.time},v1=${known.signature}`, { now: (known.time - 301) * 1_000 }],
    ["a weaker scheme", `t=${known.time},v0=${known.signature}`, {}],
    ["upper case", `t=${known.time},v1=${known.signature.toUpperCase()}`, {}],
    ["no time", `v1=${known.signature}`, {}],
    ["a time that is none", `t=x,v1=${known.signature}`, {}],
    ["nothing", null, {}],
  ])("refuses %s", async (_, header, over) => {
    expect(await verify(header, over)).toMatchObject({ kind: "forged" });
  });

  it("refuses what is signed and no event", async () => {
    const body = '{"hello":"world"}';
    const signature = hex(await hmac(await hmacKey(utf8(known.secret)), `${known.time}.${body}`));
    expect(await verify(`t=${known.time},v1=${signature}`, { body })).toMatchObject({
      kind: "forged",
      why: expect.stringContaining("not an event"),
    });
  });

  it("tells what changed at the account itself, not at those connected to it", () => {
    const { interpret } = stripe.webhooks!;
    expect(interpret({ topic: "product.updated", body: event })).toEqual({
      kind: "changed",
      topic: "product.updated",
    });
    expect(interpret({ topic: "charge.refunded", body: { account: "acct_other" } })).toEqual({
      kind: "ignored",
    });
    expect(interpret({ topic: "x", body: undefined })).toEqual({ kind: "changed", topic: "x" });
  });
});
