import { ringWithin } from "../kernel/alarm";
import { clock, SECOND } from "../kernel/clock";
import { told } from "../kernel/told";
import { mirrorToD1 } from "./mirror";
import type { RecordStore } from "./record";
import type { ConnectionEvent } from "./status";

const RETRY_MS = 10 * SECOND;

/** The course a connection takes: its status moves here, and D1 is told. */
export class Course {
  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly db: D1Database,
    private readonly record: RecordStore,
  ) {}

  async apply(event: ConnectionEvent): Promise<void> {
    if (this.record.apply(event, clock.now())) await this.mirror();
  }

  /** Tells D1; what fails is repeated by the alarm. */
  async mirror(): Promise<void> {
    const record = this.record.get();
    if (!record || this.record.isMirrored) return;
    try {
      await mirrorToD1(this.db, record);
      if (this.record.get() === record) this.record.markMirrored();
    } catch (error) {
      console.error(`mirror of ${record.connectionId} failed, will be repeated: ${told(error)}`);
      await ringWithin(this.storage, RETRY_MS);
    }
  }

  /** The alarm may have been lost with the instance that owed it. */
  async resume(): Promise<void> {
    if (!this.record.isMirrored) await ringWithin(this.storage, RETRY_MS);
  }
}
