import { base64url, concat, utf8 } from "../../src/kernel/bytes";

type Bytes = Uint8Array<ArrayBuffer>;
type Encodable = number | string | Bytes | Map<number | string, Encodable>;

// Flags of authenticator data: present, verified, may be copied, is copied, has a credential.
export const UP = 0x01;
export const UV = 0x04;
export const BE = 0x08;
export const BS = 0x10;
export const AT = 0x40;

interface Credential {
  id: Bytes;
  userHandle: Bytes;
  pair: CryptoKeyPair;
  signCount: number;
}

export interface Quirks {
  rpId?: string;
  origin?: string;
  challenge?: string;
  flags?: number;
  crossOrigin?: boolean;
  type?: string;
  /** 0 as passkeys that are copied between devices have it; else it grows. */
  counts?: boolean;
  signCount?: number;
  fmt?: string;
}

interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

/**
 * A software authenticator with its browser: makes P-256 credentials of its own and signs with them, as WebAuthn
 * Level 3 §6 and §5.8.1 say. Independent of what is tested: it writes its own CBOR and DER.
 */
export class Authenticator {
  readonly credentials: Credential[] = [];

  constructor(
    readonly origin: string,
    readonly quirks: Quirks = {},
  ) {}

  async create(options: CreationOptions, quirks: Quirks = {}) {
    const odd = { ...this.quirks, ...quirks };
    const pair = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    const id = crypto.getRandomValues(new Uint8Array(32));
    const credential = { id, userHandle: unbase64(options.user.id), pair, signCount: odd.signCount ?? 0 };
    this.credentials.push(credential);
    const point = new Uint8Array((await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer);
    const cose = cbor(
      new Map<number, Encodable>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, point.slice(1, 33)],
        [-3, point.slice(33)],
      ]),
    );
    const attested = concat(new Uint8Array(16), Uint8Array.of(0, id.length), id, cose);
    const authData = await authenticatorData(
      odd.rpId ?? options.rp.id,
      odd.flags ?? UP | UV | BE | BS | AT,
      credential.signCount,
      attested,
    );
    const object = new Map<string, Encodable>([
      ["fmt", odd.fmt ?? "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    return {
      clientDataJSON: base64url(this.#clientData("webauthn.create", options.challenge, odd)),
      attestationObject: base64url(cbor(object)),
    };
  }

  async get(options: { challenge: string; rpId: string }, quirks: Quirks = {}, index = 0) {
    const odd = { ...this.quirks, ...quirks };
    const credential = this.credentials[index]!;
    if (odd.counts) credential.signCount += 1;
    const authData = await authenticatorData(
      odd.rpId ?? options.rpId,
      odd.flags ?? UP | UV | BE | BS,
      odd.signCount ?? credential.signCount,
    );
    const clientData = this.#clientData("webauthn.get", options.challenge, odd);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", clientData));
    const raw = await crypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      credential.pair.privateKey,
      concat(authData, hash),
    );
    return {
      id: base64url(credential.id),
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(der(new Uint8Array(raw))),
      userHandle: base64url(credential.userHandle),
    };
  }

  #clientData(type: string, challenge: string, odd: Quirks): Bytes {
    return utf8(
      JSON.stringify({
        type: odd.type ?? type,
        challenge: odd.challenge ?? challenge,
        origin: odd.origin ?? this.origin,
        crossOrigin: odd.crossOrigin ?? false,
      }),
    );
  }
}

async function authenticatorData(rpId: string, flags: number, count: number, attested = new Uint8Array()) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(rpId)));
  const counter = new Uint8Array(4);
  new DataView(counter.buffer).setUint32(0, count);
  return concat(hash, Uint8Array.of(flags), counter, attested);
}

export function cbor(value: Encodable): Bytes {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return concat(head(3, utf8(value).length), utf8(value));
  if (value instanceof Map)
    return concat(head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)]));
  return concat(head(2, value.length), value);
}

function head(major: number, argument: number): Bytes {
  const type = major << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  if (argument < 256) return Uint8Array.of(type | 24, argument);
  return Uint8Array.of(type | 25, argument >> 8, argument & 255);
}

function der(raw: Bytes): Bytes {
  const numbers = [raw.slice(0, 32), raw.slice(32)].map((part) => {
    const from = part.findIndex((byte) => byte !== 0);
    const digits = part.slice(from);
    return digits[0]! > 127 ? concat(Uint8Array.of(0), digits) : digits;
  });
  const body = concat(...numbers.map((digits) => concat(Uint8Array.of(2, digits.length), digits)));
  return concat(Uint8Array.of(0x30, body.length), body);
}

export function unbase64(text: string): Bytes {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
