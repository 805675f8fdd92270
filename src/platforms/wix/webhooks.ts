import { importSPKI, jwtVerify } from "jose";
import { z } from "zod";
import { fromUtf8 } from "../../kernel/bytes";
import { sha256 } from "../../kernel/digest";
import type { WebhookFacts, WebhookVerdict } from "../adapter";
import { forged } from "../webhook-verdicts";

/** The app is gone from the site ("App Instance Removed"). */
const REMOVED = "AppRemoved";

/** What our clock and Wix's may differ by. Age is judged by the signature's own `exp` alone: deliveries are repeated. */
const SKEW_SECONDS = 5 * 60;

/** JSON in text, in JSON in text: the event's envelope, and in it the event. */
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "not JSON" });
    return z.NEVER;
  }
});
const claims = z.object({
  iat: z.number().optional(),
  data: json.pipe(
    z.object({ eventType: z.string().min(1), instanceId: z.string().min(1), data: z.string().nullish() }),
  ),
});
const event = json.pipe(z.object({ id: z.string().min(1) }));

/**
 * The body is a JWT that Wix signs for each app; its public key stands in the app's dashboard and here in
 * `webhook_secret` (PEM; "\n" may be written out). dev.wix.com, "About webhooks", "Verify webhook requests".
 */
export const wixWebhooks: WebhookFacts = {
  secret: "webhook_secret",
  async verify({ rawBody, secret }, { now }): Promise<WebhookVerdict> {
    if (secret === "") return forged("no public key is configured");
    const token = fromUtf8(rawBody);
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return forged("not a signed delivery");
    let payload: unknown;
    try {
      const key = await importSPKI(secret.replaceAll("\\n", "\n"), "RS256");
      const verified = await jwtVerify(token, key, {
        algorithms: ["RS256"],
        currentDate: new Date(now),
        clockTolerance: SKEW_SECONDS,
      });
      payload = verified.payload;
    } catch {
      return forged("the signature does not fit");
    }
    const told = claims.safeParse(payload);
    if (!told.success) return forged("signed, but not an event of Wix's");
    if ((told.data.iat ?? 0) * 1_000 > now + SKEW_SECONDS * 1_000) return forged("from the future");
    const { eventType, instanceId, data } = told.data.data;
    const named = event.safeParse(data);
    return {
      kind: "genuine",
      // Lifecycle events have no id of their own; a repetition is the same to the letter.
      eventId: named.success
        ? named.data.id
        : await sha256(JSON.stringify([eventType, instanceId, data ?? null])),
      topic: eventType,
      account: instanceId,
    };
  },
  interpret({ topic }) {
    return topic === REMOVED ? { kind: "uninstalled" } : { kind: "changed", topic };
  },
};
