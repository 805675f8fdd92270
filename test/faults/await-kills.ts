import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { DAY, HOUR, MINUTE, SECOND, setClock } from "../../src/kernel/clock";
import { sha256 } from "../../src/kernel/digest";
import { PROBLEMS } from "../../src/kernel/problem";
import { meterSums } from "../../src/meter/query";
import { meterOf } from "../../src/meter/shards";
import { tokensOf } from "../support/fake-platforms";
import {
  api,
  connectSandbox,
  type Developer,
  flushMeter,
  newDeveloper,
  recordedIn,
} from "../support/harness";
import { Random } from "../support/random";
import { allLines, deliver } from "./kill-points";
import { CAN_THROW, type Deed, Faults, PLACES, type Place } from "./places";
import { isReplay, type Seeds } from "./seeds";

const RUNS_PER_CONNECTION = 6;
const SHOP = "nairobi-fresh";

const WORKS = ["lease", "refresh", "flush", "disconnect"] as const;
type Work = (typeof WORKS)[number];
/** What each work waits for; another place would never be met. */
const PLACES_OF: Record<Work, readonly Place[]> = {
  lease: ["rpc.lease", "rpc.settle", "fetch.api", "storage.sync", "storage.alarm"],
  refresh: ["fetch.refresh", "fetch.refresh", "rpc.lease", "storage.sync", "rpc.settle", "fetch.api"],
  flush: ["rpc.flush", "d1", "d1", "queue", "queue", "storage.sync", "rpc.settle"],
  disconnect: ["rpc.disconnect", "rpc.end", "fetch.revoke", "d1", "storage.sync", "storage.alarm"],
};
const PASSED_OFTEN: readonly Place[] = ["d1", "storage.sync", "storage.alarm", "rpc.settle", "fetch.api"];
const KILLS = ["evict_connection", "evict_ledger", "abort_all"] as const;
const JUMPS = [0, 0, 0, SECOND, -SECOND, HOUR, -HOUR, 5 * HOUR, -DAY, DAY];

/** The clock, as a machine's clock is set right and wrong. */
class Skew {
  ms = 0;
  readonly release = setClock(() => Date.now() + this.ms);
}

interface Scene {
  developer: Developer;
  id: string;
  faults: Faults;
  skew: Skew;
  answered: string[];
  /** Answers that say an error of ours: counted unless it came before the key was known. */
  unsure: number;
}

/** One call, which must be done or refused by one of the contract's codes. @returns its status */
async function call(scene: Scene, method: string, path: string): Promise<number> {
  const answer = await api(scene.developer, method, path);
  const text = await answer.text();
  if (answer.status >= 400) {
    const { code } = JSON.parse(text) as { code: keyof typeof PROBLEMS };
    expect(PROBLEMS[code], text).toBeDefined();
    if (text.includes("could not be counted")) return answer.status;
    if (code === "internal") {
      scene.unsure += 1;
      return answer.status;
    }
  }
  scene.answered.push(answer.headers.get("x-request-id")!);
  return answer.status;
}

async function kill({ id }: Scene, how: (typeof KILLS)[number]): Promise<void> {
  if (how === "abort_all") await abortAllDurableObjects();
  else
    await evictDurableObject(how === "evict_ledger" ? meterOf(env, id) : connectionStub(env, id)!).catch(
      () => {},
    );
}

async function doWork(scene: Scene, work: Work, random: Random): Promise<void> {
  const path = `/v1/connections/${scene.id}`;
  // An hour on the access token has lapsed; the clock may then be anywhere.
  if (work === "refresh" || (work === "disconnect" && random.next() < 0.5)) scene.skew.ms += HOUR + MINUTE;
  const calls = Array.from({ length: 1 + random.below(3) }, () => call(scene, "GET", `${path}/store`));
  if (work === "disconnect") calls.push(call(scene, "DELETE", path));
  if (work === "flush") {
    await Promise.all(calls);
    await meterOf(env, scene.id)
      .flush()
      .catch(() => false);
  }
  await Promise.all(calls);
}

async function oneRun(scene: Scene, work: Work, random: Random): Promise<string> {
  const place = random.pick(PLACES_OF[work]);
  const deeds: readonly Deed[] = CAN_THROW.includes(place)
    ? ["kill", "kill", "throw", "throw", "slow"]
    : ["kill"];
  const deed = random.pick(deeds);
  const when = random.pick(["before", "after"] as const);
  const nth = PASSED_OFTEN.includes(place) ? random.pick([1, 1, 2, 3]) : 1;
  const how = random.pick(KILLS);
  const jump = random.pick(JUMPS);
  scene.faults.plan({ place, when, nth, deed });
  let isDone = false;
  const done = doWork(scene, work, random).finally(() => {
    isDone = true;
  });
  while (!isDone && !scene.faults.isHalted) await scheduler.wait(1);
  scene.skew.ms += jump;
  if (scene.faults.isHalted) await kill(scene, how);
  await done;
  scene.faults.plan(null);
  return `${work}: ${deed === "kill" ? how : deed} ${when} ${place} ${nth}, clock ${jump}`;
}

const inShop = (query: string, ...values: string[]) =>
  runInDurableObject(env.SANDBOX.getByName(SHOP), (_object, state) =>
    state.storage.sql.exec(query, ...values).toArray(),
  );

/** The refresh token in the vault is one that the platform goes on with. */
async function tokenInForce(id: string): Promise<string> {
  const hash = await sha256((await tokensOf(id)).refresh_token!);
  const [row] = await inShop("SELECT retired_at FROM refresh_tokens WHERE token_hash = ?", hash);
  return row ? (row["retired_at"] === null ? "in force" : "retired") : "unknown";
}

/** Everything is counted once, wherever one looks. */
async function expectExact(scene: Scene, random: Random): Promise<void> {
  const { developer, id, faults, answered } = scene;
  for (const source of [id, developer.keyId]) expect(await flushMeter(source)).toBe(true);
  await deliver(faults.sent.splice(0), random);
  // A day for each jump that the clock may have made, either way.
  const days = [-6, -4, -2, 0, 2, 4, 6];
  const lines = (await Promise.all(days.map((day) => allLines(developer, Date.now() + day * DAY)))).flat();
  const ids = new Set(lines.map((line) => line.id));
  const cells = await env.DB.prepare("SELECT sum(calls) AS calls FROM usage_hourly WHERE app_id = ?1")
    .bind(developer.appId)
    .first<number>("calls");
  expect(cells).toBe(ids.size);
  expect(answered.filter((one) => !ids.has(one))).toEqual([]);
  expect(new Set(answered).size).toBe(answered.length);
  const { bySource, byCell } = await meterSums(env.DB);
  expect(bySource).toBe(byCell);
}

/** Kills at each seed where the product waits, and looks afterwards whether anything was lost or done twice. */
export async function surviveAwaits({ from, to }: Seeds): Promise<void> {
  vi.spyOn(console, "error").mockImplementation(() => {}); // each injected fault is noted there
  const faults = await Faults.lay();
  const skew = new Skew();
  try {
    for (let seed = from; seed < to; ) {
      const first = seed;
      skew.ms = 0;
      const developer = await newDeveloper();
      const { id } = await connectSandbox(developer, SHOP);
      const scene: Scene = { developer, id, faults, skew, answered: [], unsure: 0 };
      const recorded = async () => (await recordedIn(id)) + (await recordedIn(developer.keyId));
      const before = await recorded();
      const path = `/v1/connections/${id}`;
      for (let isEnded = false; !isEnded && seed < to && seed < first + RUNS_PER_CONNECTION; seed++) {
        const random = new Random(seed);
        const work = random.pick(WORKS);
        const what = `seed ${seed} (${await oneRun(scene, work, random)})`;
        const counted = (await recorded()) - before;
        expect(counted, what).toBeGreaterThanOrEqual(scene.answered.length);
        expect(counted, what).toBeLessThanOrEqual(scene.answered.length + scene.unsure);
        isEnded = work === "disconnect";
        if (isEnded) continue;
        skew.ms += 6 * SECOND; // past the pause after a failed refresh
        expect(await call(scene, "GET", `${path}/store`), what).toBe(200);
        expect(await tokenInForce(id), what).toBe("in force");
      }
      // Whatever became of a first attempt, the next finds it ended or ends it, and the platform's grant with it.
      const group = `seeds ${first} to ${seed - 1}`;
      expect(await call(scene, "DELETE", path), group).toBe(200);
      expect(await call(scene, "GET", `${path}/store`), group).toBe(409);
      expect(await tokensOf(id).catch((error: Error) => error.name), group).toBe("VaultEmpty");
      expect(await inShop("SELECT id FROM grants"), group).toEqual([]);
      await expectExact(scene, new Random(first)).catch((error: Error) => {
        throw new Error(`${group}: ${error.message}`, { cause: error });
      });
    }
  } finally {
    skew.release();
  }
  console.log(`faults met: ${JSON.stringify(Object.fromEntries(faults.met))}`);
  if (!isReplay) for (const place of PLACES) expect(faults.met.get(place) ?? 0, place).toBeGreaterThan(0);
}
