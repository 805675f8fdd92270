import { z } from "zod";
import { constantTimeEqual, fromBase64, fromUtf8, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";

/**
 * A Wix "app instance": `signature.payload`, both base64url. The payload is JSON; the signature HMAC-SHA-256 over the
 * payload's text under the app's secret (dev.wix.com, "Parse and verify the app instance").
 */
const instance = z.object({ instanceId: z.guid(), signDate: z.iso.datetime({ offset: true }) });
type Instance = z.infer<typeof instance>;

/** What a signed instance says, or why it is not believed. */
export async function openInstance(
  signed: string,
  secret: string,
): Promise<{ kind: "good"; instance: Instance } | { kind: "bad"; why: string }> {
  const [signature, payload, ...rest] = signed.split(".");
  if (secret === "") return { kind: "bad", why: "no app secret is configured" };
  if (!signature || !payload || rest.length > 0) return { kind: "bad", why: "not a signed app instance" };
  const told = fromBase64(signature);
  const expected = await hmac(await hmacKey(utf8(secret)), payload);
  if (!told || !constantTimeEqual(told, expected)) return { kind: "bad", why: "the signature does not fit" };
  const parsed = readInstance(signed);
  return parsed
    ? { kind: "good", instance: parsed }
    : { kind: "bad", why: "signed, but not an app instance" };
}

/** The payload as it stands, of an instance whose signature was checked before. */
export function readInstance(signed: string): Instance | null {
  const bytes = fromBase64(signed.split(".")[1] ?? "");
  try {
    return bytes ? (instance.safeParse(JSON.parse(fromUtf8(bytes))).data ?? null) : null;
  } catch {
    return null;
  }
}
