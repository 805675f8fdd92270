import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { configOf } from "../../src/config/config";
import { DAY, rfc3339 } from "../../src/kernel/clock";
import {
  CHECKPOINT,
  type ChainEntry,
  type Checkpoint,
  canonical,
  entryHash,
  GENESIS,
  parseLine,
  verifyChain,
  verifyLines,
} from "../../src/proof/chain";
import { publicJwks } from "../../src/proof/jwks";
import { sign, signReceipt } from "../../src/proof/receipt";

const NOON = Date.parse("2027-03-01T12:00:00Z");
const NOW = NOON + 12 * DAY;
const KEPT_UNTIL = rfc3339(NOON + 730 * DAY);
const config = configOf(env);
const jwks = publicJwks(config);

async function chainOf(length: number, from = { seq: 1, prev: GENESIS }): Promise<ChainEntry[]> {
  const entries: ChainEntry[] = [];
  let prev_hash = from.prev;
  for (let seq = from.seq; seq < from.seq + length; seq++) {
    const entry = {
      seq,
      at: rfc3339(NOON + seq * DAY),
      actor: "system",
      action: "retention.run",
      target: `run_${seq}`,
      detail: { removed: seq, note: 'größer – „quoted“ "\\" 😀' },
      prev_hash,
    };
    prev_hash = await entryHash(entry);
    entries.push({ kind: "entry", ...entry, hash: prev_hash });
  }
  return entries;
}

async function markOf(
  { seq, hash, at }: ChainEntry,
  over: Record<string, unknown> = {},
): Promise<Checkpoint> {
  const mark = { day: at.slice(0, 10), seq, hash };
  const jws = await sign(config, CHECKPOINT, { ...mark, kept_until: KEPT_UNTIL, ...over });
  return { kind: "checkpoint", ...mark, jws };
}

/** Writes the entries anew from a place on, so that each hash fits again: what someone with the database can do. */
async function rewritten(entries: ChainEntry[], from: number): Promise<ChainEntry[]> {
  const all = entries.slice(0, from);
  for (const { kind, hash: _, ...entry } of entries.slice(from)) {
    const chained = { ...entry, prev_hash: all.at(-1)?.hash ?? GENESIS };
    all.push({ kind, ...chained, hash: await entryHash(chained) });
  }
  return all;
}

let good: ChainEntry[];
/** At entries 4 and 8 of ten. */
let marks: Checkpoint[];
beforeAll(async () => {
  good = await chainOf(10);
  marks = await Promise.all([markOf(good[3]!), markOf(good[7]!)]);
});

const verified = (entries: ChainEntry[], checkpoints = marks, keys: typeof jwks | null = jwks) =>
  verifyChain(entries, checkpoints, keys, NOW);

describe("a chain", () => {
  it("that is whole holds, and says how far it is signed", async () => {
    expect(await verified(good)).toEqual({
      ok: true,
      entries: 10,
      first_seq: 1,
      last_seq: 10,
      checkpoints: 2,
      signed_to: 8,
      notes: ["Entries from 9 on are chained but not yet signed: no checkpoint covers them."],
    });
    expect(await verified([], [])).toMatchObject({ ok: true, entries: 0, notes: ["There are no entries."] });
  });

  it("without keys is followed, and says that no signature was checked", async () => {
    const forged = [{ ...marks[0]!, jws: "none" }];
    expect(await verified(good.slice(0, 4), forged, null)).toMatchObject({
      ok: true,
      signed_to: null,
      notes: ["Signatures were not checked: no key set was given."],
    });
  });

  it("whose daily checkpoints stopped says since when", async () => {
    const { ok, notes } = await verified(good, marks.slice(0, 1));
    expect(ok).toBe(true);
    expect(notes).toContain(
      "Daily checkpoints are missing since 2027-03-05: they were removed, or cron stood still.",
    );
  });
});

const changed = (seq: number, change: Partial<ChainEntry>) =>
  good.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));

describe("tampering is found and named at its place:", () => {
  it.each<[string, Partial<ChainEntry>]>([
    ["detail", { detail: { removed: 0 } }],
    ["detail, by one more member", { detail: { removed: 6, note: 'größer – „quoted“ "\\" 😀', x: null } }],
    ["time", { at: "2027-03-07T12:00:00.001Z" }],
    ["actor", { actor: "operator" }],
    ["action", { action: "legal_hold.placed" }],
    ["target", { target: null }],
    ["hash", { hash: "A".repeat(43) }],
    ["detail, to what has no canonical form", { detail: { note: "\ud800" } }],
  ])("a changed %s", async (_, change) => {
    const { ok, entries, first_broken } = await verified(changed(6, change));
    expect(ok).toBe(false);
    expect(entries).toBe(5);
    expect(first_broken).toMatchObject({ seq: 6 });
    expect(first_broken).not.toHaveProperty("checkpoint");
  });

  it("a changed entry whose own hash was made to fit breaks the one after it", async () => {
    const entry = { ...good[5]!, detail: { removed: 0 } };
    const hash = await entryHash(entry);
    expect((await verified(changed(6, { detail: { removed: 0 }, hash }))).first_broken).toEqual({
      seq: 7,
      reason: "prev_hash is not the hash of the entry before it",
    });
  });

  it.each([2, 6, 9])("entry %i removed", async (seq) => {
    const rest = good.filter((entry) => entry.seq !== seq);
    expect((await verified(rest)).first_broken).toMatchObject({
      seq,
      reason: expect.stringContaining("missing, added or out of order") as string,
    });
  });

  it("two entries swapped", async () => {
    const swapped = [...good];
    [swapped[4], swapped[5]] = [good[5]!, good[4]!];
    expect((await verified(swapped)).first_broken?.seq).toBe(5);
  });

  it("an entry put in twice", async () => {
    const twice = [...good.slice(0, 5), good[4]!, ...good.slice(5)];
    expect((await verified(twice)).first_broken?.seq).toBe(6);
  });

  it("the end cut off before what was signed", async () => {
    expect((await verified(good.slice(0, 7))).first_broken).toEqual({
      seq: 8,
      checkpoint: "2027-03-09",
      reason: "the chain ends before the entry that was signed",
    });
    expect((await verified([])).first_broken).toMatchObject({ seq: 4, checkpoint: "2027-03-05" });
  });

  it("the beginning cut off before its time", async () => {
    expect((await verified(good.slice(4))).first_broken).toEqual({
      seq: 4,
      checkpoint: "2027-03-05",
      reason: `the entry is gone before its time: it was signed to be kept until ${KEPT_UNTIL}`,
    });
    const due = await Promise.all([markOf(good[3]!, { kept_until: rfc3339(NOW) }), marks[1]!]);
    expect(await verified(good.slice(4), due)).toMatchObject({ ok: true, first_seq: 5, signed_to: 8 });
    expect(await verified(good.slice(6), due)).toMatchObject({ ok: true, first_seq: 7, checkpoints: 2 });
    const eternal = await Promise.all([markOf(good[3]!, { kept_until: undefined }), marks[1]!]);
    expect((await verified(good.slice(4), eternal)).first_broken?.seq).toBe(4);
  });

  it("an end written anew with fitting hashes, at the checkpoint that it contradicts", async () => {
    const anew = await rewritten(changed(6, { detail: { removed: 0 } }), 5);
    expect(await verified(anew)).toMatchObject({
      ok: false,
      entries: 10,
      signed_to: 4,
      first_broken: {
        seq: 8,
        checkpoint: "2027-03-09",
        reason: "the entry has another hash than was signed: the chain was written anew after entry 4",
      },
    });
    const whole = await rewritten(changed(1, { detail: { removed: 0 } }), 0);
    expect((await verified(whole)).first_broken).toMatchObject({ seq: 4, checkpoint: "2027-03-05" });
  });

  it("a checkpoint forged to fit it", async () => {
    const anew = await rewritten(changed(6, { detail: { removed: 0 } }), 5);
    const hash = anew[7]!.hash;
    const place = { seq: 8, checkpoint: "2027-03-09" };
    const [head, , tail] = marks[1]!.jws.split(".");
    const claims = btoa(JSON.stringify({ day: "2027-03-09", seq: 8, hash })).replaceAll("=", "");
    for (const [jws, reason] of [
      [marks[1]!.jws, "the checkpoint says something else than what was signed"],
      [`${head}.${claims}.${tail}`, "the checkpoint's signature does not verify with the given keys"],
      [
        `${btoa('{"alg":"none"}').replaceAll("=", "")}.${claims}.`,
        "the checkpoint's signature does not verify",
      ],
      [await signReceipt(config, { type: "x", day: "2027-03-09", seq: 8, hash }), "not a checkpoint"],
      ["", "the checkpoint's signature does not verify"],
    ] as const) {
      const forged = [marks[0]!, { ...marks[1]!, hash, jws }];
      expect((await verified(anew, forged)).first_broken).toEqual({
        ...place,
        reason: expect.stringContaining(reason) as string,
      });
    }
  });

  it("a beginning that is none", async () => {
    const late = await chainOf(3, { seq: 1, prev: "A".repeat(43) });
    expect((await verified(late, [])).first_broken).toEqual({
      seq: 1,
      reason: "the first entry of all does not begin the chain",
    });
  });
});

describe("an exported chain", () => {
  const read = (lines: string[]) =>
    async function* () {
      yield* lines;
    };
  const text = () => [...marks, ...good].map((line) => JSON.stringify(line));

  it("is checked from its lines", async () => {
    expect(await verifyLines(read(text()), jwks, NOW)).toMatchObject({
      ok: true,
      entries: 10,
      checkpoints: 2,
    });
  });

  it.each([
    ["{", "is not JSON"],
    ['{"kind":"entry"}', "has no members"],
    ['{"kind":"illegible","seq":6,"where":"the stored entry 6"}', "is what the database could not give"],
    ["[]", "is no object"],
    ["null", "is null"],
  ])("with %s in an entry's place, which %s, is broken there", async (line) => {
    const lines = text();
    lines[7] = line;
    expect((await verifyLines(read(lines), jwks, NOW)).first_broken).toEqual({
      seq: 6,
      reason: "line 8 is neither an entry nor a checkpoint",
    });
  });

  it("has no place for a member that no hash covers", () => {
    expect(parseLine(JSON.stringify(good[0]))).toEqual(good[0]);
    expect(parseLine(JSON.stringify({ ...good[0], approved_by: "everybody" }))).toBeNull();
    expect(parseLine(JSON.stringify({ ...good[0], detail: { nested: {} } }))).toBeNull();
  });
});

describe("the canonical form", () => {
  it("is that of RFC 8785", () => {
    // Its section 3.2.3: members by UTF-16 code units, where the emoji comes before the ligature.
    const input = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
    expect(canonical(input)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
    expect(canonical([1e21, 4.5, 2e-3, -0, 1e-27, true, null, '\u20ac$\u000f\nA\'B"\\\\"/'])).toBe(
      '[1e+21,4.5,0.002,0,1e-27,true,null,"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"]',
    );
    expect(() => canonical(Number.NaN)).toThrow(TypeError);
    expect(() => canonical("\udead")).toThrow(TypeError);
  });
});
