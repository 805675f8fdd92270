import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, MINUTE, SECOND } from "../../src/kernel/clock";
import { END_USER_POLICY } from "../../src/policy/end-user-policy";
import { audit, checkpoint } from "../../src/proof/audit";
import { type Clause, clausesIn, clausesWith } from "../../src/trust/clauses";
import { CONTROLS } from "../../src/trust/controls";
import { factsOf, forgetFacts } from "../../src/trust/facts";
import { expectSoundPage, textOf } from "../pages/markup";
import { connectSandbox, frozenClock, newDeveloper, request } from "../support/harness";

const NOW = Date.parse("2026-11-25T12:00:00.000Z");

let time: ReturnType<typeof frozenClock>;

beforeEach(() => {
  time = frozenClock(NOW);
  forgetFacts();
});
afterEach(() => {
  vi.restoreAllMocks();
  time.release();
});

async function trust(): Promise<{ clauses: Clause[]; generated_at: string }> {
  time.add(MINUTE + SECOND);
  const answer = await request("/trust.json");
  expect(answer.status).toBe(200);
  return answer.json();
}

const clauseOf = (clauses: readonly Clause[], words: string) => {
  const found = clauses.filter(({ clause }) => clause.includes(words));
  expect(found, words).toHaveLength(1);
  return found[0]!;
};

describe("the controls", () => {
  it("there is one for each clause of the policy, and none for what is no clause", () => {
    const clauses = clausesIn(END_USER_POLICY).map(({ clause }) => clause);
    expect(new Set(clauses).size).toBe(clauses.length);
    expect(Object.keys(CONTROLS).sort()).toEqual([...clauses].sort());
  });

  it("a clause that the policy gains is shown as without a control until one is written", async () => {
    const gained = [
      ...END_USER_POLICY,
      { heading: "New", level: 2 as const, blocks: [{ kind: "text" as const, text: "We promise more." }] },
    ];
    const shown = clausesWith(gained, await factsOf(env));
    expect(shown.at(-1)).toMatchObject({ section: "New", control: null, status: "no_control" });
  });
});

describe("/trust.json", () => {
  it("has every clause in its own words exactly once, in the policy's order", async () => {
    const { clauses, generated_at } = await trust();
    const words = END_USER_POLICY.flatMap(({ heading, blocks }) =>
      blocks
        .flatMap((block) => (block.kind === "text" ? [block.text] : block.items))
        .map((clause) => [heading, clause]),
    );
    expect(clauses.map(({ section, clause }) => [section, clause])).toEqual(words);
    expect(Date.parse(generated_at)).toBe(NOW + MINUTE + SECOND);
    for (const clause of clauses) {
      expect(Object.keys(clause).sort()).toEqual(["clause", "control", "evidence", "section", "status"]);
      expect(clause.control === null).toBe(clause.status === "no_control");
    }
  });

  it("says plainly what has no control", async () => {
    const { clauses } = await trust();
    const soc = clauseOf(clauses, "SOC 2 Type II");
    expect(soc).toMatchObject({ control: null, status: "no_control" });
    expect(soc.evidence["why"]).toContain("claims none");
  });

  it("shows the oldest record of a class against its limit, and that it is late when it is", async () => {
    const log = (day: string) => env.LOGS.put(`logs/${day}/x.ndjson.gz`, new Uint8Array());
    await log("2026-11-01");
    const fine = clauseOf((await trust()).clauses, "System Logs: Retained");
    expect(fine).toMatchObject({
      status: "kept",
      evidence: { oldest_record: "2026-11-01T00:00:00.000Z", its_place: "r2.logs", places_late: 0 },
    });
    expect(fine.evidence["its_limit"]).toBe("2027-01-31T00:00:00.000Z");
    await log("2026-08-01");
    const late = clauseOf((await trust()).clauses, "System Logs: Retained");
    expect(late).toMatchObject({ status: "failing", evidence: { places_late: 1, partitions: 2 } });
    await env.LOGS.delete(["logs/2026-11-01/x.ndjson.gz", "logs/2026-08-01/x.ndjson.gz"]);
  });

  it("counts the places outside the vaults that hold credentials, and what is passing through one", async () => {
    await connectSandbox(await newDeveloper());
    const before = clauseOf((await trust()).clauses, "OAuth tokens and session information");
    expect(before).toMatchObject({
      status: "kept",
      evidence: { places_outside_vaults: 0, sealed_places_in_passing: 1, sealed_records_in_passing: 0 },
    });
    await env.DB.prepare(
      "INSERT INTO pending_installs (claim_hash, platform, mode, sealed, expires_at) VALUES ('h', 'square', 'test', x'00', ?1)",
    )
      .bind(NOW + DAY)
      .run();
    const after = clauseOf((await trust()).clauses, "OAuth tokens and session information");
    expect(after.evidence["sealed_records_in_passing"]).toBe(1);
    await env.DB.prepare("DELETE FROM pending_installs").run();
  });

  it("shows a meter that does not add up, a late request and a late authority as failing", async () => {
    await env.DB.batch([
      env.DB.prepare("INSERT INTO meter_retired (side, calls) VALUES ('usage', 3)"),
      env.DB.prepare(
        `INSERT INTO rights_requests (id, type, status, channel, jurisdiction, received_at, due_at, steps_done)
         VALUES ('rr_late', 'access', 'verified', 'developer', 'eu', ?1, ?2, 0)`,
      ).bind(NOW - 40 * DAY, NOW - DAY),
      env.DB.prepare(
        `INSERT INTO incidents (id, channel, status, severity, discovered_at, received_at, nature, affected, clocks)
         VALUES ('inc_late', 'developer', 'reported', 'high', ?1, ?2, 'x', '{}', ?3)`,
      ).bind(
        NOW - 5 * DAY,
        NOW - 3 * DAY,
        JSON.stringify([{ authority: "eu", dueAt: NOW - 2 * DAY, toldAt: null }]),
      ),
    ]);
    const { clauses } = await trust();
    expect(clauseOf(clauses, "Usage Analytics: API call metrics").status).toBe("failing");
    expect(clauseOf(clauses, "Access: Request information")).toMatchObject({
      status: "failing",
      evidence: { open_requests: 1, late: 1, next_due_at: "2026-11-24T12:00:00.000Z" },
    });
    expect(clauseOf(clauses, "Monitoring: 24/7").status).toBe("failing");
    expect(clauseOf(clauses, "Report security incidents").evidence).toEqual({
      reported: 1,
      later_than_24_hours: 1,
    });
    for (const table of ["meter_retired", "rights_requests", "incidents"])
      await env.DB.prepare(`DELETE FROM ${table}`).run();
  });

  it("shows the audit chain's head, its last checkpoint and the keys' versions", async () => {
    await audit(env.DB, { actor: "operator", action: "test.done" });
    await checkpoint(env, NOW);
    const { evidence, status } = clauseOf((await trust()).clauses, "Access Controls");
    const head = await env.DB.prepare("SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1").first("hash");
    expect(evidence).toMatchObject({
      audit_head: head,
      last_checkpoint: "2026-11-25",
      signing_key: "test-1",
    });
    expect(status).toBe("kept");
  });

  it("waits two days for the audit chain's first checkpoint, and no longer", async () => {
    await env.DB.batch(["audit_log", "audit_checkpoints"].map((t) => env.DB.prepare(`DELETE FROM ${t}`)));
    await audit(env.DB, { actor: "operator", action: "test.done" });
    expect(clauseOf((await trust()).clauses, "Access Controls").status).toBe("kept");
    time.add(3 * DAY);
    expect(clauseOf((await trust()).clauses, "Access Controls").status).toBe("failing");
  });

  it("is gathered at most once a minute", async () => {
    const first = await trust();
    time.add(MINUTE - 1);
    const answer = await request("/trust.json");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=60");
    expect(((await answer.json()) as { generated_at: string }).generated_at).toBe(first.generated_at);
    time.add(1);
    const second = (await (await request("/trust.json")).json()) as { generated_at: string };
    expect(second.generated_at).not.toBe(first.generated_at);
  });
});

describe("/trust", () => {
  it("is a sound page with every clause on it, and needs no script", async () => {
    const page = await request("/trust");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("style-src 'self'");
    const html = await page.text();
    expectSoundPage(html, "en");
    expect(html).not.toContain("<script");
    expect(html.length).toBeLessThan(100_000);
    const text = textOf(html);
    for (const { clause } of clausesIn(END_USER_POLICY)) expect(text).toContain(clause);
    expect(text).toContain("no control");
  });

  it("leaves the completeness proof where it was", async () => {
    const answer = await request("/trust/completeness.json");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveProperty("completeness");
  });
});
