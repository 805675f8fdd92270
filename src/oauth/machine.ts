import { clock } from "../kernel/clock";
import { withDeadline } from "../kernel/deadline";
import {
  type ClientCredentials,
  PlatformFailure,
  type Refresh,
  type Target,
  type TokenSet,
} from "../platforms/adapter";
import { parseJson } from "../platforms/answer";
import { readBounded } from "../platforms/bounded";
import type { Reach } from "../platforms/reach";
import { OAuthFailure } from "./failure";

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1_024;

/**
 * Obtains a token from what does not expire: our client's credentials or the merchant's own (RFC 6749 §4.4, Toast's
 * machine login). The further secrets stay as they were.
 * @throws OAuthFailure
 */
export async function machineLogin(
  facts: Extract<Refresh, { kind: "machine" }>,
  side: { client: ClientCredentials; target: Target; reach: Reach },
  present: TokenSet,
): Promise<TokenSet> {
  const asked = facts.request({
    client: side.client,
    secrets: present.secrets ?? {},
    target: side.target,
  });
  const { status, body } = await answered(side.reach, asked);
  if (status >= 500 || status === 429)
    throw new OAuthFailure({ kind: "unavailable", detail: `HTTP ${status}` });
  if (status < 200 || status > 299) {
    throw new OAuthFailure({ kind: "refused", error: facts.refused(status, body) ?? "invalid_request" });
  }
  const answer = standard(facts, body);
  const token = answer["access_token"];
  const life = answer["expires_in"];
  const scope = answer["scope"];
  if (typeof token !== "string" || token === "")
    throw new OAuthFailure({ kind: "malformed", detail: "no access token" });
  return {
    access_token: token,
    ...(typeof life === "number" && { expires_at: clock.now() + life * 1_000 }),
    scopes: typeof scope === "string" ? scope.split(" ").filter(Boolean) : present.scopes,
    ...(present.secrets && { secrets: present.secrets }),
  };
}

function standard(facts: Extract<Refresh, { kind: "machine" }>, body: Record<string, unknown>) {
  try {
    return facts.read(body, clock.now());
  } catch (error) {
    if (error instanceof PlatformFailure)
      throw new OAuthFailure({ kind: "malformed", detail: "the answer is not the one documented" });
    throw error;
  }
}

async function answered(
  reach: Reach,
  asked: Request,
): Promise<{ status: number; body: Record<string, unknown> }> {
  try {
    return await withDeadline(TIMEOUT_MS, async (signal) => {
      const located = new Request(reach.locate(asked.url), asked);
      const response = await reach.fetch(new Request(located, { redirect: "manual", signal }));
      const body = parseJson(await readBounded(response, MAX_ANSWER_BYTES));
      const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
      return { status: response.status, body: isObject ? (body as Record<string, unknown>) : {} };
    });
  } catch (error) {
    if (error instanceof PlatformFailure)
      throw new OAuthFailure({ kind: "malformed", detail: "the answer cannot be read" });
    throw new OAuthFailure({ kind: "unavailable", detail: "no answer" });
  }
}
