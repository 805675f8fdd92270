import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { clock, DAY, HOUR, MINUTE, rfc3339 } from "../../src/kernel/clock";
import { audit, checkpoint } from "../../src/proof/audit";
import { countRows, wholeRun } from "../retention/fixture";
import { frozenClock } from "../support/harness";
import { tamper, verification, wipeAudit } from "./fixture";

beforeEach(wipeAudit);

const entry = (n: number) => audit(env.DB, { actor: "system", action: "test.done", detail: { n } });

/** One entry at each moment, and cron's checkpoint with it. */
async function written(moments: number[]): Promise<void> {
  for (const [n, at] of moments.entries()) {
    const time = frozenClock(at);
    await entry(n);
    await checkpoint(env, at);
    time.release();
  }
}

describe("fifty writers at once", () => {
  it("lose nothing and never fork the chain", async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => entry(n)));
    const { results } = await env.DB.prepare(
      "SELECT seq, prev_hash, detail FROM audit_log ORDER BY seq",
    ).all<{
      seq: number;
      prev_hash: string;
      detail: string;
    }>();
    expect(results.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(new Set(results.map(({ prev_hash }) => prev_hash)).size).toBe(50);
    expect(new Set(results.map(({ detail }) => detail)).size).toBe(50);
    expect(await verification()).toMatchObject({ ok: true, entries: 50 });
  });
});

describe("a clock that is behind", () => {
  it("does not put an entry before its predecessor", async () => {
    await written([Date.parse("2027-01-01T10:00:00Z"), Date.parse("2027-01-01T09:59:00Z")]);
    expect(await countRows("audit_log", `at = ${Date.parse("2027-01-01T10:00:00Z")}`)).toBe(2);
  });
});

describe("cron", () => {
  it("signs the head once a UTC day, however often it runs", async () => {
    const midnight = Date.parse("2027-01-02T00:00:00Z");
    await written([midnight - HOUR]);
    await Promise.all([checkpoint(env, midnight - 1), checkpoint(env, midnight - MINUTE)]);
    expect(await countRows("audit_checkpoints")).toBe(1);
    await checkpoint(env, midnight);
    await entry(2);
    await checkpoint(env, midnight + DAY - 1);
    const { results } = await env.DB.prepare("SELECT day, seq FROM audit_checkpoints ORDER BY day").all();
    expect(results).toEqual([
      { day: "2027-01-01", seq: 1 },
      { day: "2027-01-02", seq: 1 },
    ]);
  });

  it("signs nothing where there is nothing", async () => {
    await checkpoint(env, clock.now());
    expect(await countRows("audit_checkpoints")).toBe(0);
  });
});

describe("tampering with the stored chain", () => {
  const day = (n: number) => Date.parse("2027-01-01T12:00:00Z") + n * DAY;
  beforeEach(() => written(Array.from({ length: 9 }, (_, n) => day(n))));

  it.each([
    ["UPDATE audit_log SET detail = '{\"n\":99}' WHERE seq = 5", { seq: 5 }],
    ["UPDATE audit_log SET detail = 'not JSON' WHERE seq = 5", { seq: 5 }],
    ["UPDATE audit_log SET at = 9e15 WHERE seq = 5", { seq: 5 }],
    ["UPDATE audit_log SET hash = 'x' WHERE seq = 1", { seq: 1 }],
    ["DELETE FROM audit_log WHERE seq = 5", { seq: 5 }],
    ["DELETE FROM audit_log WHERE seq >= 7", { seq: 7, checkpoint: "2027-01-07" }],
    ["DELETE FROM audit_log WHERE seq <= 3", { seq: 1, checkpoint: "2027-01-01" }],
    ["UPDATE audit_checkpoints SET seq = 4 WHERE seq = 5", { seq: 4, checkpoint: "2027-01-05" }],
    ["UPDATE audit_checkpoints SET jws = 'x' WHERE seq = 5", { seq: 5, checkpoint: "2027-01-05" }],
  ])("by %s is named", async (sql, place) => {
    const time = frozenClock(day(9));
    try {
      expect(await verification()).toMatchObject({ ok: true, entries: 9, checkpoints: 9, signed_to: 9 });
      await tamper(sql);
      expect(await verification()).toMatchObject({ ok: false, first_broken: place });
    } finally {
      time.release();
    }
  });

  it("does not mend itself by what is written afterwards", async () => {
    await tamper("DELETE FROM audit_log WHERE seq >= 7");
    await entry(10);
    expect((await verification()).first_broken?.seq).toBe(7);
  });
});

describe("retention", () => {
  it("takes the beginning of the chain and leaves a rest that holds", async () => {
    const begin = Date.parse("2028-02-27T06:00:00Z");
    // Every four hours over the leap day: in calendar months, what began on the 29th would end before the 28th's.
    const moments = Array.from({ length: 24 }, (_, n) => begin + n * 4 * HOUR);
    await written(moments);
    for (const now of [0, 13, 26, 29, 43, 50, 61, 85].map((hours) => begin + 730 * DAY + hours * HOUR)) {
      const time = frozenClock(now);
      try {
        await wholeRun(now);
        const left = moments.filter((at) => at + 730 * DAY > now);
        expect(await countRows("audit_log", "action = 'test.done'"), rfc3339(now)).toBe(left.length);
        const { ok, first_seq, first_broken } = await verification();
        expect(first_broken, rfc3339(now)).toBeUndefined();
        expect(ok).toBe(true);
        expect(first_seq).toBe(24 - left.length + 1);
      } finally {
        time.release();
      }
    }
  });

  it("lets the chain go on where it stood, when every entry has left", async () => {
    const begin = Date.parse("2027-01-01T06:00:00Z");
    await written([begin, begin + HOUR, begin + DAY]);
    await checkpoint(env, begin + 730 * DAY);
    const time = frozenClock(begin + 731 * DAY);
    try {
      await wholeRun(clock.now());
      expect(await countRows("audit_log", "seq <= 3")).toBe(0);
      const { ok, first_seq, first_broken } = await verification();
      expect(first_broken).toBeUndefined();
      expect({ ok, first_seq }).toEqual({ ok: true, first_seq: 4 });
    } finally {
      time.release();
    }
  });
});
