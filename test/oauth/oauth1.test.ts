import { describe, expect, it } from "vitest";
import { oauth1Header, percentEncode, signatureBase, signatureOf } from "../../src/oauth/oauth1";

describe("the signature base string", () => {
  it("is the one RFC 5849 §3.4.1.1 prints", () => {
    const url = new URL("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b");
    const form = { c2: "", a3: "2 q" };
    const protocol = {
      realm: "Example",
      oauth_consumer_key: "9djdj82h48djs9d2",
      oauth_token: "kkk9d7dh3k39sjv7",
      oauth_signature_method: "HMAC-SHA1",
      oauth_timestamp: "137131201",
      oauth_nonce: "7d8f3e4a",
    };
    expect(signatureBase({ method: "post", url, form }, protocol)).toBe(
      "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
    );
  });

  it("signs the query's brackets and spaces as a server reads them", () => {
    const url = new URL("https://shop.example.com/rest/V1/orders");
    url.searchParams.set("searchCriteria[pageSize]", "2");
    url.searchParams.set("q", "a b+c");
    expect(signatureBase({ method: "GET", url }, {})).toBe(
      "GET&https%3A%2F%2Fshop.example.com%2Frest%2FV1%2Forders&q%3Da%2520b%252Bc%26searchCriteria%255BpageSize%255D%3D2",
    );
  });
});

describe("the signature", () => {
  // RFC 5849 §1.2: requests of the printing service.
  const consumer = { consumerKey: "dpf43f3p2l4k3l03", consumerSecret: "kd94hf93k423kf44" };

  it("is RFC 5849 §1.2's for token credentials", async () => {
    const temporary = { token: "hh5s93j4hdidpola", tokenSecret: "hdhd0244k9j7ao03" };
    const text = signatureBase(
      { method: "POST", url: new URL("https://photos.example.net/token") },
      {
        oauth_consumer_key: consumer.consumerKey,
        oauth_token: temporary.token,
        oauth_signature_method: "HMAC-SHA1",
        oauth_timestamp: "137131201",
        oauth_nonce: "walatlh",
        oauth_verifier: "hfdp7dh39dks9884",
      },
    );
    expect(await signatureOf("HMAC-SHA1", text, { ...consumer, ...temporary })).toBe(
      "gKgrFCywp7rO0OXSjdot/IHF7IU=",
    );
  });

  it("is RFC 5849 §1.2's for the photo itself", async () => {
    const token = { token: "nnch734d00sl2jdk", tokenSecret: "pfkkdhi9sl3r4s00" };
    const text = signatureBase(
      {
        method: "GET",
        url: new URL("http://photos.example.net/photos?file=vacation.jpg&size=original"),
      },
      {
        oauth_consumer_key: consumer.consumerKey,
        oauth_token: token.token,
        oauth_signature_method: "HMAC-SHA1",
        oauth_timestamp: "137131202",
        oauth_nonce: "chapoH",
      },
    );
    expect(await signatureOf("HMAC-SHA1", text, { ...consumer, ...token })).toBe(
      "MdpQcU8iPSUjWoN/UDMsK2sui9I=",
    );
  });

  it("goes into the header with its parameters percent-encoded, by HMAC-SHA256 where not said", async () => {
    const header = await oauth1Header(
      { method: "GET", url: new URL("https://shop.example.com/rest/V1/orders?a=1") },
      { consumerKey: "ck&1", consumerSecret: "cs", token: "t", tokenSecret: "ts" },
      1_700_000_000_999,
      { nonce: "n", extra: { oauth_verifier: "v=1" } },
    );
    expect(header).toMatch(/^OAuth oauth_consumer_key="ck%261", /);
    expect(header).toContain('oauth_signature_method="HMAC-SHA256"');
    expect(header).toContain('oauth_timestamp="1700000000"');
    expect(header).toContain('oauth_verifier="v%3D1"');
    expect(header).toMatch(/oauth_signature="[A-Za-z0-9%]{43,}"$/);
  });

  it("never repeats a nonce by itself", async () => {
    const call = () =>
      oauth1Header(
        { method: "GET", url: new URL("https://a.example.com/") },
        { consumerKey: "k", consumerSecret: "s" },
        0,
      );
    expect(await call()).not.toBe(await call());
  });
});

it("percent-encodes all but the unreserved characters, as UTF-8 (RFC 5849 §3.6)", () => {
  expect(percentEncode("A-z0.9_~ !'()*+☃")).toBe("A-z0.9_~%20%21%27%28%29%2A%2B%E2%98%83");
});
