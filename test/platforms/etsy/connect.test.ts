import { describe, expect, it } from "vitest";
import { base64, utf8 } from "../../../src/kernel/bytes";
import { hmac, hmacKey } from "../../../src/kernel/digest";
import type { WebhookDelivery } from "../../../src/platforms/adapter";
import { etsy } from "../../../src/platforms/etsy";
import { NO_CALLBACK, outgoing, PEER } from "../../support/adapter-calls";
import { fakeApi } from "../amazon/fake-api";

const { connect } = etsy;
const now = Date.parse("2026-11-23T12:00:00Z");

describe("connecting", () => {
  it("is a public client with PKCE", () => {
    expect(connect).toMatchObject({ pkce: "S256", clientAuth: "none" });
    expect(connect.endpoints({ mode: "live", shop: null })).toEqual({
      authorize: "https://www.etsy.com/oauth/connect",
      token: "https://api.etsy.com/v3/public/oauth/token",
      revoke: null,
    });
    expect(connect.refresh.kind).toBe("rotating");
  });

  it("knows how long a refresh token lives, and invents none", () => {
    expect(
      connect.decodeTokenResponse?.({ access_token: "7.a", refresh_token: "7.r", expires_in: 3600 }, now),
    ).toMatchObject({ refresh_token_expires_in: 7_776_000 });
    expect(connect.decodeTokenResponse?.({ access_token: "7.a", expires_in: 3600 }, now)).not.toHaveProperty(
      "refresh_token_expires_in",
    );
  });

  it("knows the account by its shop, and connects nobody without one", async () => {
    const seller = fakeApi({ "/users/me": { user_id: 7, shop_id: 42 } });
    expect(
      await connect.identify({ tokens: { access_token: "7.a" }, callback: NO_CALLBACK, api: seller.api }),
    ).toEqual({ id: "42", facts: {} });
    const buyer = fakeApi({ "/users/me": { user_id: 7, shop_id: null } });
    await expect(
      connect.identify({ tokens: {}, callback: NO_CALLBACK, api: buyer.api }),
    ).rejects.toMatchObject({ failure: { kind: "unexpected", field: "body.shop_id" } });
  });

  it("calls with the token, the keystring and the shared secret", async () => {
    const call = outgoing("7.a", { client: { client_id: "keystring", client_secret: "shared" } });
    await etsy.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer 7.a");
    expect(call.headers.get("x-api-key")).toBe("keystring:shared");
    expect(call.url.search).toBe("");
  });

  it.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [400, "rejected"],
    [503, "unavailable"],
    [200, undefined],
  ])("answered %i", (status, kind) => {
    expect(etsy.classify({ status, headers: new Headers(), body: { error: "buyer 77 …" } }, now)?.kind).toBe(
      kind,
    );
  });

  it("waits as long as Etsy says", () => {
    const slow = { status: 429, headers: new Headers({ "retry-after": "12" }), body: null };
    expect(etsy.classify(slow, now)).toEqual({ kind: "throttled", retryAfter: 12 });
  });
});

/** A signing secret made for this test: `whsec_` and the key in base64. */
const SECRET = `whsec_${base64(utf8("a key of this test, 24 b."))}`;

const BODY =
  '{"event_type":"order.paid","resource_url":"https://openapi.etsy.com/v3/application/shops/42/receipts/3001","shop_id":42}';

async function sign(body: string, secret = SECRET, id = "msg_1", at = now) {
  const timestamp = String(Math.floor(at / 1_000));
  const key = await hmacKey(
    Uint8Array.from(atob(secret.replace("whsec_", "")), (char) => char.charCodeAt(0)),
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${base64(await hmac(key, `${id}.${timestamp}.${body}`))}`,
  };
}

function verify(body: string, headers: Record<string, string>, secret = SECRET, at = now) {
  const delivery: WebhookDelivery = {
    method: "POST",
    headers: new Headers(headers),
    rawBody: utf8(body),
    url: "https://m.example/webhooks/etsy",
    secret,
  };
  return etsy.webhooks!.verify(delivery, { ...PEER, now: at });
}

describe("webhooks", () => {
  it("are judged by their signature before what they say", async () => {
    const other = '{"order":"of something else"}';
    const headers = await sign(other);
    expect(await verify(other, headers)).toEqual({
      kind: "forged",
      why: "signed, but not an event of Etsy's",
    });
    expect(await verify(`${other} `, headers)).toEqual({
      kind: "forged",
      why: "the signature does not fit",
    });
  });

  it("are signed over id, time and body, with the key that the secret holds in base64", async () => {
    const key = await crypto.subtle.importKey(
      "raw",
      utf8("a key of this test, 24 b."),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const time = Math.floor(now / 1_000);
    const signed = await crypto.subtle.sign("HMAC", key, utf8(`msg_kilimanjaro.${time}.${BODY}`));
    const headers = {
      "webhook-id": "msg_kilimanjaro",
      "webhook-timestamp": String(time),
      "webhook-signature": `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`,
    };
    expect(await verify(BODY, headers)).toMatchObject({ kind: "genuine", eventId: "msg_kilimanjaro" });
  });

  it("name the shop and the event, by the delivery's id", async () => {
    expect(await verify(BODY, await sign(BODY))).toEqual({
      kind: "genuine",
      eventId: "msg_1",
      topic: "order.paid",
      account: "42",
    });
    expect(etsy.webhooks?.interpret({ topic: "order.paid", body: {} })).toEqual({
      kind: "changed",
      topic: "order.paid",
    });
  });

  it("are good with any of several signatures", async () => {
    const signed = await sign(BODY);
    expect(
      await verify(BODY, {
        ...signed,
        "webhook-signature": `v1,AAAA v1a,BBBB ${signed["webhook-signature"]}`,
      }),
    ).toMatchObject({ kind: "genuine" });
  });

  it("are forged otherwise", async () => {
    const signed = await sign(BODY);
    expect(await verify(BODY.replace("42}", "43}"), signed)).toMatchObject({ kind: "forged" });
    expect(await verify(BODY, { ...signed, "webhook-id": "msg_2" })).toMatchObject({ kind: "forged" });
    expect(await verify(BODY, { ...signed, "webhook-signature": "" })).toMatchObject({ kind: "forged" });
    expect(
      await verify(BODY, {
        ...signed,
        "webhook-signature": signed["webhook-signature"].replace("v1,", "v2,"),
      }),
    ).toMatchObject({ kind: "forged" });
    expect(await verify(BODY, signed, "")).toMatchObject({ kind: "forged" });
    expect(await verify(BODY, signed, "whsec_")).toMatchObject({ kind: "forged" });
    expect(await verify(BODY, signed, SECRET, now + 301_000)).toMatchObject({ kind: "forged" });
  });
});
