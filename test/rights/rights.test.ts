import { env } from "cloudflare:workers";
import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { configOf } from "../../src/config/config";
import { INVENTORY } from "../../src/inventory/inventory";
import { clock, DAY } from "../../src/kernel/clock";
import { after as endOf } from "../../src/kernel/period";
import { publicJwks } from "../../src/proof/jwks";
import { verifyReceipt } from "../../src/proof/receipt";
import { rightsStep } from "../../src/rights/cron";
import { keptAfterErasure, planOf } from "../../src/rights/plan";
import { REFUSAL_GROUNDS, RIGHTS } from "../../src/rights/types";
import { unzip } from "../bundle/support";
import { api, connectSandbox, frozenClock, newDeveloper, request } from "../support/harness";
import { ask, closed, ops, type RequestBody, read, waiting } from "./support";

const events = ({ history }: RequestBody) => history.map(({ event }) => event);
const code = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("a plan", () => {
  it("of a deletion reaches every place of the inventory: erased, or kept with a reason, or nobody's", () => {
    const erased = planOf("deletion", {}, 1).flatMap((step) => ("entries" in step ? step.entries : []));
    const kept = keptAfterErasure().map(({ entry }) => entry);
    const nobodys = INVENTORY.filter(({ erasure }) => erasure.kind === "not_personal").map(({ id }) => id);
    expect(new Set([...erased, ...kept, ...nobodys])).toEqual(new Set(INVENTORY.map(({ id }) => id)));
    for (const { why } of keptAfterErasure()) expect(why.length).toBeGreaterThan(5);
  });

  it("exists for every right, and repeats nothing for a connection", () => {
    const wishes = { corrections: { external_user_id: "u" } };
    for (const right of RIGHTS) expect(planOf(right, wishes, 2).length, right).toBeGreaterThan(0);
    expect(planOf("deletion", {}, 3)).toHaveLength(6);
    expect(planOf("access", {}, 0)).toHaveLength(1);
  });
});

describe("access and portability", () => {
  it("end with a bundle for the requester, a receipt anyone can check, and a history", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const asked = await ask(developer, { type: "access", connection_id: id });
    expect(asked.connection_ids).toEqual([id]);
    expect(Date.parse(asked.due_at)).toBe(endOf(Date.parse(asked.received_at), { months: 1 }));
    const done = await closed(developer, asked.id);
    expect(done.status).toBe("completed");
    expect(events(done)).toEqual([
      "received",
      "confirmed",
      "verified",
      "planned",
      "in_progress",
      "bundle_built",
      "completed",
    ]);
    const { payload } = await jwtVerify(done.receipt!, createLocalJWKSet(publicJwks(configOf(env))), {
      typ: "receipt+jwt",
    });
    expect(payload).toMatchObject({ type: "rights_request", request: asked.id, right: "access" });
    expect(done.receipt).not.toContain(id);

    const bundle = await api(developer, "GET", `/v1/rights-requests/${asked.id}/bundle`);
    expect([bundle.status, bundle.headers.get("content-type")]).toEqual([200, "application/zip"]);
    const files = unzip(new Uint8Array(await bundle.arrayBuffer()));
    const report = JSON.parse(files.get("access.json")!.text) as { connections: { id: string }[] };
    expect(report.connections.map((connection) => connection.id)).toEqual([id]);

    const part = await api(developer, "GET", `/v1/rights-requests/${asked.id}/bundle`, undefined, {
      range: "bytes=0-3",
    });
    expect([part.status, await part.text()]).toEqual([206, "PK\u0003\u0004"]);
    const other = await newDeveloper();
    expect((await api(other, "GET", `/v1/rights-requests/${asked.id}/bundle`)).status).toBe(404);
    expect((await api(other, "GET", `/v1/rights-requests/${asked.id}`)).status).toBe(404);

    const time = frozenClock(Date.parse(done.bundle_expires_at!) - 1_000);
    try {
      expect((await api(developer, "GET", `/v1/rights-requests/${asked.id}/bundle`)).status).toBe(200);
      time.add(1_000);
      const late = await api(developer, "GET", `/v1/rights-requests/${asked.id}/bundle`);
      expect([late.status, await code(late)]).toEqual([410, "expired"]);
    } finally {
      time.release();
    }
  });

  it("before the bundle is built answer a conflict, not an empty file", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const asked = await ask(developer, {
      type: "rectification",
      connection_id: id,
      details: { remark: "My region is wrong" },
    });
    const bundle = await api(developer, "GET", `/v1/rights-requests/${asked.id}/bundle`);
    expect([bundle.status, await code(bundle)]).toEqual([409, "conflict"]);
  });
});

describe("an objection", () => {
  it("is in force when it is confirmed, tells the developer, and is lifted by who set it", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const calls = (path: string) => api(developer, "GET", `/v1/connections/${id}/${path}`);
    expect((await calls("customers")).status).toBe(200);
    const asked = await ask(developer, {
      type: "objection",
      connection_id: id,
      details: { purposes: ["customer_data"] },
    });
    expect(asked.status).toBe("completed");
    expect((await calls("customers")).status).toBe(409);
    expect((await calls("orders")).status).toBe(200);
    const notices = (await (await api(developer, "GET", "/v1/notices")).json()) as {
      data: { type: string; connection_id: string }[];
    };
    expect(notices.data).toMatchObject([{ type: "objected", connection_id: id }]);
    const lifted = await api(developer, "POST", `/v1/rights-requests/${asked.id}/lift`);
    expect(lifted.status).toBe(200);
    expect((await calls("customers")).status).toBe(200);
    const again = await api(developer, "POST", `/v1/rights-requests/${asked.id}/lift`);
    expect([again.status, await code(again)]).toEqual([409, "conflict"]);
  });

  it("without a purpose is one to everything that can be objected to", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    await ask(developer, { type: "objection", connection_id: id });
    for (const path of ["orders", "customers", "store"])
      expect((await api(developer, "GET", `/v1/connections/${id}/${path}`)).status).toBe(409);
  });

  it("and another one set at the same time are both in force", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const { addLimits, limitsOf } = await import("../../src/rights/limits");
    const { database } = await import("../../src/db/client");
    await Promise.all(
      (["customer_data", "raw_data", "keep_alive"] as const).map((purpose) =>
        addLimits(env, id, { purposes: [purpose], requestId: "rr_x", now: clock.now() }),
      ),
    );
    expect((await limitsOf(database(env), [id])).map(({ purpose }) => purpose).sort()).toEqual([
      "customer_data",
      "keep_alive",
      "raw_data",
    ]);
    expect((await api(developer, "GET", `/v1/connections/${id}/customers`)).status).toBe(409);
    expect((await api(developer, "GET", `/v1/connections/${id}/orders?raw=true`)).status).toBe(409);
  });
});

describe("a restriction", () => {
  it("keeps everything and processes nothing", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const asked = await ask(developer, { type: "restriction", connection_id: id });
    expect(asked.status).toBe("completed");
    expect((await api(developer, "GET", `/v1/connections/${id}/orders`)).status).toBe(409);
    expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(200);
  });
});

describe("a rectification", () => {
  it("corrects what can be corrected, at once", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const asked = await ask(developer, {
      type: "rectification",
      connection_id: id,
      details: { corrections: { external_user_id: "user-right" } },
    });
    expect(asked.status).toBe("completed");
    const connection = (await (await api(developer, "GET", `/v1/connections/${id}`)).json()) as {
      external_user_id: string;
    };
    expect(connection.external_user_id).toBe("user-right");
    expect(JSON.stringify(asked)).not.toContain("user-right");
  });

  it("in the person's words waits for an operator, who corrects or refuses; the words are dropped", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const words = "The name in your records is somebody else's";
    const asked = await ask(developer, {
      type: "rectification",
      connection_id: id,
      details: { remark: words },
    });
    expect(asked.status).toBe("in_progress");
    await rightsStep(env);
    const queue = (await (await ops("GET", "/ops/rights-requests")).json()) as { data: { id: string }[] };
    expect(queue.data.map((row) => row.id)).toContain(asked.id);
    const shown = await (await ops("GET", `/ops/rights-requests/${asked.id}`)).json();
    expect(shown).toMatchObject({ asked: { remark: words } });
    const resolved = await ops("POST", `/ops/rights-requests/${asked.id}/resolve`, {
      corrections: { external_user_id: "user-corrected" },
    });
    expect(await resolved.json()).toMatchObject({ status: "completed" });
    const row = await env.DB.prepare("SELECT details, plan FROM rights_requests WHERE id = ?")
      .bind(asked.id)
      .first();
    expect(row).toEqual({ details: null, plan: null });
    expect(
      await env.DB.prepare("SELECT external_user_id AS u FROM connections WHERE id = ?").bind(id).first("u"),
    ).toBe("user-corrected");
  });
});

describe("a deletion", () => {
  it("is refused while a legal hold stands, with its ground", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const hold = await ops("POST", "/ops/legal-holds", {
      scope: "connection",
      target: id,
      reason: "Litigation 7",
      placed_by: "privacy officer",
    });
    expect(hold.status).toBe(201);
    const done = await closed(developer, (await ask(developer, { type: "deletion", connection_id: id })).id);
    expect(done).toMatchObject({ status: "refused", refusal: { ground: "legal_hold" } });
    expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(200);
  });

  it("by the developer's id of the end-user takes all of that user's connections, and nobody else's", async () => {
    const developer = await newDeveloper();
    const mine = [
      await connectSandbox(developer, "lagos-home", { user: "user-a" }),
      await connectSandbox(developer, "cairo-cotton", { user: "user-a", region: "eu" }),
    ];
    const other = await connectSandbox(developer, "lagos-home", { user: "user-b" });
    const done = await closed(
      developer,
      (await ask(developer, { type: "deletion", external_user_id: "user-a" })).id,
    );
    expect(done.status).toBe("completed");
    for (const { id } of mine)
      expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(404);
    expect((await api(developer, "GET", `/v1/connections/${other.id}/orders?limit=1`)).status).toBe(200);
    const claims = await verifyReceipt(configOf(env), done.receipt!);
    expect(claims).toMatchObject({
      right: "deletion",
      connections_sha256: [expect.any(String), expect.any(String)],
    });
    expect(events(done).filter((event) => event === "erased")).toHaveLength(2);
  });
});

describe("a request", () => {
  it("about someone else's connection, or of another mode, reads as not found and leaves nothing", async () => {
    const developer = await newDeveloper();
    const stranger = await newDeveloper();
    const live = await newDeveloper({ mode: "live", appId: developer.appId });
    const { id } = await connectSandbox(developer);
    for (const who of [stranger, live]) {
      for (const about of [{ connection_id: id }, { external_user_id: "user-1" }]) {
        const answer = await api(who, "POST", "/v1/rights-requests", { type: "access", ...about });
        expect([answer.status, await code(answer)]).toEqual([404, "not_found"]);
      }
    }
    expect((await api(developer, "GET", `/v1/connections/${id}/orders?limit=1`)).status).toBe(200);
  });

  it("sent twice is one request: the second is told of the first", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const body = { type: "rectification", connection_id: id, details: { remark: "wrong" } };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => api(developer, "POST", "/v1/rights-requests", body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const first = answers.find(({ status }) => status === 201)!;
    const { id: requestId } = (await first.json()) as RequestBody;
    for (const answer of answers.filter(({ status }) => status === 409))
      expect(await answer.json()).toMatchObject({ code: "conflict", rights_request_id: requestId });
  });

  it("with the same Idempotency-Key is answered with the first answer", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const send = () =>
      api(
        developer,
        "POST",
        "/v1/rights-requests",
        { type: "restriction", connection_id: id },
        { "idempotency-key": "once" },
      );
    const [first, second] = [await send(), await send()];
    expect(await second.json()).toEqual(await first.json());
  });

  it.each([
    [{ type: "access" }, "body.connection_id"],
    [{ type: "access", connection_id: "c", external_user_id: "u" }, "body.connection_id"],
    [{ type: "erase", connection_id: "c" }, "body.type"],
    [{ type: "rectification", connection_id: "c" }, "body.details"],
    [
      { type: "rectification", connection_id: "c", details: { corrections: { platform: "x" } } },
      "body.details.corrections.platform",
    ],
    [{ type: "access", connection_id: "c", details: { purposes: ["raw_data"] } }, "body.details.purposes"],
    [
      { type: "objection", connection_id: "c", details: { purposes: ["marketing"] } },
      "body.details.purposes.0",
    ],
    [{ type: "access", connection_id: "c", jurisdiction: "atlantis" }, "body.jurisdiction"],
    [{ type: "access", connection_id: "c", details: { other: 1 } }, "body.details"],
  ])("of %j is refused with the field at fault", async (body, path) => {
    const answer = await api(await newDeveloper(), "POST", "/v1/rights-requests", body);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(path);
  });

  it("is withdrawn before it is carried out, not afterwards, and never by another", async () => {
    const { developer, asked, id } = await waiting();
    const path = `/v1/rights-requests/${asked.id}/withdraw`;
    expect((await api(await newDeveloper(), "POST", path)).status).toBe(404);
    expect(await (await api(developer, "POST", path)).json()).toMatchObject({ status: "withdrawn" });
    expect((await api(developer, "POST", path)).status).toBe(409);
    const done = await ask(developer, { type: "restriction", connection_id: id });
    expect((await api(developer, "POST", `/v1/rights-requests/${done.id}/withdraw`)).status).toBe(409);
  });

  it("is listed for its developer alone, filtered and paged", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const made: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { id: requestId } = await ask(developer, { type: "restriction", connection_id: id });
      made.unshift(requestId);
    }
    const seen: string[] = [];
    for (let cursor = ""; ; ) {
      const answer = await api(developer, "GET", `/v1/rights-requests?type=restriction&limit=2${cursor}`);
      const page = (await answer.json()) as { data: { id: string }[]; next_cursor: string | null };
      seen.push(...page.data.map((row) => row.id));
      if (!page.next_cursor) break;
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    expect(seen.sort()).toEqual(made.sort());
    const other = await api(await newDeveloper(), "GET", "/v1/rights-requests");
    expect(await other.json()).toMatchObject({ data: [], next_cursor: null });
  });

  it("needs the scope for rights", async () => {
    const developer = await newDeveloper({ scopes: ["orders:read"] });
    const answer = await api(developer, "POST", "/v1/rights-requests", {
      type: "access",
      connection_id: "c",
    });
    expect([answer.status, await code(answer)]).toEqual([403, "forbidden"]);
  });
});

describe("the clock", () => {
  it("reminds before the deadline, once each time, and says so when it has passed", async () => {
    const { developer, asked } = await waiting();
    const due = Date.parse(asked.due_at);
    const reminders = async () =>
      (await read(developer, asked.id)).history.filter(({ event }) => event === "reminded");
    const time = frozenClock(due - 8 * DAY);
    try {
      await rightsStep(env);
      expect(await reminders()).toHaveLength(0);
      for (const [before, count] of [
        [7, 1],
        [6, 1],
        [2, 2],
        [1, 2],
        [0, 3],
      ] as const) {
        time.set(due - before * DAY);
        await rightsStep(env);
        await rightsStep(env);
        expect(await reminders(), `${before} days before`).toHaveLength(count);
      }
      expect((await reminders()).at(-1)?.note).toBe("late");
    } finally {
      time.release();
    }
  });

  it("is extended once, in time, with a reason", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const asked = await ask(developer, {
      type: "rectification",
      connection_id: id,
      jurisdiction: "eu",
      details: { remark: "wrong" },
    });
    const path = `/ops/rights-requests/${asked.id}/extend`;
    expect((await ops("POST", path, { reason: "holidays" })).status).toBe(422);
    const extended = (await (await ops("POST", path, { reason: "complexity" })).json()) as RequestBody;
    expect(extended.extension).toBe("complexity");
    expect(Date.parse(extended.due_at)).toBe(
      endOf(endOf(Date.parse(asked.received_at), { months: 1 }), { months: 2 }),
    );
    expect((await ops("POST", path, { reason: "complexity" })).status).toBe(409);
  });

  it("runs by the law asked for", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "lagos-home", { region: "us" });
    const asked = await ask(developer, { type: "access", connection_id: id });
    expect(asked).toMatchObject({ jurisdiction: "us-ca" });
    expect(Date.parse(asked.due_at) - Date.parse(asked.received_at)).toBe(45 * DAY);
  });
});

describe("an operator", () => {
  it("refuses with a ground that the person is told, and nobody else may", async () => {
    const { developer, asked } = await waiting();
    const path = `/ops/rights-requests/${asked.id}/refuse`;
    expect((await request(path, { method: "POST" })).status).toBe(401);
    expect((await ops("POST", path, { ground: "no mood" })).status).toBe(422);
    expect((await ops("POST", path, { ground: "not_inaccurate" })).status).toBe(200);
    expect(await read(developer, asked.id)).toMatchObject({
      status: "refused",
      refusal: { ground: "not_inaccurate" },
      receipt: null,
    });
    expect((await ops("POST", path, { ground: "not_inaccurate" })).status).toBe(409);
    expect(REFUSAL_GROUNDS).toContain("not_inaccurate");
  });
});

describe("history", () => {
  it("cannot be rewritten", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const asked = await ask(developer, { type: "restriction", connection_id: id });
    await expect(
      env.DB.prepare("UPDATE rights_history SET event = 'nothing' WHERE request_id = ?").bind(asked.id).run(),
    ).rejects.toThrow("append-only");
  });
});
