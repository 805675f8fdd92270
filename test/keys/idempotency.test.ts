import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { DAY, SECOND } from "../../src/kernel/clock";
import { CONNECTION_LIMIT, KEY_LIMIT } from "../../src/limits/limits";
import { SandboxPlatform } from "../../src/worker";
import { api, connectSandbox, type Developer, frozenClock, newDeveloper, REDIRECT } from "../support/harness";

const START = Date.UTC(2026, 10, 23, 19);
let time: ReturnType<typeof frozenClock>;
let developer: Developer;
beforeEach(async () => {
  time = frozenClock(START);
  developer = await newDeveloper();
});
afterEach(() => {
  time.release();
  vi.restoreAllMocks();
});

const body = { name: "made", scopes: ["usage"] };
const create = (key: string, change: object = {}, who = developer) =>
  api(who, "POST", "/v1/api-keys", { ...body, ...change }, { "idempotency-key": key });
const count = async () =>
  ((await (await api(developer, "GET", "/v1/api-keys")).json()) as { data: unknown[] }).data.length;
const code = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const kept = () =>
  env.DB.prepare("SELECT id, status, answer, created_at FROM idempotency_keys").all<{
    id: string;
    status: number | null;
    answer: number[] | null;
  }>();

/** The sandbox's retail API answers by `answer`; @returns how often it was asked. */
function platformAnswers(answer: (nth: number) => Promise<Response>): { asked: number } {
  const state = { asked: 0 };
  const real = SandboxPlatform.prototype.fetch;
  vi.spyOn(SandboxPlatform.prototype, "fetch").mockImplementation(async function (
    this: SandboxPlatform,
    request: Request,
  ) {
    if (!new URL(request.url).pathname.startsWith("/sandbox/api/")) return real.call(this, request);
    state.asked += 1;
    return answer(state.asked);
  });
  return state;
}

interface Gate {
  open: boolean;
}

/** Waits until the test opens the gate. Looks again and again, for one request's promise cannot wake another's. */
async function passed(gates: Gate[]): Promise<void> {
  const gate = { open: false };
  gates.push(gate);
  while (!gate.open) await scheduler.wait(2);
}

describe("a repeated POST", () => {
  it("gives the first answer again, secret and all, and does nothing", async () => {
    const first = await create("once");
    const again = await create("once");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
    expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
    expect(await again.text()).toBe(await first.text());
    expect(await count()).toBe(2);
  });

  it("with another body, path or method of asking is a mismatch", async () => {
    await create("once");
    for (const answer of [
      await create("once", { name: "other" }),
      await api(developer, "POST", "/v1/api-keys?x=1", body, { "idempotency-key": "once" }),
      await api(
        developer,
        "POST",
        "/v1/connect/sessions",
        { external_user_id: "u", redirect_uri: REDIRECT },
        { "idempotency-key": "once" },
      ),
    ]) {
      expect(answer.status).toBe(422);
      expect(await code(answer)).toBe("idempotency_mismatch");
    }
    expect(await count()).toBe(2);
  });

  it("of another API key is another request", async () => {
    const other = await newDeveloper({ appId: developer.appId });
    const answers = [await create("once"), await create("once", {}, other)];
    const ids = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { id: string }).id),
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it("repeats refusals too: a request that did not fit does not fit the second time", async () => {
    const first = await create("bad", { scopes: [] });
    const again = await create("bad", { scopes: [] });
    expect([first.status, again.status]).toEqual([422, 422]);
    expect(again.headers.get("content-type")).toBe("application/problem+json");
    expect(await again.text()).toBe(await first.text());
  });

  it("is a new request after a day", async () => {
    const first = (await (await create("once")).json()) as { id: string };
    time.add(DAY - 1);
    expect(((await (await create("once")).json()) as { id: string }).id).toBe(first.id);
    time.add(1);
    const later = await create("once", { name: "later" });
    expect(later.status).toBe(201);
    expect(((await later.json()) as { id: string }).id).not.toBe(first.id);
  });

  it.each([
    "",
    "x".repeat(256),
    "a b",
    "naïve",
  ])("with the key %j is refused, and names the header", async (key) => {
    const answer = await create(key === "naïve" ? "na%C3%AFve\u00ef" : key);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "header.idempotency-key" }],
    });
    expect(await count()).toBe(1);
  });

  it("keeps its answer sealed", async () => {
    const { key } = (await (await create("sealed")).json()) as { key: string };
    const { results } = await kept();
    const text = results.map(({ answer }) => String.fromCharCode(...(answer ?? []))).join();
    expect(text.length).toBeGreaterThan(100);
    expect(text).not.toContain(key);
    expect(text).not.toContain("made");
  });

  it("means nothing on a GET", async () => {
    const before = (await kept()).results.length;
    const answers = [
      await api(developer, "GET", "/v1/api-keys", undefined, { "idempotency-key": "get" }),
      await api(developer, "GET", "/v1/usage", undefined, { "idempotency-key": "get" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await kept()).results.length).toBe(before);
  });
});

describe("a first request that is still running", () => {
  /** A proxied POST that waits at the platform until it is let go. */
  async function running() {
    const { id } = await connectSandbox(developer);
    const gates: Gate[] = [];
    const platform = platformAnswers(async (nth) => {
      await passed(gates);
      return Response.json({ nth }, { status: 201 });
    });
    const post = () =>
      api(developer, "POST", `/v1/connections/${id}/proxy/orders`, { x: 1 }, { "idempotency-key": "slow" });
    const first = post();
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    return { post, first, gates, platform };
  }

  it("makes the second a conflict, and the platform is asked once", async () => {
    const { post, first, gates, platform } = await running();
    const second = await post();
    expect(second.status).toBe(409);
    expect(await code(second)).toBe("conflict");
    gates[0]!.open = true;
    expect((await first).status).toBe(201);
    expect(platform.asked).toBe(1);
    const third = await post();
    expect([third.status, third.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(platform.asked).toBe(1);
  });

  it("for longer than a minute is given up: the next takes its key over", async () => {
    const { post, first, gates, platform } = await running();
    time.add(59 * SECOND);
    expect((await post()).status).toBe(409);
    time.add(SECOND);
    const second = post();
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    gates[1]!.open = true;
    expect((await second).status).toBe(201);
    expect(platform.asked).toBe(2);
    gates[0]!.open = true;
    await first;
  });

  it("and was given up does not undo what the next one did", async () => {
    const { id } = await connectSandbox(developer);
    const gates: Gate[] = [];
    const platform = platformAnswers(async (nth) => {
      await passed(gates);
      return nth === 1 ? new Response("late", { status: 503 }) : Response.json({ nth }, { status: 201 });
    });
    const post = () =>
      api(developer, "POST", `/v1/connections/${id}/proxy/orders`, { x: 1 }, { "idempotency-key": "late" });
    const first = post();
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    time.add(60 * SECOND);
    const second = post();
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    gates[1]!.open = true;
    expect((await second).status).toBe(201);
    gates[0]!.open = true;
    expect((await first).status).toBe(503);
    const third = await post();
    expect([third.status, third.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(platform.asked).toBe(2);
  });
});

describe("an answer that asks to be repeated", () => {
  it.each([429, 500, 502, 503])("of the platform, %i, is not kept", async (status) => {
    const { id } = await connectSandbox(developer);
    const platform = platformAnswers(async (nth) =>
      nth === 1
        ? new Response("{}", { status, headers: { "retry-after": "1" } })
        : Response.json({}, { status: 201 }),
    );
    const post = () =>
      api(
        developer,
        "POST",
        `/v1/connections/${id}/proxy/orders`,
        { x: 1 },
        { "idempotency-key": `again-${status}` },
      );
    expect((await post()).status).toBe(status);
    const second = await post();
    expect([second.status, second.headers.get("idempotency-replayed")]).toEqual([201, null]);
    expect(platform.asked).toBe(2);
  });

  it("of our own limit is not kept", async () => {
    await env.API_KEYS.get(env.API_KEYS.idFromName(developer.keyId)).grant(KEY_LIMIT.calls);
    const refused = await create("limited");
    expect(refused.status).toBe(429);
    time.add(62 * SECOND);
    const later = await create("limited");
    expect([later.status, later.headers.get("idempotency-replayed")]).toEqual([201, null]);
  });

  it("of the connection's limit is not kept, but what then succeeds is", async () => {
    const { id } = await connectSandbox(developer);
    const calls = CONNECTION_LIMIT.calls;
    await connectionStub(env, id)!.lease({ appId: developer.appId, mode: "test", calls });
    const platform = platformAnswers(async () => Response.json({}, { status: 201 }));
    const post = () =>
      api(developer, "POST", `/v1/connections/${id}/proxy/orders`, { x: 1 }, { "idempotency-key": "kept" });
    expect((await post()).status).toBe(429);
    expect(platform.asked).toBe(0);
    time.add(62 * SECOND);
    const later = await post();
    expect([later.status, later.headers.get("idempotency-replayed")]).toEqual([201, null]);
    expect((await post()).headers.get("idempotency-replayed")).toBe("true");
    expect(platform.asked).toBe(1);
  });
});
