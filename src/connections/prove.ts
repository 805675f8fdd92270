import { clock } from "../kernel/clock";
import { withDeadline } from "../kernel/deadline";
import { PlatformFailure } from "../platforms/adapter";
import { noAnswer } from "../platforms/answer";
import { readBounded } from "../platforms/bounded";
import type { Obtained } from "./establish";
import type { EstablishFailure } from "./messages";
import type { PlatformSide } from "./platform-side";

/** Reading what came; the proof itself is the call that `identify` makes afterwards, at the session's own shop. */

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1_024;

/** What the shop's server pushed. @throws PlatformFailure where an exchange fails */
export async function provePush(
  side: PlatformSide,
  push: { fields: Record<string, string>; reference: string },
): Promise<Obtained | { why: EstablishFailure }> {
  const { facts, target } = side;
  if (facts.kind !== "pushed_credentials") throw new Error(`${side.adapter.key} pushes no credentials`);
  const read = facts.read({ ...push, target });
  if (read.kind === "refused") return { why: { kind: "provider_error", detail: read.fault } };
  const tokens = facts.exchange
    ? await facts.exchange({
        tokens: read.tokens,
        target,
        now: clock.now(),
        send: (asked) => sent(side, asked),
      })
    : read.tokens;
  return { tokens, answer: push.fields, callback: new URLSearchParams() };
}

/** What a person entered. */
export async function proveKey(
  side: PlatformSide,
  fields: Record<string, string>,
): Promise<Obtained | { why: EstablishFailure }> {
  const { facts, target } = side;
  if (facts.kind !== "pasted_key") throw new Error(`${side.adapter.key} takes no pasted key`);
  const read = facts.read(fields, { target, now: clock.now() });
  if (read.kind === "malformed") return { why: { kind: "key_refused", field: read.field } };
  return { tokens: read.tokens, answer: fields, callback: new URLSearchParams() };
}

async function sent(side: PlatformSide, asked: Request): Promise<{ status: number; text: string }> {
  try {
    return await withDeadline(TIMEOUT_MS, async (signal) => {
      const located = new Request(side.reach.locate(asked.url), asked);
      const response = await side.reach.fetch(new Request(located, { redirect: "manual", signal }));
      return { status: response.status, text: await readBounded(response, MAX_ANSWER_BYTES) };
    });
  } catch (error) {
    if (error instanceof PlatformFailure) throw error;
    throw new PlatformFailure(noAnswer(error), null);
  }
}
