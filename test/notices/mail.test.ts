import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, HOUR } from "../../src/kernel/clock";
import { noticeStep } from "../../src/notices/step";
import { policyStep } from "../../src/policy/announce";
import { clear, NOW, OPS, published } from "../policy/support";
import { type Developer, frozenClock, newDeveloper, request } from "../support/harness";

type Sent = Parameters<SendEmail["send"]>[0] & { to: string; subject: string; text: string };

let time: ReturnType<typeof frozenClock>;
let sent: Sent[];
let failures: number;

/** The Worker with a mail service bound that fails as often as it is told to. */
function bound(): Env {
  const send = async (mail: Sent) => {
    if (failures > 0) {
      failures -= 1;
      throw new Error(`cannot reach ${mail.to}`);
    }
    sent.push(mail);
    return { messageId: "m" };
  };
  return { ...env, NOTICE_MAIL: { send } as unknown as SendEmail } as Env;
}

beforeEach(async () => {
  time = frozenClock(NOW);
  sent = [];
  failures = 0;
  await clear();
  await env.DB.prepare("DELETE FROM mailed_notices").run();
});
afterEach(async () => {
  vi.restoreAllMocks();
  time.release();
  await clear();
});

async function withContact(contact: string | null): Promise<Developer> {
  const developer = await newDeveloper();
  await env.DB.prepare(
    "INSERT OR REPLACE INTO app_readiness (app_id, security_contact, updated_at) VALUES (?1, ?2, 0)",
  )
    .bind(developer.appId, contact)
    .run();
  return developer;
}

describe("a new version of the policy", () => {
  it("is mailed once to each app's contact, with what it is and where it is accepted", async () => {
    const ada = await withContact("security@ada.example");
    await withContact("https://bem.example/@security");
    await withContact(null);
    const version = await published();
    await policyStep(env);
    for (let visit = 0; visit < 3; visit += 1) await noticeStep(bound());
    expect(sent.map(({ to }) => to)).toEqual(["security@ada.example"]);
    const [mail] = sent;
    expect(mail!.subject).toContain(version.effective_at.slice(0, 10));
    expect(mail!.text).toContain(version.summary);
    expect(mail!.text).toContain(`/policies/end-user/${version.version}`);
    expect(mail!.text).toContain("/portal/notices");
    expect(mail!.text).not.toContain(ada.key);
  });

  it("is tried again when the mail service fails, given up after four attempts, and its words are not logged", async () => {
    await withContact("security@ada.example");
    await published();
    await policyStep(env);
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    failures = 2;
    expect(await noticeStep(bound())).toEqual({ sent: 0, failed: 1 });
    expect(await noticeStep(bound())).toEqual({ sent: 0, failed: 0 });
    time.set(NOW + HOUR);
    expect(await noticeStep(bound())).toEqual({ sent: 0, failed: 1 });
    time.set(NOW + 5 * HOUR);
    expect(await noticeStep(bound())).toEqual({ sent: 1, failed: 0 });
    expect(JSON.stringify(logged.mock.calls)).not.toContain("ada.example");

    await env.DB.prepare("UPDATE mailed_notices SET attempts = 0, next_at = 0, sent_at = NULL").run();
    failures = 99;
    for (let hour = 5; hour < 24 * 4; hour += 1) {
      time.set(NOW + hour * HOUR);
      await noticeStep(bound());
    }
    expect(failures).toBe(99 - 4);
  });

  it("is mailed to nobody where no mail service is bound", async () => {
    await withContact("security@ada.example");
    await published();
    await policyStep(env);
    expect(await noticeStep({ ...env, NOTICE_MAIL: undefined } as unknown as Env)).toEqual({
      sent: 0,
      failed: 0,
    });
    time.set(NOW + DAY);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM mailed_notices").first("n")).toBe(0);
  });
});

it("an incident of ours is mailed to the apps it concerns, and says nothing of what it is", async () => {
  const ada = await withContact("security@ada.example");
  await withContact("security@bem.example");
  const answer = await request("/ops/incidents", {
    method: "POST",
    headers: OPS,
    body: JSON.stringify({
      discovered_at: new Date(NOW - HOUR).toISOString(),
      nature: "Log lines were readable by the wrong operator",
      affected: { data_classes: ["system_logs"] },
      severity: "high",
      apps: [ada.appId],
    }),
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  const { id } = await answer.json<{ id: string }>();
  await noticeStep(bound());
  expect(sent.map(({ to }) => to)).toEqual(["security@ada.example"]);
  expect(sent[0]!.text).toContain(id);
  expect(sent[0]!.text).not.toContain("readable");
});
