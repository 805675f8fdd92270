import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { advance } from "../../src/rights/advance";
import { openRequest } from "../../src/rights/service";
import type { RequestRow, Right, SubjectConnection, Wishes } from "../../src/rights/types";
import { Crash, countRows, failingAt } from "../retention/fixture";
import { connectSandbox, type Developer, newDeveloper } from "../support/harness";

const WISHES: Partial<Record<Right, Wishes>> = {
  rectification: { corrections: { external_user_id: "user-right" } },
  objection: { purposes: ["customer_data"] },
};

/** Connections that no request before has erased, so that they serve again. */
const kept: { developer: Developer; subjects: SubjectConnection[] }[] = [];

async function connected(
  shops: readonly string[],
): Promise<{ developer: Developer; subjects: SubjectConnection[] }> {
  const developer = await newDeveloper();
  const subjects: SubjectConnection[] = [];
  for (const shop of shops)
    subjects.push({ id: (await connectSandbox(developer, shop)).id, appId: developer.appId, mode: "test" });
  return { developer, subjects };
}

async function opened(right: Right): Promise<RequestRow> {
  // What is erased cannot serve again, and each connecting takes its time: one of them is enough to die at.
  const whose =
    right === "deletion"
      ? await connected(["lagos-home"])
      : (kept[0] ?? (await connected(["lagos-home", "cape-outdoor"])));
  if (right !== "deletion" && kept.length === 0) kept.push(whose);
  const { developer, subjects } = whose;
  const request = await openRequest(env, {
    right,
    channel: "developer",
    jurisdiction: null,
    app: { appId: developer.appId, mode: "test" },
    requesterHash: "somebody",
    subjects,
    wishes: WISHES[right] ?? {},
  });
  if (request.kind !== "opened") throw new Error("it is open already");
  return request.row;
}

function isCrash(error: unknown): boolean {
  return (
    error instanceof Crash || (error instanceof Error && error.cause !== undefined && isCrash(error.cause))
  );
}

/** What must be there once, and only once, when a request has completed. */
async function isComplete(row: RequestRow | null, notices: number): Promise<void> {
  expect(row).toMatchObject({ status: "completed", details: null, plan: null });
  expect(row?.receipt).toEqual(expect.any(String));
  const where = `request_id = '${row?.id}'`;
  expect(await countRows("rights_history", `${where} AND event = 'completed'`)).toBe(1);
  expect(await countRows("developer_notices", where)).toBe(notices);
  expect(await countRows("rights_history", `${where} AND event IN ('erased', 'limited', 'corrected')`)).toBe(
    notices,
  );
  expect(
    await countRows("audit_log", `target = '${row?.id}' AND action = 'rights.completed'`),
  ).toBeLessThanOrEqual(1);
}

describe.each([
  ["deletion", 1],
  ["objection", 2],
  ["rectification", 2],
  ["portability", 0],
] as const)("a %s", (right, notices) => {
  it.each([
    "before",
    "after",
  ] as const)("that dies at any of its statements, %s it took effect, is completed once by whoever comes next", async (when) => {
    for (let step = 1; ; step++) {
      const request = await opened(right);
      const broken = failingAt(step, when);
      let died = false;
      try {
        await advance(broken.env, request.id);
      } catch (error) {
        if (!isCrash(error)) throw error;
        died = true;
      }
      await isComplete(await advance(env, request.id), notices);
      if (!died && broken.calls() < step) {
        expect(step).toBeGreaterThan(4);
        return;
      }
    }
  });

  it("carried on by four at once is completed once", async () => {
    const request = await opened(right);
    await Promise.all(Array.from({ length: 4 }, () => advance(env, request.id)));
    await isComplete(await advance(env, request.id), notices);
  });
});
