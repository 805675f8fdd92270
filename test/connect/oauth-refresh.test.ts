import { afterEach, describe, expect, it, vi } from "vitest";
import { clock, HOUR, SECOND } from "../../src/kernel/clock";
import { tapSandbox } from "../support/fake-platforms";
import { api, connectSandbox, type Developer, frozenClock, newDeveloper } from "../support/harness";

afterEach(() => {
  vi.restoreAllMocks();
});

const CALLS = 100;

async function manyCalls(developer: Developer, id: string): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: CALLS }, () => api(developer, "GET", `/v1/connections/${id}/store`)),
  );
  return answers.map(({ status }) => status);
}

const refreshes = (seen: ReturnType<typeof tapSandbox>) =>
  seen.filter(({ url, body }) => url.endsWith("/oauth/token") && body.includes("grant_type=refresh_token"));

const allGood = new Array<number>(CALLS).fill(200);

describe("one refresher", () => {
  it("100 parallel calls on a token that has expired by the clock: one refresh, 100 answers", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const developer = await newDeveloper();
      const { id } = await connectSandbox(developer);
      frozen.add(2 * HOUR);
      const seen = tapSandbox();
      expect(await manyCalls(developer, id)).toEqual(allGood);
      expect(refreshes(seen)).toHaveLength(1);
    } finally {
      frozen.release();
    }
  });

  it("100 parallel calls on a token the platform no longer takes: one refresh, 100 answers", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "expired" });
    const seen = tapSandbox();
    expect(await manyCalls(developer, id)).toEqual(allGood);
    expect(refreshes(seen)).toHaveLength(1);
  });

  it("100 parallel calls while the refresh takes its time: everyone waits for the same one", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const developer = await newDeveloper();
      const { id } = await connectSandbox(developer);
      frozen.add(2 * HOUR);
      const seen = tapSandbox(async (asked, forward) => {
        if (asked.url.endsWith("/oauth/token")) await scheduler.wait(500);
        return forward(asked);
      });
      expect(await manyCalls(developer, id)).toEqual(allGood);
      expect(refreshes(seen)).toHaveLength(1);
    } finally {
      frozen.release();
    }
  });

  it("100 parallel calls while the platform is down: one attempt, and nothing is taken for revoked", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const developer = await newDeveloper();
      const { id } = await connectSandbox(developer);
      frozen.add(2 * HOUR);
      const seen = tapSandbox(() => new Response("down", { status: 503 }));
      expect(new Set(await manyCalls(developer, id))).toEqual(new Set([502]));
      expect(refreshes(seen)).toHaveLength(1);
      vi.restoreAllMocks();
      frozen.add(6 * SECOND);
      expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(200);
    } finally {
      frozen.release();
    }
  });
});
