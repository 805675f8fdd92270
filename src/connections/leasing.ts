import { clock } from "../kernel/clock";
import { CONNECTION_LIMIT } from "../limits/limits";
import { SlidingWindow } from "../limits/window";
import type { CallCredentials, TokenSet } from "../platforms/adapter";
import type { Grant } from "./grant";
import type { LeaseAnswer, LeaseRequest } from "./messages";
import type { RecordStore } from "./record";
import { isUsable } from "./status";
import type { Upkeep } from "./upkeep";

/** Gives calls what they need, as long as they may be made and within the connection's rate limit. */
export class Leasing {
  readonly #window = new SlidingWindow(CONNECTION_LIMIT);

  constructor(
    private readonly record: RecordStore,
    private readonly grant: Grant,
    private readonly upkeep: Upkeep,
  ) {}

  async lease(request: LeaseRequest): Promise<LeaseAnswer> {
    const record = this.record.get();
    // Someone else's connection reads exactly like one that does not exist.
    if (record?.appId !== request.appId || record.mode !== request.mode) return { kind: "unknown" };
    const { platform } = record;
    if (!isUsable(record.status))
      return { kind: "inactive", status: record.status, reason: record.reason, platform };
    const { limits } = this.record;
    // "Kept, but not processed" (GDPR Art. 18): not even the token is renewed for it.
    const limit = limits.find((purpose) => purpose === "all" || purpose === "retail_data");
    if (limit) return { kind: "restricted", limit, platform };
    const standing = this.#window.take(request.calls, clock.now());
    if (standing.granted === 0) return { kind: "limited", standing, platform };

    const freshness = await this.upkeep.fresh(request.refused === record.version ? "refused" : "due_if_old");
    const current = this.record.get();
    if (!current || !isUsable(current.status)) {
      return {
        kind: "inactive",
        status: current?.status ?? "disconnected",
        reason: current?.reason ?? null,
        platform,
      };
    }
    if (freshness.kind === "unavailable") return { kind: "unavailable", detail: freshness.detail, platform };
    if (freshness.kind === "grant_lost") {
      return { kind: "inactive", status: "needs_reauth", reason: freshness.reason, platform };
    }
    return {
      kind: "lease",
      connectionId: current.connectionId,
      platform,
      account: await this.grant.account(),
      mode: current.mode,
      credentials: callCredentials(freshness.tokens),
      version: current.version,
      grantedScopes: current.grantedScopes,
      missingScopes: current.missingScopes,
      limits,
      standing,
    };
  }
}

function callCredentials({ access_token, secrets }: TokenSet): CallCredentials {
  return { access_token, ...(secrets && { secrets }) };
}
