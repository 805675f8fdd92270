import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { base64url, utf8 } from "../../../src/kernel/bytes";
import { hmac, hmacKey } from "../../../src/kernel/digest";
import { wix } from "../../../src/platforms/wix";
import { PEER } from "../../support/adapter-calls";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const INSTANCE = "b0f8a2f0-7d0c-4b9a-9f55-2f3f3a0c9d11";
const client = { client_id: "app-1", client_secret: "app-secret" };

/** What proves where an arrival, a token and a delivery come from. */
describe("an arrival", () => {
  const claims = { instanceId: INSTANCE, appDefId: "app-1", signDate: "2026-11-23T11:59:00.000Z" };
  const sign = async (payload: object, secret = client.client_secret) => {
    const text = base64url(utf8(JSON.stringify(payload)));
    return `${base64url(await hmac(await hmacKey(utf8(secret)), text))}.${text}`;
  };
  const arrive = (name: string, value: string, secret = client.client_secret) =>
    wix.connect.arrival({
      params: new URLSearchParams({ instanceId: "00000000-0000-4000-8000-000000000000", [name]: value }),
      client: { ...client, client_secret: secret },
      now: NOW,
    });

  it.each([
    "signedInstance",
    "instance",
  ])("by %s is the instance that Wix signed, not the one beside it", async (name) => {
    const signed = await sign(claims);
    expect(await arrive(name, signed)).toEqual({
      kind: "credentials",
      tokens: { access_token: "", scopes: null, secrets: { instance_id: INSTANCE } },
      shop: null,
    });
    const api = { target: { mode: "live" as const, shop: null }, now: NOW, send: () => Promise.reject() };
    const callback = new URLSearchParams({ [name]: signed });
    expect(await wix.connect.identify({ tokens: {}, callback, api })).toEqual({ id: INSTANCE, facts: {} });
  });

  it("is refused when anything of it is not as Wix signs it", async () => {
    const good = await sign(claims);
    const [signature, payload] = good.split(".") as [string, string];
    const other = base64url(utf8(JSON.stringify({ ...claims, instanceId: crypto.randomUUID() })));
    const refused = [
      "",
      payload,
      `.${payload}`,
      `${signature}.${other}`,
      `${good}.x`,
      await sign(claims, "someone-else's"),
      await sign({ ...claims, signDate: "2026-11-23T11:44:00Z" }),
      await sign({ ...claims, signDate: "2026-11-23T12:16:00Z" }),
      await sign({ instanceId: INSTANCE }),
    ];
    for (const value of refused) expect((await arrive("signedInstance", value)).kind, value).toBe("forged");
    expect((await arrive("signedInstance", await sign(claims, "x"), "")).kind).toBe("forged");
  });
});

describe("the token", () => {
  const { refresh } = wix.connect;
  if (refresh.kind !== "machine") throw new Error("Wix's tokens are obtained by a machine login");

  it("is obtained with our client's secret and the site's instance, in the body", async () => {
    const target = { mode: "live" as const, shop: null };
    const request = refresh.request({ client, secrets: { instance_id: INSTANCE }, target });
    expect(request.url).toBe("https://www.wixapis.com/oauth2/token");
    expect(await request.json()).toEqual({
      grant_type: "client_credentials",
      client_id: "app-1",
      client_secret: "app-secret",
      instance_id: INSTANCE,
    });
    const answer = { access_token: "t", token_type: "Bearer", expires_in: 14_400 };
    expect(refresh.read(answer, NOW)).toEqual({ access_token: "t", expires_in: 14_400 });
  });

  it("is refused for the site only when Wix says that the grant is gone", () => {
    expect(refresh.refused(400, { error: "invalid_grant" })).toBe("invalid_grant");
    expect(refresh.refused(401, { error: "invalid_client" })).toBe("invalid_client");
    expect(refresh.refused(500, { message: "oops" })).toBeNull();
  });

  it("has an app that is installed at Wix, and leads back to us where that is configured", () => {
    const target = { mode: "live" as const, shop: null };
    expect(wix.connect.installUrl({ client, target })).toBe("https://www.wix.com/app-installer?appId=app-1");
    const settings = { share_url_id: "s1" };
    const led = { ...client, redirect_uri: "https://metristack.test/connect/install/wix/live", settings };
    const url = new URL(wix.connect.installUrl({ client: led, target }) ?? "");
    expect(url.searchParams.get("postInstallationUrl")).toBe(led.redirect_uri);
    expect(url.searchParams.get("shareUrlId")).toBe("s1");
  });
});

describe("a webhook", async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const stranger = await generateKeyPair("RS256");
  const pem = await exportSPKI(publicKey);
  const changed = {
    eventType: "wix.ecom.v1.order_updated",
    instanceId: INSTANCE,
    data: JSON.stringify({ id: "event-1", entityId: "o1" }),
  };
  const claims = (event: unknown) => ({
    data: typeof event === "string" ? event : JSON.stringify(event),
    iat: NOW / 1_000,
    exp: NOW / 1_000 + 3_600,
  });
  const signed = (event: unknown, over: object = {}, key = privateKey) =>
    new SignJWT({ ...claims(event), ...over }).setProtectedHeader({ alg: "RS256" }).sign(key);
  const verify = (body: string, secret = pem) =>
    wix.webhooks!.verify(
      {
        method: "POST",
        headers: new Headers(),
        rawBody: utf8(body),
        url: "https://metristack.test/webhooks/wix",
        secret,
      },
      { ...PEER, now: NOW },
    );

  it("signed by Wix's key is genuine, however the key's lines are written", async () => {
    const genuine = {
      kind: "genuine",
      eventId: "event-1",
      topic: "wix.ecom.v1.order_updated",
      account: INSTANCE,
    };
    const body = await signed(changed);
    expect(await verify(body)).toEqual(genuine);
    expect(await verify(body, pem.replaceAll("\n", "\\n"))).toEqual(genuine);
    expect(wix.webhooks!.interpret({ topic: genuine.topic, body: undefined })).toEqual({
      kind: "changed",
      topic: genuine.topic,
    });
  });

  it("of the app's removal ends the site's connections, and is the same when it is repeated", async () => {
    const removed = { eventType: "AppRemoved", instanceId: INSTANCE, data: '{"appId":"app-1"}' };
    const [first, again] = [
      await verify(await signed(removed)),
      await verify(await signed(removed, { iat: 1 })),
    ];
    expect(first).toMatchObject({ kind: "genuine", topic: "AppRemoved", account: INSTANCE });
    expect(again).toEqual(first);
    expect(wix.webhooks!.interpret({ topic: "AppRemoved", body: undefined })).toEqual({
      kind: "uninstalled",
    });
  });

  it("is refused when it is another's, altered, lapsed, unsigned or no event", async () => {
    const good = await signed(changed);
    const [head, payload, signature] = good.split(".") as [string, string, string];
    const hs256 = await new SignJWT(claims(changed)).setProtectedHeader({ alg: "HS256" }).sign(utf8(pem));
    const refused = [
      "",
      `${good} `,
      `${head}.${payload}.`,
      `${head}.${payload.slice(0, -2)}AA.${signature}`,
      await signed(changed, {}, stranger.privateKey),
      await signed(changed, { exp: NOW / 1_000 - 301 }),
      await signed(changed, { iat: NOW / 1_000 + 301 }),
      await signed("not JSON"),
      await signed({ eventType: "x" }),
      hs256,
      new UnsecuredJWT(claims(changed)).encode(),
    ];
    for (const body of refused) expect((await verify(body)).kind, body.slice(0, 40)).toBe("forged");
    expect((await verify(good, "")).kind).toBe("forged");
    expect((await verify(good, "not a key")).kind).toBe("forged");
  });
});
