import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { ConnectionObject } from "../../src/connections/object";
import type { LogBatch } from "../../src/logs/line";
import { MeterObject } from "../../src/meter/object";
import { meterOf } from "../../src/meter/shards";
import { SandboxPlatform } from "../../src/worker";

/** Where the product waits for something outside it; each is passed twice, before what is waited for and after. */
export type Place =
  | "storage.sync"
  | "storage.alarm"
  | "d1"
  | "queue"
  | "fetch.refresh"
  | "fetch.revoke"
  | "fetch.api"
  | "rpc.lease"
  | "rpc.settle"
  | "rpc.flush"
  | "rpc.end"
  | "rpc.disconnect";
export const PLACES: readonly Place[] = [
  "storage.sync",
  "storage.alarm",
  "d1",
  "queue",
  "fetch.refresh",
  "fetch.revoke",
  "fetch.api",
  "rpc.lease",
  "rpc.settle",
  "rpc.flush",
  "rpc.end",
  "rpc.disconnect",
];

/** `kill` halts there until the driver has done what it does from outside. */
export type Deed = "kill" | "throw" | "slow";
interface Plan {
  place: Place;
  when: "before" | "after";
  /** At the nth time that it is passed. */
  nth: number;
  deed: Deed;
}

/** D1, the queue and the network may fail; what is inside the process may only be killed. */
export const CAN_THROW: readonly Place[] = ["d1", "queue", "fetch.refresh", "fetch.revoke", "fetch.api"];

const PAUSE_MS = 25;

type Method = (...args: never[]) => Promise<unknown>;

/** The real surroundings, with a fault put in at one place at a time. */
export class Faults {
  readonly sent: LogBatch[] = [];
  /** How often a fault was really met, by place. */
  readonly met = new Map<Place, number>();
  /** Set while a halted place waits to be killed. */
  isHalted = false;
  #plan: Plan | null = null;

  /** Lays the hooks. Undo with `vi.restoreAllMocks()`. */
  static async lay(): Promise<Faults> {
    const faults = new Faults();
    const on = (prototype: object, name: string, place: Place) =>
      faults.#hook(prototype as Record<string, Method>, name, place);
    const storage = await runInDurableObject(meterOf(env, "conn_none"), (_object, state) =>
      Object.getPrototypeOf(state.storage),
    );
    on(storage, "sync", "storage.sync");
    for (const name of ["getAlarm", "setAlarm"]) on(storage, name, "storage.alarm");
    on(Object.getPrototypeOf(env.DB), "batch", "d1");
    for (const name of ["run", "all", "raw", "first"])
      on(Object.getPrototypeOf(env.DB.prepare("SELECT 1")), name, "d1");
    on(MeterObject.prototype, "settle", "rpc.settle");
    on(MeterObject.prototype, "flush", "rpc.flush");
    on(MeterObject.prototype, "end", "rpc.end");
    on(ConnectionObject.prototype, "lease", "rpc.lease");
    on(ConnectionObject.prototype, "disconnect", "rpc.disconnect");
    faults.#hookPlatform();
    const queue = Object.getPrototypeOf(env.LOG_QUEUE) as Queue<LogBatch>;
    vi.spyOn(queue, "send").mockImplementation(async (message) => {
      await faults.#pass("queue", "before");
      faults.sent.push(structuredClone(message));
      await faults.#pass("queue", "after");
      return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as QueueSendResponse;
    });
    return faults;
  }

  plan(plan: Plan | null): void {
    this.#plan = plan;
    this.isHalted = false;
  }

  #hook(prototype: Record<string, Method>, name: string, place: Place): void {
    const real = prototype[name]!;
    const pass = (when: Plan["when"]) => this.#pass(place, when);
    vi.spyOn(prototype, name).mockImplementation(async function (this: unknown, ...args: never[]) {
      await pass("before");
      const result = await real.apply(this, args);
      await pass("after");
      return result;
    });
  }

  /** A platform that fails says so: what is thrown in an entrypoint is noted by the runtime each time. */
  #hookPlatform(): void {
    const real = SandboxPlatform.prototype.fetch;
    const pass = (place: Place, when: Plan["when"]) => this.#pass(place, when);
    vi.spyOn(SandboxPlatform.prototype, "fetch").mockImplementation(async function (
      this: SandboxPlatform,
      request: Request,
    ) {
      const { pathname } = new URL(request.url);
      const isRevoke = pathname.endsWith("/revoke");
      const place = pathname.endsWith("/token") ? "fetch.refresh" : isRevoke ? "fetch.revoke" : "fetch.api";
      try {
        await pass(place, "before");
        const answer = await real.call(this, request);
        await pass(place, "after");
        return answer;
      } catch (error) {
        return new Response(String(error), { status: 503 });
      }
    });
  }

  async #pass(place: Place, when: Plan["when"]): Promise<void> {
    const plan = this.#plan;
    if (plan?.place !== place || plan.when !== when || --plan.nth > 0) return;
    this.#plan = null;
    this.met.set(place, (this.met.get(place) ?? 0) + 1);
    if (plan.deed === "throw") throw new Error(`${place} failed (injected ${when})`);
    if (plan.deed === "kill") this.isHalted = true;
    await scheduler.wait(PAUSE_MS);
  }
}
