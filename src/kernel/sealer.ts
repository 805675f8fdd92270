import { base64url, concat, fromBase64 } from "./bytes";
import { deriveKey, type Keyring } from "./keyring";
import { aesKey, SealBroken, sealJson, unsealJson } from "./seal";

const keys = new WeakMap<Keyring, Map<string, Promise<CryptoKey>>>();

/** The key of one purpose and version, derived once per isolate. */
function keyFor(ring: Keyring, purpose: string, version: number): Promise<CryptoKey> {
  let byName = keys.get(ring);
  if (!byName) {
    byName = new Map();
    keys.set(ring, byName);
  }
  const name = `${version}/${purpose}`;
  let key = byName.get(name);
  if (!key) {
    key = deriveKey(ring.bytes(version), `seal/${purpose}`).then(aesKey);
    byName.set(name, key);
  }
  return key;
}

/** Seals JSON for one purpose, the key's version in front: what an older version sealed still opens. */
export class Sealer {
  constructor(
    private readonly ring: Keyring,
    private readonly purpose: string,
  ) {}

  async seal(context: string, value: unknown): Promise<Uint8Array<ArrayBuffer>> {
    const version = this.ring.current;
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, version);
    return concat(head, await sealJson(await keyFor(this.ring, this.purpose, version), context, value));
  }

  /** @throws SealBroken for anything not sealed by us for this purpose and context. */
  async open(context: string, sealed: Uint8Array): Promise<unknown> {
    const bytes = new Uint8Array(sealed);
    if (bytes.length < 4) throw new SealBroken();
    const version = new DataView(bytes.buffer).getUint32(0);
    if (!this.ring.versions.includes(version)) throw new SealBroken();
    return unsealJson(await keyFor(this.ring, this.purpose, version), context, bytes.slice(4));
  }

  async sealText(context: string, value: unknown): Promise<string> {
    return base64url(await this.seal(context, value));
  }

  /** @throws SealBroken */
  async openText(context: string, text: string): Promise<unknown> {
    const bytes = fromBase64(text);
    if (!bytes) throw new SealBroken();
    return this.open(context, bytes);
  }
}
