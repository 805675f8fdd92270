import { base64url, constantTimeEqual, utf8 } from "../kernel/bytes";
import { deriveKey, type Keyring } from "../kernel/keyring";

/** The one OAuth client of the sandbox platform: Metristack itself. */
export const SANDBOX_CLIENT_ID = "metristack-sandbox";

/** Our credentials at the sandbox platform. Derived, so that a fresh clone needs none configured (DESIGN rule 10). */
export async function sandboxClient(
  sealKeys: Keyring,
): Promise<{ client_id: string; client_secret: string }> {
  return {
    client_id: SANDBOX_CLIENT_ID,
    client_secret: await secretOf(sealKeys, sealKeys.current),
  };
}

/** Whether these are the client's credentials; a secret of an older key version stays good while the ring has it. */
export async function isSandboxClient(sealKeys: Keyring, id: string, secret: string): Promise<boolean> {
  let good = false;
  for (const version of sealKeys.versions) {
    const expected = await secretOf(sealKeys, version);
    good = constantTimeEqual(utf8(expected), utf8(secret)) || good;
  }
  return good && id === SANDBOX_CLIENT_ID;
}

async function secretOf(sealKeys: Keyring, version: number): Promise<string> {
  return base64url(await deriveKey(sealKeys.bytes(version), "sandbox/oauth-client"));
}
