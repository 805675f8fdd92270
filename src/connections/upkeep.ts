import { clock, DAY } from "../kernel/clock";
import type { Course } from "./course";
import type { Grant } from "./grant";
import type { RecordStore } from "./record";
import type { Freshness } from "./refresher";
import { isUsable } from "./status";

/** Keeps a connection's credentials good. What comes of it moves the state machine. */
export class Upkeep {
  constructor(
    private readonly record: RecordStore,
    private readonly grant: Grant,
    private readonly course: Course,
  ) {}

  /** A token that is good now. */
  async fresh(why: "due_if_old" | "refused" | "keep_alive"): Promise<Freshness> {
    const record = this.record.get();
    if (!record) return { kind: "grant_lost", reason: "unknown" };
    const freshness = await this.grant.fresh(record, why);
    switch (freshness.kind) {
      case "fresh":
        await this.course.apply({ kind: "refreshed" });
        break;
      case "holding":
      case "unavailable":
        await this.course.apply({ kind: "refresh_failed", detail: freshness.detail });
        break;
      case "grant_lost":
        await this.course.apply({ kind: "grant_lost", reason: freshness.reason });
    }
    return freshness;
  }

  /** Renews a refresh token that would lapse from idleness, in time. */
  async keepAlive(): Promise<"renewed" | "not_due" | "failed"> {
    const record = this.record.get();
    if (!record || !isUsable(record.status)) return "not_due";
    if (this.record.limits.some((purpose) => purpose === "all" || purpose === "keep_alive")) return "not_due";
    const side = await this.grant.side(record.platform, { mode: record.mode, shop: null });
    const { refresh } = side?.facts ?? { refresh: { kind: "none" as const } };
    // A machine login needs no keeping alive: what it logs in with does not lapse.
    if (refresh.kind === "none" || refresh.kind === "machine") return "not_due";
    if ((record.refreshedAt ?? record.createdAt) + refresh.keepAliveDays * DAY > clock.now())
      return "not_due";
    const freshness = await this.fresh("keep_alive");
    return freshness.kind === "fresh" ? "renewed" : "failed";
  }
}
