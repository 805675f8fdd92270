import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { connectionStub } from "../../src/connections/stub";
import { MINUTE } from "../../src/kernel/clock";
import { newConnectionId } from "../../src/kernel/ids";
import { REMEMBER_MS } from "../../src/meter/commits";
import { tokensOf } from "../support/fake-platforms";
import { api, connectSandbox, type Developer, newDeveloper } from "../support/harness";
import { Counter, learnPrototypes } from "./counter";
import { nothingUsed, type Used } from "./prices";
import { VirtualTime } from "./virtual-time";

/** A read by a developer of one of its connections, so many milliseconds after the round began. */
export interface Call {
  at: number;
  developer: Developer;
  connectionId: string;
}

/** Long enough for everything a round left behind to have been flushed and forgotten, or to be due. */
const BETWEEN_ROUNDS = 7 * MINUTE;
const DATA = ["store", "locations?limit=1"];

/** The real product, in a time of its own, with everything counted. */
export class Bench {
  readonly time = new VirtualTime(Date.UTC(2026, 10, 23, 19, 5));
  readonly #counter: Counter;

  private constructor(counter: (now: () => number) => Counter) {
    this.#counter = counter(() => this.time.now);
  }

  static async open(): Promise<Bench> {
    await runInDurableObject(env.API_KEYS.getByName("bench"), (_, state) => learnPrototypes(state));
    return new Bench((now) => new Counter(now));
  }

  get counter(): Counter {
    return this.#counter;
  }

  /** Connections that are ready for use, all at the same sandbox shop. */
  async connections(developer: Developer, count: number): Promise<string[]> {
    const first = await this.#meanwhile(connectSandbox(developer, "lyon-librairie"));
    const tokens = await tokensOf(first.id);
    const account = await this.#accountOf(developer, first.id);
    const ids = [first.id];
    while (ids.length < count) {
      const connectionId = newConnectionId("eu");
      const object = connectionStub(env, connectionId)!;
      await object.establish({
        connectionId,
        appId: developer.appId,
        mode: developer.mode,
        region: "eu",
        platform: "sandbox",
        shop: null,
        proof: { kind: "claimed", tokens, account },
        reconnect: false,
      });
      await object.activate();
      ids.push(connectionId);
    }
    return ids;
  }

  /** The same round twice, the first to warm up; @returns what the second used, its flush and forgetting included. */
  async measure(calls: readonly Call[]): Promise<{ used: Used; statuses: Set<number> }> {
    let used = nothingUsed();
    const statuses = new Set<number>();
    for (let round = 0; round < 2; round++) {
      this.#counter.take();
      const began = this.time.now;
      const running: Promise<void>[] = [];
      for (const [index, { at, developer, connectionId }] of calls.entries()) {
        await this.time.to(began + at);
        const entered = this.#counter.entered;
        const path = `/v1/connections/${connectionId}/${DATA[index % DATA.length]}`;
        running.push(
          api(developer, "GET", path).then(async (answer) => {
            statuses.add(answer.status);
            await answer.arrayBuffer();
          }),
        );
        while (this.#counter.entered === entered) await scheduler.wait(0);
      }
      await this.#meanwhile(Promise.all(running));
      await this.time.to(Math.ceil((this.time.now + 1) / MINUTE) * MINUTE);
      await this.#rest();
      await this.time.to(began + BETWEEN_ROUNDS);
      used = this.#counter.take();
    }
    return { used, statuses };
  }

  /** One call as it comes, with what happened before its answer. */
  async trace(call: Omit<Call, "at">): Promise<string[]> {
    this.#counter.events = [];
    await this.#meanwhile(api(call.developer, "GET", `/v1/connections/${call.connectionId}/store`));
    return this.#counter.events;
  }

  /** Rings alarms until there is none left to ring, each when it is due: those after a flush are for forgetting. */
  async #rest(): Promise<void> {
    while ((await this.#counter.ring()) > 0) {
      await this.#counter.deliver();
      await this.time.to(this.time.now + REMEMBER_MS);
    }
  }

  /** Lets time go on until something is done. */
  async #meanwhile<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await scheduler.wait(0);
      if (this.time.isWaitedFor) await this.time.to(this.time.now + 1);
    }
    return done;
  }

  async #accountOf(developer: Developer, id: string) {
    const lease = await connectionStub(env, id)!.lease({ ...developer, calls: 1 });
    if (lease.kind !== "lease") throw new Error(lease.kind);
    const { id: account, facts } = lease.account;
    return { id: account, facts };
  }
}

/** Several apps, each with its share of so many connections. */
export async function spread(bench: Bench, apps: number, connections: number): Promise<Omit<Call, "at">[]> {
  const shares: Omit<Call, "at">[][] = [];
  for (let app = 0; app < apps; app++) {
    const developer = await newDeveloper();
    const ids = await bench.connections(developer, Math.ceil(connections / apps));
    shares.push(ids.map((connectionId) => ({ developer, connectionId })));
  }
  // Taken in turns, so that no app's calls come in one piece.
  return shares[0]!
    .flatMap((_, index) => shares.flatMap((share) => share[index] ?? []))
    .slice(0, connections);
}
