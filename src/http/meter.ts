import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { clock } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { repeated } from "../kernel/retry";
import { told } from "../kernel/told";
import type { Scope } from "../keys/scopes";
import { ipPrefix, type LogLine } from "../logs/line";
import type { Settlement } from "../meter/settlement";
import { meterOf } from "../meter/shards";
import { requireScope } from "./authenticate";
import type { AppEnv, Principal } from "./context";
import { answerProblem } from "./problems";

const ATTEMPTS = 6;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Names the route for meter and logs, and asks for its scope. */
export function operation(name: string, scope: Scope | null) {
  return createMiddleware<AppEnv>(async (c, next) => {
    c.set("call", {
      operation: name,
      connectionId: null,
      platform: null,
      leased: false,
      raw: c.req.query("raw") === "true",
      trace: { calls: 0, ms: 0, status: null },
    });
    if (scope) requireScope(c.get("principal"), scope);
    await next();
  });
}

/**
 * Counts every authenticated call before its answer leaves: in its connection's ledger, or, where it is on no
 * connection of the caller's, in the key's. An answer that cannot be counted is not given (DESIGN rule 5).
 */
export const meter = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const principal = c.get("principal");
  if (!principal) return;
  try {
    const settlement = await settle(c, principal);
    if (settlement !== "settled") {
      c.res = answerProblem(c, withheld(settlement));
      await settle(c, principal);
    }
  } catch (error) {
    console.error(`metering ${c.get("requestId")} failed: ${told(error)}`);
    c.res = answerProblem(
      c,
      new Problem("internal", "The call could not be counted, so its answer is withheld. Try again."),
    );
  }
});

function withheld(why: "withdrawn" | "restricted"): Problem {
  return why === "withdrawn"
    ? new Problem("disconnected", "The connection was disconnected while the call was under way.")
    : new Problem(
        "connection_not_active",
        "The end-user objected to this processing while the call was under way.",
      );
}

async function settle(c: Context<AppEnv>, principal: Principal): Promise<Settlement> {
  const line = lineOf(c, principal);
  const { leased = false, raw = false } = c.get("call") ?? {};
  return repeated(ATTEMPTS, () =>
    meterOf(c.env, line.connection_id ?? principal.keyId).settle(line, { leased, raw }),
  );
}

function lineOf(c: Context<AppEnv>, principal: Principal): LogLine {
  const call = c.get("call");
  const now = clock.now();
  const country = c.req.header("cf-ipcountry");
  return {
    id: c.get("requestId"),
    time: now,
    app_id: principal.appId,
    mode: principal.mode,
    key_id: principal.keyId,
    connection_id: call?.connectionId ?? null,
    platform: call?.platform ?? null,
    operation: call?.operation ?? "unknown",
    method: METHODS.find((method) => method === c.req.method) ?? "OPTIONS",
    status: c.res.status,
    code: c.get("problemCode"),
    platform_status: call?.trace.status ?? null,
    duration_ms: Math.max(0, now - c.get("startedAt")),
    platform_ms: Math.max(0, call?.trace.ms ?? 0),
    ip_prefix: ipPrefix(c.req.header("cf-connecting-ip") ?? null),
    country: country && /^[A-Z][A-Z0-9]$/.test(country) ? country : null,
  };
}
