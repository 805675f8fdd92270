import { eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { redirectUris } from "../db/schema";

/**
 * Whether a page of that origin may open an app's flows and be given their codes: only where the app could have had
 * them sent to that origin anyway. The text must be an origin as browsers write it (RFC 6454 §6.2), since it is compared
 * with what they say of themselves.
 */
export async function isEmbedOrigin(db: Db, appId: string, text: string): Promise<boolean> {
  const url = URL.parse(text);
  if (!url || url.origin !== text || !["https:", "http:"].includes(url.protocol)) return false;
  const rows = await db
    .select({ uri: redirectUris.uri })
    .from(redirectUris)
    .where(eq(redirectUris.appId, appId));
  return rows.some(({ uri }) => URL.parse(uri)?.origin === text);
}
