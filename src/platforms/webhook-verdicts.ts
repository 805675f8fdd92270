import { fromUtf8 } from "../kernel/bytes";
import { parseJson } from "./answer";
import type { WebhookVerdict } from "./webhook-facts";

/** @param why for whoever debugs; the sender is told nothing. */
export function forged(why: string): WebhookVerdict {
  return { kind: "forged", why };
}

/** A delivery's body as JSON; undefined for what is not JSON or not UTF-8. */
export function jsonOf(rawBody: Uint8Array): unknown {
  try {
    return parseJson(fromUtf8(rawBody));
  } catch {
    return undefined;
  }
}
