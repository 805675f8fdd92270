import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { configOf } from "../../src/config/config";
import { accountHash } from "../../src/connections/account-hash";
import { entryOf } from "../../src/inventory/inventory";
import { clock, DAY } from "../../src/kernel/clock";
import { rightsStep } from "../../src/rights/cron";
import { keptAfterErasure } from "../../src/rights/plan";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";
import { dump, type Stored, Watch } from "../support/stores";
import { ask, closed } from "./support";

/** The inventory entry behind a place that `dump` names; null for what is no store of ours (console, caches). */
function entryBehind({ where }: Stored): string | null {
  const d1 = /^D1 (\w+)\./.exec(where)?.[1];
  if (d1) return `d1.${d1}`;
  const object = /^(\w+Object) (\w+)\./.exec(where);
  if (object) return `object.${object[1]}.${object[2]}`;
  if (where.startsWith("R2 LOGS erasures/")) return "r2.erasures";
  if (where.startsWith("R2 LOGS")) return "r2.logs";
  if (where.startsWith("R2 BUNDLES")) return "r2.bundles";
  return where === "queue" ? "queue.logs" : null;
}

it("after a deletion every store holds of the connection only what the inventory says is kept, and why", async () => {
  const watch = new Watch();
  try {
    const developer = await newDeveloper();
    const user = `person-${crypto.randomUUID()}`;
    const { id } = await connectSandbox(developer, "lyon-librairie", { region: "eu", user });
    const other = await connectSandbox(developer, "kuwait-oud", { user: "somebody-else" });
    for (const path of ["orders?limit=2", "customers?limit=2", "store"])
      await api(developer, "GET", `/v1/connections/${id}/${path}`);
    // Everything that can rest about a connection rests: a bundle, a limit, usage, logs.
    await closed(developer, (await ask(developer, { type: "portability", connection_id: id })).id);
    await ask(developer, { type: "objection", connection_id: id, details: { purposes: ["raw_data"] } });
    await watch.settle();

    const account = await accountHash(configOf(env), "sandbox", "lyon-librairie");
    const before = await dump(watch);
    expect(
      before.some(({ where, text }) => where === "D1 connections.account_hash" && text === account),
    ).toBe(true);

    const done = await closed(developer, (await ask(developer, { type: "deletion", connection_id: id })).id);
    expect(done.status).toBe("completed");
    await watch.settle();
    const found = (await dump(watch)).filter(({ text }) =>
      [id, user, account].some((mark) => text.includes(mark)),
    );
    const kept = new Set(keptAfterErasure().map(({ entry }) => entry));
    for (const place of found) {
      const entry = entryBehind(place);
      // A sealed answer to a repeated POST, the log of a call: each with the inventory's reason to be kept.
      expect(entry, place.where).not.toBeNull();
      expect(kept.has(entry!), `${place.where} still holds it`).toBe(true);
      expect(entryOf(entry!).erasure).toHaveProperty("why");
    }
    // The developer's id of the person, and the account, are nowhere at all.
    expect(found.filter(({ text }) => text.includes(user) || text.includes(account))).toEqual([]);
    expect(found.map(({ where }) => where)).toContain("D1 rights_subjects.connection_id");
    expect(await env.BUNDLES_EU.list()).toMatchObject({ objects: [] });
    expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(404);
    expect((await api(developer, "GET", `/v1/connections/${other.id}/orders?limit=1`)).status).toBe(200);

    // A week later nobody can follow it by who they are any more.
    const time = frozenClock(clock.now() + 8 * DAY);
    try {
      await rightsStep(env);
      expect(
        await env.DB.prepare(
          "SELECT count(*) AS n FROM rights_requests WHERE requester_hash IS NOT NULL",
        ).first("n"),
      ).toBe(0);
    } finally {
      time.release();
    }
  } finally {
    vi.restoreAllMocks();
  }
});
