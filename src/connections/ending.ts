import { ringWithin } from "../kernel/alarm";
import { clock, DAY, MINUTE, SECOND } from "../kernel/clock";
import { meterOf } from "../meter/shards";
import type { Course } from "./course";
import type { Grant } from "./grant";
import type { Disconnection, Purge } from "./messages";
import type { ConnectionRecord, RecordStore } from "./record";
import { metadataDueAt } from "./retention";

/** A connection whose code nobody exchanges goes by itself: the code lives 5 minutes, this leaves room. */
export const PENDING_LIFE_MS = 10 * MINUTE;
/** A disconnection that was cut short is finished after this long. */
const RETRY_MS = 15 * SECOND;

/** What a connection that ends is made of. */
interface Parts {
  record: RecordStore;
  grant: Grant;
  course: Course;
}

/** How a connection ends: refused at once, revoked, erased, and in its time gone with its object. */
export class Ending {
  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly env: Pick<Env, "DB" | "METER">,
    private readonly restoreWindowDays: number,
    private readonly parts: Parts,
  ) {}

  async disconnect(): Promise<Disconnection | null> {
    const { record } = this.parts;
    if (!record.get()) return null;
    if (record.apply({ kind: "disconnected" }, clock.now())) {
      // Should this instance die before the end, the alarm takes it up.
      await ringWithin(this.storage, RETRY_MS);
      await this.storage.sync();
    }
    await this.#complete();
    const ended = record.get();
    return {
      disconnectedAt: ended?.disconnectedAt ?? clock.now(),
      revocation: ended?.revocation ?? { kind: "nothing_to_revoke" },
      erased: ["access token", "refresh token", "platform account", "data key"],
    };
  }

  /** The alarm of a connection that has ended: what was cut short is finished. */
  async resume(record: ConnectionRecord): Promise<void> {
    // For as long as it takes: an alarm that fails is not repeated for ever.
    if (!this.parts.grant.isEmpty) await ringWithin(this.storage, RETRY_MS);
    await this.#complete();
    await this.#leaveInTime(record);
  }

  /** The alarm of a connection whose code was not exchanged. */
  async expire({ createdAt }: ConnectionRecord): Promise<void> {
    const left = createdAt + PENDING_LIFE_MS - clock.now();
    if (left <= 0) await this.disconnect();
    else await ringWithin(this.storage, left);
  }

  async purge(connectionId: string): Promise<Purge> {
    const record = this.parts.record.get();
    if (record && record.status !== "disconnected") return "not_ended";
    if (record) await this.#complete();
    if (!(await meterOf(this.env, connectionId).forget(connectionId))) return "busy";
    if (!record) return "purged"; // nothing was ever here, and asking stores nothing
    await this.storage.deleteAlarm();
    await this.storage.deleteAll();
    this.parts.record.forget();
    return "purged";
  }

  /**
   * Retention finds ended connections by their row in D1. One that has none (D1 failed while it was made) would stay
   * for ever: it goes by itself.
   */
  async #leaveInTime({ connectionId, disconnectedAt }: ConnectionRecord): Promise<void> {
    const left = metadataDueAt(disconnectedAt ?? 0, this.restoreWindowDays) - clock.now();
    if (left > 0) return ringWithin(this.storage, left);
    const row = await this.env.DB.prepare("SELECT 1 AS found FROM connections WHERE id = ?1")
      .bind(connectionId)
      .first();
    if (row || (await this.purge(connectionId)) !== "purged") await ringWithin(this.storage, DAY);
  }

  /** What ending is besides the status, in this order; an instance that dies in between is finished by its alarm. */
  async #complete(): Promise<void> {
    const { grant, course } = this.parts;
    const record = this.parts.record.get();
    // As long as there are credentials the meter may not know: it withholds what leases still about bring in.
    if (record && !grant.isEmpty) await meterOf(this.env, record.connectionId).end(record.connectionId);
    await course.mirror(); // before the revocation: see hasSiblings
    await grant.end();
  }
}
