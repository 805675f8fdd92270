import { concat, constantTimeEqual, fromUtf8, utf8 } from "../../kernel/bytes";
import { readCbor, readCborMap, WebAuthnFault } from "./cbor";
import { readCredentialKey } from "./cose";

type Bytes = Uint8Array<ArrayBuffer>;

/** What the answer must be an answer to. */
export interface Expected {
  /** As it was sent, base64url. */
  challenge: string;
  origin: string;
  rpId: string;
  /** Whether the authenticator must have recognised the person, not only have been touched. */
  userVerification: boolean;
}

export interface NewCredential {
  id: Bytes;
  /** COSE_Key. */
  publicKey: Bytes;
  signCount: number;
}

// Authenticator data's flags (WebAuthn Level 3 §6.1).
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const ATTESTED = 0x40;

const MAX_ID_BYTES = 1_023; // §7.1 step 25

/**
 * A new credential, as WebAuthn Level 3 §7.1 has it checked. Nothing is decided by who made the authenticator, so
 * `attestation: "none"` is asked for and no statement is relied on (§7.1 step 24; docs/decisions/0015).
 * @throws WebAuthnFault
 */
export async function verifyRegistration(
  answer: { clientDataJSON: Bytes; attestationObject: Bytes },
  expected: Expected,
): Promise<NewCredential> {
  checkClientData(answer.clientDataJSON, "webauthn.create", expected);
  const attestation = readCborMap(answer.attestationObject);
  const statement = attestation.get("attStmt");
  const data = attestation.get("authData");
  const isNone = attestation.get("fmt") === "none";
  if (!(data instanceof Uint8Array) || !(statement instanceof Map) || (isNone && statement.size > 0))
    throw new WebAuthnFault("the attestation object is not one");
  const { flags, signCount } = await checkAuthenticatorData(data, expected);
  if (!(flags & ATTESTED) || data.length < 55) throw new WebAuthnFault("there is no credential in it");
  const idEnd = 55 + new DataView(data.buffer, data.byteOffset).getUint16(53);
  const id = data.slice(55, idEnd);
  if (id.length === 0 || id.length > MAX_ID_BYTES || data.length <= idEnd)
    throw new WebAuthnFault("the credential id is not one");
  const rest = data.slice(idEnd);
  const publicKey = rest.slice(0, readCbor(rest).end);
  await readCredentialKey(publicKey); // refuses what could not be checked at sign-in
  return { id, publicKey, signCount };
}

/**
 * Whether an assertion was made by a credential, now, for us (WebAuthn Level 3 §7.2).
 * @returns the authenticator's new counter
 * @throws WebAuthnFault
 */
export async function verifyAssertion(
  answer: { clientDataJSON: Bytes; authenticatorData: Bytes; signature: Bytes },
  credential: { publicKey: Bytes; signCount: number },
  expected: Expected,
): Promise<number> {
  checkClientData(answer.clientDataJSON, "webauthn.get", expected);
  const { signCount } = await checkAuthenticatorData(answer.authenticatorData, expected);
  const signed = concat(answer.authenticatorData, await digest(answer.clientDataJSON));
  const key = await readCredentialKey(credential.publicKey);
  if (!(await key.verify(answer.signature, signed)))
    throw new WebAuthnFault("the signature is not the credential's");
  // §7.2 step 22: a counter that did not grow may mean a copied authenticator. Both zero: it has none.
  if ((signCount !== 0 || credential.signCount !== 0) && signCount <= credential.signCount)
    throw new WebAuthnFault("the authenticator's counter did not grow");
  return signCount;
}

/** §7.1 steps 5 to 11, §7.2 steps 9 to 14: said by the browser, and signed by the authenticator. */
function checkClientData(json: Bytes, type: string, expected: Expected): void {
  let data: unknown;
  try {
    data = JSON.parse(fromUtf8(json));
  } catch {
    throw new WebAuthnFault("the client data is not JSON");
  }
  const said: Record<string, unknown> = typeof data === "object" && data !== null ? { ...data } : {};
  if (said["type"] !== type) throw new WebAuthnFault("it is an answer to another kind of question");
  const challenge = said["challenge"];
  if (typeof challenge !== "string" || !constantTimeEqual(utf8(challenge), utf8(expected.challenge)))
    throw new WebAuthnFault("it answers another challenge");
  if (said["origin"] !== expected.origin) throw new WebAuthnFault("it was given to another origin");
  if (said["crossOrigin"] === true) throw new WebAuthnFault("it was given inside another site's page");
}

/** §6.1 for its form; §7.1 steps 13 to 17, §7.2 steps 15 to 19. */
async function checkAuthenticatorData(
  data: Bytes,
  expected: Expected,
): Promise<{ flags: number; signCount: number }> {
  if (data.length < 37) throw new WebAuthnFault("the authenticator data is too short");
  if (!constantTimeEqual(data.subarray(0, 32), await digest(utf8(expected.rpId))))
    throw new WebAuthnFault("the credential is another site's");
  const flags = data[32] ?? 0;
  if (!(flags & USER_PRESENT)) throw new WebAuthnFault("nobody was present");
  if (expected.userVerification && !(flags & USER_VERIFIED))
    throw new WebAuthnFault("the authenticator did not recognise the person");
  if (flags & BACKED_UP && !(flags & BACKUP_ELIGIBLE))
    throw new WebAuthnFault("it is said to be copied and not to be copyable");
  return { flags, signCount: new DataView(data.buffer, data.byteOffset).getUint32(33) };
}

async function digest(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
