import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { chainEntries } from "../../src/proof/store";
import { REDIRECT } from "../support/harness";
import { owner, type Person, shownIn, teammate } from "./people";

interface Line {
  actor: string;
  action: string;
  target: string | null;
  detail: Record<string, unknown>;
}

async function log(): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const entry of chainEntries(env.DB)) if (entry.kind === "entry") lines.push(entry);
  return lines;
}

const memberOf = async (person: Person): Promise<string> => {
  const { results } = await env.DB.prepare(
    "SELECT m.id FROM members m JOIN passkeys p ON p.member_id = m.id WHERE p.id = ?1",
  )
    .bind(/passkeys\/([\w-]+)\/remove/.exec(await person.page("/portal/account"))![1]!)
    .all<{ id: string }>();
  return results[0]!.id;
};

describe("the audit log", () => {
  it("tells what each member did to what, without a name, a label, an address or a secret", async () => {
    const ada = await owner("Ada Adaeze");
    const path = (await ada.submit("/portal/apps", { name: "Ledger & Co" })).headers.get("location")!;
    await ada.submit(`${path}/redirects`, { uri: REDIRECT });
    const made = await ada.submit(`${path}/keys`, { name: "srv", mode: "test", scope: ["orders:read"] });
    const key = shownIn(await made.text());
    const id = `key_${key.slice(12, 24)}`;
    const bem = await teammate(ada, "developer");
    await bem.submit(`${path}/keys/${id}/revoke`);
    const codes = shownIn(await (await ada.submit("/portal/recovery-codes")).text());
    await ada.form("/portal/recover", { code: codes.split("\n")[0]! });

    const [adaId, bemId] = [await memberOf(ada), await memberOf(bem)];
    const lines = await log();
    const app = path.split("/").at(-1);
    expect(lines.map(({ actor, action, target }) => [actor, action, target])).toEqual([
      [adaId, "developer.signed_up", expect.stringMatching(/^dev_/)],
      [adaId, "app.created", app],
      [adaId, "redirect.added", app],
      [adaId, "key.created", id],
      [adaId, "member.invited", expect.stringMatching(/^inv_/)],
      [bemId, "member.joined", null],
      [bemId, "key.revoked", id],
      [adaId, "recovery_codes.made", null],
      [adaId, "recovery_code.used", null],
    ]);
    // Who came in by a code is an owner all the same, and reads what the team did; who is not, does not.
    const page = await ada.page("/portal/team/activity");
    for (const words of ["Ada Adaeze", "developer", "key: revoked", id]) expect(page).toContain(words);
    expect((await bem.get("/portal/team/activity")).status).toBe(403);
    const text = JSON.stringify(lines);
    for (const secret of ["Ada", "Ledger", REDIRECT, key, codes.split("\n")[1]!, "srv"])
      expect(text).not.toContain(secret);
  });

  it("tells nothing of what was refused", async () => {
    const eve = await owner("Eve");
    const before = (await log()).length;
    expect((await eve.submit("/portal/apps", { name: "" })).status).toBe(422);
    expect((await eve.form("/portal/recover", { code: "no" })).status).toBe(422);
    expect((await eve.form("/portal/apps", { name: "X" })).status).toBe(403);
    expect((await eve.submit("/portal/apps/app_no/keys", { name: "X" })).status).toBe(404);
    expect((await eve.page("/portal")).length).toBeGreaterThan(0);
    expect(await log()).toHaveLength(before);
    const activity = await eve.page("/portal/team/activity");
    expect(activity).toContain("developer: signed up");
    expect(activity).not.toContain("Ada");
  });
});
