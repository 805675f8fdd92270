import { describe, expect, it } from "vitest";
import { base64, concat, fromBase64, utf8 } from "../../src/kernel/bytes";
import { hmac, hmacKey } from "../../src/kernel/digest";
import type { WebhookVerdict } from "../../src/platforms/adapter";
import { shopify } from "../../src/platforms/shopify";
import { square } from "../../src/platforms/square";
import { PEER } from "../support/adapter-calls";

/*
 * Each adapter's verification, on the raw bytes. The route (the 401, deduplication, what is done) is held by
 * test/platforms/suite/webhooks.test.ts.
 */

const URL_OF_OURS = "https://metristack.test/webhooks/platform";
const SECRET = "webhook-secret";

interface Delivery {
  method: "POST";
  headers: Headers;
  rawBody: Uint8Array<ArrayBuffer>;
  url: string;
  secret: string;
}

const sign = async (secret: string, bytes: Uint8Array<ArrayBuffer>) =>
  base64(await hmac(await hmacKey(utf8(secret)), bytes));

async function fromSquare(
  body = '{"event_id":"ev-1","type":"oauth.authorization.revoked","merchant_id":"M1"}',
) {
  const rawBody = utf8(body);
  const signature = await sign(SECRET, concat(utf8(URL_OF_OURS), rawBody));
  const headers = new Headers({ "x-square-hmacsha256-signature": signature });
  return { method: "POST", headers, rawBody, url: URL_OF_OURS, secret: SECRET } satisfies Delivery;
}

async function fromShopify(body = '{"id":1}') {
  const rawBody = utf8(body);
  const headers = new Headers({
    "x-shopify-hmac-sha256": await sign(SECRET, rawBody),
    "x-shopify-topic": "app/uninstalled",
    "x-shopify-shop-domain": "acme.myshopify.com",
    "x-shopify-webhook-id": "wh-1",
  });
  return { method: "POST", headers, rawBody, url: URL_OF_OURS, secret: SECRET } satisfies Delivery;
}

const PLATFORMS: [
  string,
  (delivery: Delivery) => Promise<WebhookVerdict>,
  () => Promise<Delivery>,
  string,
][] = [
  [
    "square",
    (delivery) => square.webhooks!.verify(delivery, PEER),
    fromSquare,
    "x-square-hmacsha256-signature",
  ],
  ["shopify", (delivery) => shopify.webhooks!.verify(delivery, PEER), fromShopify, "x-shopify-hmac-sha256"],
];

describe("25. platform webhooks, as the adapters verify them", () => {
  it.each([
    ["square", fromSquare, { eventId: "ev-1", topic: "oauth.authorization.revoked", account: "M1" }],
    ["shopify", fromShopify, { eventId: "wh-1", topic: "app/uninstalled", account: "acme.myshopify.com" }],
  ] as const)("25. %s: a genuine delivery gives its topic, account and the id to tell repeats by", async (key, make, told) => {
    const [, verify] = PLATFORMS.find(([name]) => name === key)!;
    expect(await verify(await make())).toEqual({ kind: "genuine", ...told });
  });

  it.each(
    PLATFORMS,
  )("25. %s: without a secret nothing is genuine, not even what an empty secret signed", async (key, verify, make, header) => {
    const delivery = await make();
    expect((await verify({ ...delivery, secret: "" })).kind).toBe("forged");
    // WebCrypto refuses an empty HMAC key; a key of one zero byte is the same key to HMAC (RFC 2104 §2 pads with zeros).
    const text = key === "square" ? concat(utf8(URL_OF_OURS), delivery.rawBody) : delivery.rawBody;
    delivery.headers.set(header, await sign("\0", text));
    expect((await verify({ ...delivery, secret: "" })).kind).toBe("forged");
  });

  it.each(
    PLATFORMS,
  )("25. %s: the signature is over the raw body, to the byte", async (_key, verify, make) => {
    const delivery = await make();
    const spaced = utf8(`${new TextDecoder().decode(delivery.rawBody)} `);
    expect((await verify({ ...delivery, rawBody: spaced })).kind).toBe("forged");
    const flipped = delivery.rawBody.slice();
    flipped[3]! ^= 1;
    expect((await verify({ ...delivery, rawBody: flipped })).kind).toBe("forged");
    expect((await verify({ ...delivery, rawBody: new Uint8Array() })).kind).toBe("forged");
  });

  it.each(
    PLATFORMS,
  )("25. %s: no, empty, foreign, cut and unreadable signatures are forged", async (_key, verify, make, header) => {
    const good = (await make()).headers.get(header)!;
    const bytes = await sign("another-secret", (await make()).rawBody);
    for (const wrong of [
      null,
      "",
      "x",
      good.slice(0, -4),
      `${good}AAAA`,
      good.toLowerCase(),
      bytes,
      "é",
      "{}",
    ]) {
      const delivery = await make();
      if (wrong === null) delivery.headers.delete(header);
      else delivery.headers.set(header, encodeURI(wrong));
      const verdict = await verify(delivery);
      expect(verdict.kind, String(wrong)).toBe("forged");
    }
  });

  it.each(
    PLATFORMS,
  )("25. %s: one wrong byte anywhere in the signature is enough", async (_key, verify, make, header) => {
    const delivery = await make();
    const good = fromBase64(delivery.headers.get(header)!)!;
    for (const at of [0, 15, 31]) {
      const wrong = good.slice();
      wrong[at]! ^= 1;
      delivery.headers.set(header, base64(wrong));
      expect((await verify(delivery)).kind, `byte ${at}`).toBe("forged");
    }
  });

  it("25. square: the address is part of what is signed", async () => {
    const delivery = await fromSquare();
    const verdict = await square.webhooks!.verify({ ...delivery, url: `${URL_OF_OURS}?x=1` }, PEER);
    expect(verdict.kind).toBe("forged");
  });

  it.each([
    "not json",
    "[]",
    "null",
    '{"type":"x"}',
    '{"event_id":"","type":"x"}',
  ])("25. square: %j, though signed, is no event", async (body) => {
    expect((await square.webhooks!.verify(await fromSquare(body), PEER)).kind).toBe("forged");
  });

  it("25. shopify: without topic or id it is no event; another host is no account", async () => {
    for (const name of ["x-shopify-topic", "x-shopify-webhook-id"]) {
      const delivery = await fromShopify();
      delivery.headers.delete(name);
      expect((await shopify.webhooks!.verify(delivery, PEER)).kind, name).toBe("forged");
    }
    const delivery = await fromShopify();
    delivery.headers.set("x-shopify-shop-domain", "acme.myshopify.com.evil.example");
    expect(await shopify.webhooks!.verify(delivery, PEER)).toMatchObject({ kind: "genuine", account: null });
  });
});
