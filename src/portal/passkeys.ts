import { deleteCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { configOf } from "../config/config";
import { database } from "../db/client";
import { HOST_COOKIE } from "../http/host-cookie";
import { randomBase62 } from "../kernel/base62";
import { base64url, constantTimeEqual, fromBase64, utf8 } from "../kernel/bytes";
import { clock, MINUTE, SECOND } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { Problem } from "../kernel/problem";
import { advanceCounter, type DialogueRow, findPasskey, insertDialogue, takeDialogue } from "./account-store";
import { type Ctx, cookieOf } from "./sessions";
import type { NewPasskey } from "./team-store";
import { ALGORITHMS } from "./webauthn/cose";
import { type Expected, verifyAssertion, verifyRegistration } from "./webauthn/verify";

const COOKIE = "mtr_passkey";
const LIFE_MS = 5 * MINUTE;

const bytes = z
  .string()
  .max(16_384)
  .transform((text, context) => {
    const read = fromBase64(text);
    if (!read) context.addIssue({ code: "custom", message: "is not base64url" });
    return read ?? z.NEVER;
  });
/** What `public/assets/portal.js` sends of a new credential, bytes as base64url. */
export const registrationSchema = z.object({ clientDataJSON: bytes, attestationObject: bytes });
/** What it sends of an assertion. */
export const assertionSchema = z.object({
  id: z.string().max(2_048),
  clientDataJSON: bytes,
  authenticatorData: bytes,
  signature: bytes,
  userHandle: bytes,
});

/** Options for a passkey that is found without a name being asked (WebAuthn Level 3 §5.4). */
export async function registrationOptions(
  c: Ctx,
  purpose: DialogueRow["purpose"],
  member: { id: string; label: string },
  known: readonly { id: string }[] = [],
) {
  const { rpId, challenge } = await beginDialogue(c, purpose, member.id);
  return {
    challenge,
    rp: { id: rpId, name: "Metristack" },
    user: { id: base64url(utf8(member.id)), name: member.label, displayName: member.label },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: LIFE_MS,
    attestation: "none",
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
    excludeCredentials: known.map(({ id }) => ({ type: "public-key", id })),
  };
}

/** The passkey that was made, to be stored with its member. @throws WebAuthnFault @throws Problem */
export async function registered(
  c: Ctx,
  purpose: DialogueRow["purpose"],
  answer: z.infer<typeof registrationSchema>,
): Promise<NewPasskey> {
  const { expected, memberId } = await endDialogue(c, purpose);
  const made = await verifyRegistration(answer, expected);
  const id = base64url(made.id);
  // WebAuthn Level 3 §7.1 step 26: a credential is one account's.
  if (memberId === null || (await findPasskey(database(c.env), id)))
    throw new Problem("conflict", "This passkey belongs to an account already.");
  return { id, memberId, publicKey: made.publicKey, signCount: made.signCount, createdAt: clock.now() };
}

export async function assertionOptions(c: Ctx) {
  const { rpId, challenge } = await beginDialogue(c, "sign_in", null);
  return { challenge, rpId, timeout: LIFE_MS, userVerification: "required", allowCredentials: [] };
}

/** Who signed in. @throws WebAuthnFault @throws Problem */
export async function recognised(c: Ctx, answer: z.infer<typeof assertionSchema>): Promise<string> {
  const { expected } = await endDialogue(c, "sign_in");
  const db = database(c.env);
  const passkey = await findPasskey(db, answer.id);
  // WebAuthn Level 3 §7.2 step 6: the account that the authenticator names is the credential's.
  if (!passkey || !constantTimeEqual(utf8(passkey.memberId), answer.userHandle)) throw unknown();
  const credential = { publicKey: new Uint8Array(passkey.publicKey), signCount: passkey.signCount };
  const next = await verifyAssertion(answer, credential, expected);
  if (next !== passkey.signCount && !(await advanceCounter(db, passkey, next))) throw unknown();
  return passkey.memberId;
}

function unknown(): Problem {
  return new Problem("invalid_request", "There is no account with this passkey here.");
}

/**
 * The challenge is derived from a cookie no script reads, and the dialogue is taken out by its answer: an answer counts
 * in the browser it was asked of, once, and for five minutes (WebAuthn Level 3 §13.4.3).
 */
async function beginDialogue(c: Ctx, purpose: DialogueRow["purpose"], memberId: string | null) {
  const value = randomBase62(32);
  await insertDialogue(database(c.env), {
    cookieHash: await sha256(value),
    purpose,
    memberId,
    expiresAt: clock.now() + LIFE_MS,
  });
  setCookie(c, COOKIE, value, { ...HOST_COOKIE, sameSite: "Strict", maxAge: LIFE_MS / SECOND });
  return expectedOf(c, value);
}

async function endDialogue(c: Ctx, purpose: DialogueRow["purpose"]) {
  const value = cookieOf(c, COOKIE);
  const row = value && (await takeDialogue(database(c.env), await sha256(value), purpose, clock.now()));
  deleteCookie(c, COOKIE, HOST_COOKIE);
  if (!row) throw new Problem("expired", "This took too long, or was begun elsewhere. Try again.");
  return { expected: await expectedOf(c, value), memberId: row.memberId };
}

async function expectedOf(c: Ctx, value: string): Promise<Expected> {
  const origin = configOf(c.env).publicOrigin;
  return {
    challenge: await sha256(`passkey-challenge/${value}`),
    origin,
    rpId: new URL(origin).hostname,
    userVerification: true,
  };
}
