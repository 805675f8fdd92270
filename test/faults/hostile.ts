import { env } from "cloudflare:workers";
import { expect, inject, vi } from "vitest";
import { PROBLEMS } from "../../src/kernel/problem";
import type { LogBatch } from "../../src/logs/line";
import { Stage, SUBJECTS } from "../platforms/suite/stage";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the hostile server is, and the paths that it knows; see hostile-server.mjs. */
    hostileServer: { origin: string; ways: string[] };
  }
}

export const { origin, ways } = inject("hostileServer");
const realFetch = globalThis.fetch;

/** Waits of a second and more last a fiftieth of it; what was waited for is noted in the product's own terms. */
const FASTER = 50;

/** A connected shop whose platform may be replaced by the hostile server for one kind of request. */
export class HostileStage {
  /** The longest that the product was ready to wait for anything. */
  longestMs = 0;
  /** Answers to calls on the connection, by their request ids. */
  readonly answered = new Set<string>();

  readonly sentToLog: LogBatch[] = [];

  private constructor(
    readonly stage: Stage,
    readonly id: string,
  ) {}

  static async open(key: string): Promise<HostileStage> {
    const stage = await Stage.open(SUBJECTS.find((subject) => subject.key === key)!);
    const hostile = new HostileStage(stage, await stage.connect());
    hostile.#hasten();
    const queue = Object.getPrototypeOf(env.LOG_QUEUE) as Queue<LogBatch>;
    vi.spyOn(queue, "send").mockImplementation(async (message) => {
      hostile.sentToLog.push(structuredClone(message));
      return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as QueueSendResponse;
    });
    return hostile;
  }

  /** From now on requests of that kind are answered so; null ends it. */
  answer(kind: "api" | "refresh" | "revoke", way: string | null): void {
    this.stage.interrupt =
      way === null
        ? null
        : (asked) => (asked.kind === kind ? realFetch(new Request(`${origin}/${way}`, asked.request)) : null);
  }

  async call(path: string, method = "GET"): Promise<{ status: number; code: string | null; text: string }> {
    const answer = await this.stage.call(method, `/v1/connections/${this.id}${path}`);
    const text = await answer.text();
    this.answered.add(answer.headers.get("x-request-id")!);
    const isProblem = answer.headers.get("content-type") === "application/problem+json";
    const code = isProblem ? (JSON.parse(text) as { code: keyof typeof PROBLEMS }).code : null;
    if (code) expect(PROBLEMS[code], text).toBeDefined();
    return { status: answer.status, code, text };
  }

  /** How many bytes of body the server has sent on a path. */
  async sent(way: string): Promise<number> {
    const answer = await realFetch(`${origin}/sent`);
    return ((await answer.json()) as Record<string, number>)[way] ?? 0;
  }

  #hasten(): void {
    const shortened = (ms: number) => {
      this.longestMs = Math.max(this.longestMs, ms);
      return ms >= 200 ? ms / FASTER : ms;
    };
    const { setTimeout } = globalThis;
    vi.spyOn(globalThis, "setTimeout").mockImplementation(((run: () => void, ms = 0) =>
      setTimeout(run, shortened(ms))) as typeof setTimeout);
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(shortened(ms)));
    const wait = scheduler.wait.bind(scheduler);
    vi.spyOn(scheduler, "wait").mockImplementation((ms, options) => wait(shortened(ms), options));
  }
}
