import { describe, expect, it } from "vitest";
import { base64, hex, utf8 } from "../../../src/kernel/bytes";
import type { ApiResponse, WebhookDelivery, WebhookPeer } from "../../../src/platforms/adapter";
import { ebay } from "../../../src/platforms/ebay";
import type { User } from "../../contracts/ebay/vendor";
import { NO_CALLBACK, outgoing } from "../../support/adapter-calls";
import { fakeApi } from "../amazon/fake-api";
import { header, newSigner } from "./signer";

const { connect } = ebay;
const live = { mode: "live", shop: null } as const;
const test = { mode: "test", shop: null } as const;
const now = Date.parse("2026-11-23T12:00:00Z");

describe("connecting", () => {
  it("keeps the two worlds apart", () => {
    expect(connect.endpoints(live)).toEqual({
      authorize: "https://auth.ebay.com/oauth2/authorize",
      token: "https://api.ebay.com/identity/v1/oauth2/token",
      revoke: null,
    });
    expect(connect.endpoints(test).authorize).toBe("https://auth.sandbox.ebay.com/oauth2/authorize");
    expect(ebay.apiBase(test, { id: "", facts: {} })).toBe("https://api.sandbox.ebay.com");
    expect(connect.authorizeParams?.(live)).toEqual({ prompt: "login" });
  });

  it("authenticates our client by Basic, to the byte, and not in the body", () => {
    const params = {
      grant_type: "refresh_token",
      refresh_token: "R",
      client_id: "Our-App_PRD.1",
      client_secret: "PRD-~1",
    };
    const sent = connect.encodeTokenRequest?.(new URLSearchParams(params));
    expect(atob(sent?.headers["authorization"]?.replace("Basic ", "") ?? "")).toBe("Our-App_PRD.1:PRD-~1");
    expect(sent?.body).toBe("grant_type=refresh_token&refresh_token=R");
  });

  it("takes eBay's token for a bearer's", () => {
    const answer = {
      access_token: "v^1.1#i",
      expires_in: 7200,
      refresh_token: "v^1.1#r",
      refresh_token_expires_in: 47304000,
      token_type: "User Access Token",
    };
    expect(connect.decodeTokenResponse?.(answer, now)).toEqual({ ...answer, token_type: "bearer" });
  });

  it("reads a decline", () => {
    const read = (query: string) => connect.decodeCallback?.(new URLSearchParams(query)).get("error");
    expect(read("isAuthSuccessful=false&state=S")).toBe("access_denied");
    expect(read("isAuthSuccessful=true&code=C&state=S")).toBeNull();
    expect(read("isAuthSuccessful=false&code=C&state=S")).toBeNull();
  });

  it("knows the account by its immutable id", async () => {
    const { api } = fakeApi({
      "/commerce/identity/v1/user/": { userId: "amina5ELLER", username: "changes" } satisfies User,
    });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
      id: "amina5ELLER",
      facts: {},
    });
    const odd = fakeApi({ "/commerce/identity/v1/user/": { username: "only" } });
    await expect(connect.identify({ tokens: {}, callback: NO_CALLBACK, api: odd.api })).rejects.toMatchObject(
      { failure: { kind: "unexpected", field: "body.userId" } },
    );
  });

  it("calls with a bearer token", async () => {
    const call = outgoing("T");
    await ebay.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer T");
  });

  const response = (status: number, errorId?: number, headers = {}): ApiResponse => ({
    status,
    headers: new Headers(headers),
    body:
      errorId === undefined
        ? "<html>"
        : { errors: [{ errorId, domain: "OAuth", category: "REQUEST", message: "buyer1 is not …" }] },
  });
  it.each([
    [response(401, 1001), { kind: "unauthorized", detail: "OAuth 1001" }],
    [response(403, 1100), { kind: "forbidden", detail: "OAuth 1100" }],
    [response(404, 25710), { kind: "not_found" }],
    [response(429, 2001), { kind: "throttled", retryAfter: null }],
    [response(429, 2001, { "retry-after": "30" }), { kind: "throttled", retryAfter: 30 }],
    [response(400, 30700), { kind: "rejected", detail: "OAuth 30700" }],
    [response(503), { kind: "unavailable", detail: "HTTP 503" }],
    [response(200), null],
  ])("answered %#", (answer, failure) => {
    expect(ebay.classify(answer, now)).toEqual(failure);
  });
});

/** eBay's notification API: an application token for our client, and the keys given. */
function peer(keys: Record<string, object>, over: Partial<WebhookPeer> = {}) {
  const asked: string[] = [];
  const made: WebhookPeer = {
    mode: "live",
    client: { client_id: crypto.randomUUID(), client_secret: "CERT" },
    now,
    async fetch(request) {
      asked.push(request.url);
      if (request.url === "https://api.ebay.com/identity/v1/oauth2/token") {
        const isOurs =
          request.headers.get("authorization") === `Basic ${btoa(`${made.client.client_id}:CERT`)}`;
        const form = new URLSearchParams(await request.text());
        return isOurs && form.get("grant_type") === "client_credentials"
          ? Response.json({ access_token: "APP", expires_in: 7200, token_type: "Application Access Token" })
          : Response.json({ error: "invalid_client" }, { status: 401 });
      }
      if (request.headers.get("authorization") !== "Bearer APP") return new Response(null, { status: 401 });
      const key = keys[request.url.replace("https://api.ebay.com/commerce/notification/v1/public_key/", "")];
      return key ? Response.json(key) : Response.json({ errors: [{ errorId: 195020 }] }, { status: 404 });
    },
    ...over,
  };
  return { peer: made, asked };
}

function delivery(body: string, signature: string | null): WebhookDelivery {
  const headers = new Headers(signature === null ? {} : { "x-ebay-signature": signature });
  return { method: "POST", headers, rawBody: utf8(body), url: "https://m.example/webhooks/ebay", secret: "" };
}

const verify = (body: string, signature: string | null, by: WebhookPeer) =>
  ebay.webhooks!.verify(delivery(body, signature), by);

/** What eBay tells of every user who leaves; it signs the bytes, so they are written once. */
const BODY = JSON.stringify({
  metadata: { topic: "MARKETPLACE_ACCOUNT_DELETION", schemaVersion: "1.0", deprecated: false },
  notification: {
    notificationId: "nairobi-0001_marketplace-account-deletion",
    eventDate: "2026-11-23T11:58:00.000Z",
    publishDate: "2026-11-23T11:58:01.000Z",
    publishAttemptCount: 1,
    data: { username: "amina_books", userId: "amina5ELLER", eiasToken: "bm90IGEgdG9rZW4=" },
  },
});
const UNKNOWN = "00000000-0000-0000-0000-000000000000";

describe("notifications", () => {
  it.each([
    "SHA1",
    "SHA256",
  ] as const)("signed with %s are genuine, with one look at the key", async (digest) => {
    const signer = newSigner(digest);
    const signature = await signer.sign(BODY);
    const { peer: by, asked } = peer({ [signer.kid]: await signer.answer() });
    expect(await verify(BODY, signature, by)).toEqual({
      kind: "genuine",
      eventId: "nairobi-0001_marketplace-account-deletion",
      topic: "MARKETPLACE_ACCOUNT_DELETION",
      account: "amina5ELLER",
    });
    await verify(BODY, signature, by);
    expect(asked).toHaveLength(2);
    await verify(BODY, signature, { ...by, now: now + 3_600_001 });
    expect(asked).toHaveLength(4);
  });

  it("are genuine however long the two numbers of their signature are", async () => {
    const signer = newSigner();
    const { peer: by } = peer({ [signer.kid]: await signer.answer() });
    const seen = new Set<number>();
    // Of either number every second has a byte more and every 512th one less: 70 to 72 bytes come soon, 69 in a while.
    for (let n = 0; n < 20_000 && ![69, 70, 71, 72].every((length) => seen.has(length)); n++) {
      const der = await signer.der(BODY);
      if (seen.has(der.length)) continue;
      seen.add(der.length);
      expect(await verify(BODY, header(signer.kid, base64(der)), by)).toMatchObject({ kind: "genuine" });
    }
    expect([...seen]).toEqual(expect.arrayContaining([69, 70, 71, 72]));
  });

  it("of which anything is not as eBay signed it are forged", async () => {
    const signer = newSigner();
    const signature = await signer.sign(BODY);
    const der = base64(await signer.der(BODY));
    const { peer: by } = peer({ [signer.kid]: await signer.answer() });
    const refused: [string, string, string | null][] = [
      ["another body", BODY.replace("amina5ELLER", "amina5ELLES"), signature],
      ["a signature of another message", BODY, await signer.sign(`${BODY} `)],
      ["a signature by another key", BODY, header(signer.kid, base64(await newSigner().der(BODY)))],
      ["no signature", BODY, null],
      ["no base64", BODY, "%%%"],
      ["no JSON", BODY, btoa("hello")],
      ["a signature that is not ASN.1", BODY, header(signer.kid, btoa("x".repeat(64)))],
      ["a key id that is a path", BODY, header("../../sell/x", der)],
      ["an unknown key", BODY, header(UNKNOWN, der)],
    ];
    for (const [what, body, sent] of refused)
      expect(await verify(body, sent, by), what).toMatchObject({ kind: "forged" });
    expect(await verify(BODY, signature, by)).toMatchObject({ kind: "genuine" });
  });

  it("do not make us ask for an invented key again and again", async () => {
    const { peer: by, asked } = peer({});
    const signature = header(UNKNOWN, base64(await newSigner().der(BODY)));
    for (let i = 0; i < 5; i++) expect(await verify(BODY, signature, by)).toMatchObject({ kind: "forged" });
    expect(asked).toHaveLength(2);
  });

  it("are refused, and asked about again, while eBay does not answer", async () => {
    const signer = newSigner();
    const signature = await signer.sign(BODY);
    const { peer: by } = peer({ [signer.kid]: await signer.answer() });
    const down: WebhookPeer = { ...by, fetch: async () => new Response(null, { status: 503 }) };
    expect(await verify(BODY, signature, down)).toMatchObject({ kind: "forged" });
    expect(await verify(BODY, signature, by)).toMatchObject({ kind: "genuine" });
  });

  it("mean what their topic says", () => {
    const interpret = (topic: string, revokeReason?: string) =>
      ebay.webhooks?.interpret({
        topic,
        body: { metadata: { topic }, notification: { data: { userId: "U", revokeReason } } },
      });
    expect(interpret("MARKETPLACE_ACCOUNT_DELETION")).toEqual({
      kind: "privacy_request",
      right: "deletion",
      about: "account",
    });
    expect(interpret("AUTHORIZATION_REVOCATION", "REVOKED_BY_USER")).toEqual({ kind: "uninstalled" });
    // A changed password asks for a new consent, not for the end of the connection.
    expect(interpret("AUTHORIZATION_REVOCATION", "PASSWORD_CHANGE")).toEqual({
      kind: "changed",
      topic: "AUTHORIZATION_REVOCATION",
    });
    expect(interpret("ITEM_SOLD")).toEqual({ kind: "changed", topic: "ITEM_SOLD" });
  });
});

describe("the challenge", () => {
  const ask = (method: "GET" | "POST", url: string, secret: string) =>
    ebay.webhooks?.challenge?.({ ...delivery("", null), method, url, secret }, peer({}).peer);

  it("is answered by SHA-256 over code, token and address", async () => {
    const token = "verification-token-of-thirty-two-or-more";
    const answer = await ask(
      "GET",
      "https://m.example/webhooks/ebay?challenge_code=5b0c1f7e-challenge-code-of-this-test",
      token,
    );
    const expected = await crypto.subtle.digest(
      "SHA-256",
      utf8(`5b0c1f7e-challenge-code-of-this-test${token}https://m.example/webhooks/ebay`),
    );
    expect(answer?.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await answer?.json()).toEqual({ challengeResponse: hex(new Uint8Array(expected)) });
  });

  it("is nothing but that", async () => {
    expect(await ask("POST", "https://m.example/webhooks/ebay?challenge_code=x", "t")).toBeNull();
    expect(await ask("GET", "https://m.example/webhooks/ebay", "t")).toBeNull();
    expect(await ask("GET", "https://m.example/webhooks/ebay?challenge_code=x", "")).toBeNull();
  });
});
