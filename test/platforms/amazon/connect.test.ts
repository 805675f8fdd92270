import { describe, expect, it } from "vitest";
import { type ApiResponse, PlatformFailure } from "../../../src/platforms/adapter";
import { amazon } from "../../../src/platforms/amazon";
import { OPERATIONS } from "../../contracts/amazon/operations";
import { faultsOf } from "../../contracts/described-operations";
import { outgoing } from "../../support/adapter-calls";
import { fakeApi, query } from "./fake-api";

const { connect } = amazon;
const za = { mode: "live", shop: "za" } as const;
const client = {
  client_id: "amzn1.application-oa2-client.x",
  client_secret: "s",
  settings: { application_id: "amzn1.sp.solution.x" },
};

describe("connecting", () => {
  it.each([
    ["za", "https://sellercentral.amazon.co.za", "https://sellingpartnerapi-eu.amazon.com"],
    ["eg", "https://sellercentral.amazon.eg", "https://sellingpartnerapi-eu.amazon.com"],
    ["us", "https://sellercentral.amazon.com", "https://sellingpartnerapi-na.amazon.com"],
    ["jp", "https://sellercentral.amazon.co.jp", "https://sellingpartnerapi-fe.amazon.com"],
    ["de", "https://sellercentral-europe.amazon.com", "https://sellingpartnerapi-eu.amazon.com"],
  ])("goes to the store's own Seller Central and region: %s", (shop, central, host) => {
    const target = { mode: "live", shop } as const;
    expect(connect.endpoints(target).authorize).toBe(`${central}/apps/authorize/consent`);
    expect(amazon.apiBase(target, { id: "", facts: {} })).toBe(host);
    expect(amazon.apiBase({ ...target, mode: "test" }, { id: "", facts: {} })).toBe(
      host.replace("https://", "https://sandbox."),
    );
  });

  it("takes a country from the list and nothing else", () => {
    expect(connect.shop?.normalise(" ZA ")).toBe("za");
    for (const input of ["", "zz", "sellercentral.amazon.com", "constructor", "za.evil.example"])
      expect(connect.shop?.normalise(input), input).toBeNull();
    expect(connect.shop?.choices).toHaveLength(23);
    for (const choice of connect.shop?.choices ?? [])
      expect(connect.shop?.normalise(choice.value)).toBe(choice.value);
  });

  it("names the application, and a draft as one", () => {
    const standard = new URLSearchParams({
      response_type: "code",
      client_id: "x",
      scope: "a b",
      state: "S",
      redirect_uri: "https://m.example/cb",
    });
    const published = connect.encodeAuthorization?.(standard, { client, target: za });
    expect(Object.fromEntries(published ?? [])).toEqual({
      application_id: "amzn1.sp.solution.x",
      state: "S",
      redirect_uri: "https://m.example/cb",
    });
    const draft = { ...client, settings: { ...client.settings, status: "draft" } };
    expect(connect.encodeAuthorization?.(standard, { client: draft, target: za }).get("version")).toBe(
      "beta",
    );
  });

  it("reads spapi_oauth_code, and never a plain code beside it in secret", () => {
    const callback = new URLSearchParams("state=S&selling_partner_id=A1SELLER&spapi_oauth_code=C");
    expect(connect.decodeCallback?.(callback).getAll("code")).toEqual(["C"]);
    expect(
      connect.decodeCallback?.(new URLSearchParams("spapi_oauth_code=C&code=D&state=S")).getAll("code"),
    ).toEqual(["D", "C"]);
    expect(connect.decodeCallback?.(new URLSearchParams("error=access_denied&state=S")).get("error")).toBe(
      "access_denied",
    );
  });

  it("renews hourly tokens, and knows that the grant ends after a year", () => {
    expect(connect.refresh).toMatchObject({ kind: "reusable", grantDays: 365 });
    expect(connect.revoke.kind).toBe("impossible");
  });
});

describe("whose account it is", () => {
  const identify = (id: string | null, answers: Parameters<typeof fakeApi>[0] | PlatformFailure) => {
    const fake =
      answers instanceof PlatformFailure
        ? { api: { ...fakeApi({}).api, send: async () => Promise.reject(answers) }, sent: [] }
        : fakeApi(answers);
    const callback = new URLSearchParams(id === null ? {} : { selling_partner_id: id });
    return { sent: fake.sent, outcome: connect.identify({ tokens: {}, callback, api: fake.api }) };
  };
  const proof = { "/listings/2021-08-01/items/A1SELLER": { numberOfResults: 0, items: [] } };

  it("is proved by the seller's own listings", async () => {
    const { outcome, sent } = identify("A1SELLER", proof);
    expect(await outcome).toEqual({ id: "A1SELLER", facts: {} });
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  });

  it.each([
    "forbidden",
    "rejected",
  ] as const)("is refused when Amazon says %s: another seller's id was written in", async (kind) => {
    const { outcome } = identify("A2VICTIM", new PlatformFailure({ kind, detail: "Unauthorized" }, 403));
    await expect(outcome).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "callback.selling_partner_id" },
    });
  });

  it("passes on that Amazon is down", async () => {
    const { outcome } = identify("A1SELLER", new PlatformFailure({ kind: "unavailable", detail: "x" }, 503));
    await expect(outcome).rejects.toMatchObject({ failure: { kind: "unavailable" } });
  });

  it.each([null, "", "../../orders", "a1"])("is not %j", async (id) => {
    await expect(identify(id, proof).outcome).rejects.toMatchObject({ failure: { kind: "unexpected" } });
  });
});

describe("calls", () => {
  it("carry the token in Amazon's header", async () => {
    const call = outgoing("Atza|T");
    await amazon.authorise(call);
    expect(call.headers.get("x-amz-access-token")).toBe("Atza|T");
    expect(call.headers.has("authorization")).toBe(false);
  });

  const response = (status: number, code: string, details = "", headers = {}): ApiResponse => ({
    status,
    headers: new Headers(headers),
    body: { errors: [{ code, message: "No.", details }] },
  });
  const now = Date.parse("2026-11-23T12:00:00Z");

  it.each([
    [response(403, "Unauthorized", "That access token has expired."), "unauthorized"],
    [response(403, "Unauthorized", "That Access Token is not valid."), "unauthorized"],
    [response(401, "Unauthorized"), "unauthorized"],
    // A missing role reads the same but for the details, which are empty.
    [response(403, "Unauthorized"), "forbidden"],
    [response(404, "NotFound"), "not_found"],
    [response(400, "InvalidInput"), "rejected"],
    [response(503, "InternalFailure"), "unavailable"],
    [response(429, "QuotaExceeded"), "throttled"],
    [{ status: 500, headers: new Headers(), body: "<html>" }, "unavailable"],
    [{ status: 200, headers: new Headers(), body: {} }, null],
  ])("answered %#", (answer, kind) => {
    expect(amazon.classify(answer, now)?.kind ?? null).toBe(kind);
  });

  it("wait as long as the bucket takes to gain one", () => {
    const slow = response(429, "QuotaExceeded", "", { "x-amzn-RateLimit-Limit": "0.0056" });
    expect(amazon.classify(slow, now)).toEqual({ kind: "throttled", retryAfter: 179 });
    expect(amazon.classify(response(429, "QuotaExceeded"), now)).toEqual({
      kind: "throttled",
      retryAfter: null,
    });
  });
});

describe("the seller", () => {
  const participation = (id: string, isParticipating = true) => ({
    marketplace: {
      id,
      name: `Amazon ${id}`,
      countryCode: "ZA",
      defaultCurrencyCode: "ZAR",
      defaultLanguageCode: "en_ZA",
      domainName: "www.amazon.co.za",
    },
    participation: { isParticipating, hasSuspendedListings: false },
    storeName: "Rooibos & Co",
  });
  const answers = {
    "/sellers/v1/marketplaceParticipations": {
      payload: [participation("ZZ", false), participation("AE08WJ6YKNBMC")],
    },
  };

  it("is a store in its home marketplace, and a location in each", async () => {
    const { api } = fakeApi(answers);
    expect((await amazon.read.store?.(api))?.value).toMatchObject({
      id: "A1SELLER",
      name: "Rooibos & Co",
      country: "ZA",
      currency: "ZAR",
      locale: "en-ZA",
    });
    const first = await amazon.read.locations?.(api, query({ limit: 1 }));
    expect(first?.records.map(({ value }) => [value.id, value.active])).toEqual([["AE08WJ6YKNBMC", true]]);
    const second = await amazon.read.locations?.(api, query({ limit: 1, cursor: first?.next ?? null }));
    expect(second?.records.map(({ value }) => [value.id, value.active])).toEqual([["ZZ", false]]);
    expect(second?.next).toBeNull();
  });
});
