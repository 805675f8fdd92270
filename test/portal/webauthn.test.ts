import { describe, expect, it } from "vitest";
import { base64url, concat, fromHex, utf8 } from "../../src/kernel/bytes";
import { readCbor, readCborMap, WebAuthnFault } from "../../src/portal/webauthn/cbor";
import { rawOfDer, readCredentialKey } from "../../src/portal/webauthn/cose";
import { type Expected, verifyAssertion, verifyRegistration } from "../../src/portal/webauthn/verify";
import { AT, Authenticator, BE, BS, cbor, type Quirks, UP, UV, unbase64 } from "./authenticator";
import { W3C_ES256 } from "./vectors";

const hex = (text: string) => fromHex(text.replaceAll(" ", ""))!;
const RP = "metristack.test";
const ORIGIN = `https://${RP}`;

describe("the CBOR reader", () => {
  it.each([
    ["00", 0],
    ["17", 23],
    ["18 64", 100],
    ["19 03e8", 1000],
    ["1a 000f4240", 1000000],
    ["26", -7],
    ["39 0100", -257],
    ["63 666d74", "fmt"],
    ["42 0102", Uint8Array.of(1, 2)],
    ["82 01 f5", [1, true]],
    ["f4", false],
    ["f6", null],
    ["a1 01 a0", new Map([[1, new Map()]])],
  ])("reads %s", (bytes, value) => {
    expect(readCbor(hex(bytes)).value).toEqual(value);
  });

  it.each([
    ["nothing", ""],
    ["text cut off", "63 666d"],
    ["a length beyond all memory", "5a ffffffff 00"],
    ["a length of 64 bits", "5b 0000000000000001 00"],
    ["an indefinite length", "5f 41 00 ff"],
    ["a float", "f9 3c00"],
    ["a tag", "c0 00"],
    ["undefined", "f7"],
    ["a key twice", "a2 01 00 01 00"],
    ["a key that is a list", "a1 80 00"],
    ["text that is not UTF-8", "61 ff"],
    ["a nest", "81 81 81 81 81 81 00"],
    ["a list of four milliards", "9a ffffffff 00"],
  ])("refuses %s", (_, bytes) => {
    expect(() => readCbor(hex(bytes))).toThrow(WebAuthnFault);
  });

  it("refuses what follows a map, and what is none", () => {
    expect(() => readCborMap(hex("a0 00"))).toThrow(WebAuthnFault);
    expect(() => readCborMap(hex("00"))).toThrow(WebAuthnFault);
  });

  it("never fails otherwise, whatever the bytes", () => {
    for (let round = 0; round < 5_000; round++) {
      const bytes = crypto.getRandomValues(new Uint8Array(1 + (round % 40)));
      try {
        readCbor(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(WebAuthnFault);
      }
    }
  });
});

describe("signatures in DER", () => {
  const number = (text: string) => `02${(text.length / 2).toString(16).padStart(2, "0")}${text}`;
  const pair = (r: string, s: string) => {
    const body = number(r) + number(s);
    return hex(`30${(body.length / 2).toString(16).padStart(2, "0")}${body}`);
  };

  it("become r and s, padded", () => {
    const raw = rawOfDer(pair("01", `00${"ff".repeat(32)}`))!;
    expect([raw[31], raw[32], raw.length]).toEqual([1, 255, 64]);
  });

  it.each([
    ["a needless zero", pair("0001", "01")],
    ["a negative number", pair("80", "01")],
    ["33 digits", pair("01".repeat(33), "01")],
    ["no digits", pair("", "01")],
    ["something after it", concat(pair("01", "01"), Uint8Array.of(0))],
    ["one number", hex("3003020101")],
    ["nothing", new Uint8Array()],
  ])("are refused with %s", (_, bytes) => {
    expect(rawOfDer(bytes)).toBeNull();
  });
});

describe("public keys", () => {
  const rsa = async (bits: number) => {
    const pair = (await crypto.subtle.generateKey(
      { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: bits, publicExponent: hex("010001") },
      true,
      ["sign", "verify"],
    )) as CryptoKeyPair;
    const jwk = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey;
    const cose = new Map<number, number | Uint8Array<ArrayBuffer>>([
      [1, 3],
      [3, -257],
      [-1, unbase64(jwk.n!)],
      [-2, unbase64(jwk.e!)],
    ]);
    return { pair, cose: cbor(cose) };
  };

  it("of Ed25519 and RSA check what they signed, and nothing else", async () => {
    const ed = (await crypto.subtle.generateKey({ name: "Ed25519" }, true, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    const x = new Uint8Array((await crypto.subtle.exportKey("raw", ed.publicKey)) as ArrayBuffer);
    const okp = cbor(
      new Map<number, number | Uint8Array<ArrayBuffer>>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, x],
      ]),
    );
    const { pair, cose } = await rsa(2048);
    for (const [key, name, bytes] of [
      [ed.privateKey, "Ed25519", okp],
      [pair.privateKey, "RSASSA-PKCS1-v1_5", cose],
    ] as const) {
      const signature = new Uint8Array(await crypto.subtle.sign({ name }, key, utf8("said")));
      const read = await readCredentialKey(bytes);
      expect(await read.verify(signature, utf8("said"))).toBe(true);
      expect(await read.verify(signature, utf8("not said"))).toBe(false);
    }
  });

  it("are refused: too short, of another algorithm, off the curve, without a part", async () => {
    const point = new Uint8Array(32).fill(1);
    const ec = (changes: [number, number | Uint8Array<ArrayBuffer>][]) =>
      cbor(
        new Map<number, number | Uint8Array<ArrayBuffer>>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, point],
          [-3, point],
          ...changes,
        ]),
      );
    const bad = [(await rsa(1024)).cose, ec([]), ec([[3, -35]]), ec([[-1, 2]]), ec([[-2, point.slice(1)]])];
    for (const bytes of bad) await expect(readCredentialKey(bytes)).rejects.toThrow(WebAuthnFault);
  });
});

describe("the W3C's test vector none.ES256 (WebAuthn Level 3 §16)", () => {
  const { registration, assertion } = W3C_ES256;
  const site = { origin: "https://example.org", rpId: "example.org", userVerification: false };
  const asked = (challenge: string): Expected => ({ ...site, challenge: base64url(hex(challenge)) });
  const register = () =>
    verifyRegistration(
      {
        clientDataJSON: hex(registration.clientDataJSON),
        attestationObject: hex(registration.attestationObject),
      },
      asked(registration.challenge),
    );
  const signed = {
    clientDataJSON: hex(assertion.clientDataJSON),
    authenticatorData: hex(assertion.authenticatorData),
    signature: hex(assertion.signature),
  };

  it("registers and signs in", async () => {
    const made = await register();
    expect(made.id).toEqual(hex(registration.credentialId));
    expect(await verifyAssertion(signed, made, asked(assertion.challenge))).toBe(0);
  });

  it("is refused where the person must have been recognised: it says that they were not", async () => {
    const made = await register();
    const strict = { ...asked(assertion.challenge), userVerification: true };
    await expect(verifyAssertion(signed, made, strict)).rejects.toThrow("did not recognise");
  });

  it("is refused with any one bit turned", async () => {
    const made = await register();
    for (const part of ["authenticatorData", "signature", "clientDataJSON"] as const) {
      for (const at of [0, 5, signed[part].length - 1]) {
        const bytes = signed[part].slice();
        bytes[at]! ^= 1;
        const turned = { ...signed, [part]: bytes };
        await expect(verifyAssertion(turned, made, asked(assertion.challenge))).rejects.toThrow(
          WebAuthnFault,
        );
      }
    }
  });
});

describe("what an authenticator of our own says", () => {
  const challenge = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const expected: Expected = { challenge, origin: ORIGIN, rpId: RP, userVerification: true };
  const options = { challenge, rp: { id: RP }, user: { id: "bWVtX3g" } };
  const bytesOf = (answer: Record<string, string>) =>
    Object.fromEntries(Object.entries(answer).map(([name, text]) => [name, unbase64(text)])) as Record<
      string,
      Uint8Array<ArrayBuffer>
    >;
  const register = async (quirks: Quirks, from = new Authenticator(ORIGIN)) => {
    const { clientDataJSON, attestationObject } = bytesOf(await from.create(options, quirks));
    return verifyRegistration(
      { clientDataJSON: clientDataJSON!, attestationObject: attestationObject! },
      expected,
    );
  };
  const signIn = async (quirks: Quirks, known: number) => {
    const from = new Authenticator(ORIGIN);
    const made = await register({}, from);
    const { id: _, ...answer } = await from.get({ challenge, rpId: RP }, quirks);
    const { clientDataJSON, authenticatorData, signature } = bytesOf(answer);
    return verifyAssertion(
      {
        clientDataJSON: clientDataJSON!,
        authenticatorData: authenticatorData!,
        signature: signature!,
      },
      { publicKey: made.publicKey, signCount: known },
      expected,
    );
  };

  const ODD: [string, Quirks][] = [
    ["another site's credential", { rpId: "evil.test" }],
    ["another origin", { origin: "https://evil.test" }],
    ["a subdomain", { origin: `https://a.${RP}` }],
    ["another challenge", { challenge: base64url(new Uint8Array(32)) }],
    ["nobody present", { flags: UV | AT }],
    ["nobody recognised", { flags: UP | AT }],
    ["copied but not copyable", { flags: UP | UV | BS | AT }],
    ["another site's frame", { crossOrigin: true }],
    ["a payment", { type: "payment.get" }],
  ];

  it("is taken", async () => {
    expect((await register({})).signCount).toBe(0);
    expect(await signIn({}, 0)).toBe(0);
    expect(await signIn({ signCount: 8 }, 7)).toBe(8);
  });

  it.each(ODD)("is refused at registration with %s", async (_, quirks) => {
    await expect(register(quirks)).rejects.toThrow(WebAuthnFault);
  });

  it.each(ODD)("is refused at sign-in with %s", async (_, quirks) => {
    await expect(signIn(quirks, 0)).rejects.toThrow(WebAuthnFault);
  });

  it("is refused without a credential in it, and with the answer to the other question", async () => {
    await expect(register({ flags: UP | UV | BE })).rejects.toThrow("no credential");
    await expect(register({ type: "webauthn.get" })).rejects.toThrow("another kind");
    await expect(signIn({ type: "webauthn.create" }, 0)).rejects.toThrow("another kind");
  });

  it("is refused with a counter that did not grow", async () => {
    await expect(signIn({ signCount: 7 }, 7)).rejects.toThrow("did not grow");
    await expect(signIn({ signCount: 0 }, 7)).rejects.toThrow("did not grow");
  });
});
