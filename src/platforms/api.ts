import { clock } from "../kernel/clock";
import { type Deadline, withDeadline } from "../kernel/deadline";
import {
  type Adapter,
  type Api,
  type ApiRequest,
  type ApiResponse,
  type CallCredentials,
  type ClientCredentials,
  type Failure,
  type PlatformAccount,
  PlatformFailure,
  type Target,
} from "./adapter";
import { noAnswer, parseJson } from "./answer";
import { readBounded } from "./bounded";
import type { Reach } from "./reach";

const MAX_BODY_BYTES = 32 * 1_024 * 1_024;
const CALL_TIMEOUT_MS = 20_000;
/** All waiting for retries in one unified call: seconds, then the caller decides (nango#552: an hour inside a request). */
const RETRY_BUDGET_MS = 4_000;
const MAX_ATTEMPTS = 4;
const USER_AGENT = "Metristack/1.0 (+https://metristack.com)";

/** What one unified call did at the platform. */
export interface PlatformTrace {
  calls: number;
  /** Time spent waiting for the platform, retries and their pauses included. */
  ms: number;
  status: number | null;
}

export interface ApiInput {
  adapter: Adapter;
  reach: Reach;
  target: Target;
  account: PlatformAccount;
  credentials: CallCredentials;
  client: ClientCredentials;
  trace: PlatformTrace;
  /** Waits between attempts; a test gives one that does not. */
  pause?: (ms: number) => Promise<void>;
  /** How the time of one attempt is bounded; unsaid, in a way that is good in a Durable Object too. */
  deadline?: Deadline;
}

/** The platform's API for one unified call. See `Api`. */
export function platformApi(input: ApiInput): Api {
  const { adapter, trace } = input;
  const pause = input.pause ?? ((ms) => scheduler.wait(ms));
  const deadline = input.deadline ?? withDeadline;
  let budget = RETRY_BUDGET_MS;
  return {
    account: input.account,
    target: input.target,
    now: clock.now(),
    async send(request) {
      for (let attempt = 1; ; attempt++) {
        const began = Date.now();
        const outcome = await attemptOnce(input, request);
        trace.calls += 1;
        trace.ms += Date.now() - began;
        trace.status = outcome.status ?? trace.status;
        if (outcome.kind === "good") return outcome.response;
        const wait = attempt < MAX_ATTEMPTS ? retryWait(outcome.failure, attempt) : null;
        if (wait === null || wait > budget) throw new PlatformFailure(outcome.failure, outcome.status);
        budget -= wait;
        trace.ms += wait;
        await pause(wait);
      }
    },
  };

  async function attemptOnce(
    { reach, target, account }: ApiInput,
    request: ApiRequest,
  ): Promise<
    | { kind: "good"; response: ApiResponse; status: number }
    | { kind: "bad"; failure: Failure; status: number | null }
  > {
    let response: Response;
    let body: unknown;
    try {
      const base = reach.locate(request.base ?? adapter.apiBase(target, account));
      const { asked, text } = await deadline(CALL_TIMEOUT_MS, async (signal) => {
        const asked = await reach.fetch(...(await signedRequest(input, base, request, signal)));
        return { asked, text: await readBounded(asked, MAX_BODY_BYTES) };
      });
      response = asked;
      body = parseJson(text);
    } catch (error) {
      if (error instanceof PlatformFailure)
        return { kind: "bad", failure: error.failure, status: error.status };
      return { kind: "bad", failure: noAnswer(error), status: null };
    }
    const answer = { status: response.status, headers: response.headers, body };
    const failure = adapter.classify(answer, clock.now());
    if (failure) return { kind: "bad", failure, status: response.status };
    if (body === undefined) {
      return {
        kind: "bad",
        failure: { kind: "unexpected", field: "body", detail: "not JSON" },
        status: response.status,
      };
    }
    return { kind: "good", response: answer, status: response.status };
  }
}

/** How long to wait before the next attempt; null where another attempt is of no use. */
export function retryWait(failure: Failure, attempt: number): number | null {
  if (failure.kind === "throttled")
    return failure.retryAfter === null ? 500 * attempt : failure.retryAfter * 1_000;
  if (failure.kind === "unavailable") return 200 * 2 ** (attempt - 1);
  return null;
}

async function signedRequest(
  { adapter, target, account, credentials, client }: ApiInput,
  base: string,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<[url: URL, init: RequestInit]> {
  const { method } = request;
  const url = new URL(withQuery(base + request.path, request.query));
  const body = request.json !== undefined ? JSON.stringify(request.json) : formBody(request.form);
  const headers = new Headers({ accept: "application/json", "user-agent": USER_AGENT, ...request.headers });
  if (request.json !== undefined) headers.set("content-type", "application/json");
  else if (request.form) headers.set("content-type", "application/x-www-form-urlencoded");
  await adapter.authorise({ method, url, headers, credentials, client, account, target, now: clock.now() });
  const init: RequestInit = {
    method,
    headers,
    redirect: "manual", // credentials go to the host they belong to, and to no other
    signal,
    ...(body !== undefined && { body }),
  };
  return [url, init];
}

/** The address with the request's query in place of its own namesakes. Before it is a URL, which each change re-writes. */
function withQuery(address: string, query: ApiRequest["query"]): string {
  const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (asked.length === 0) return address;
  const end = address.includes("?") ? address.indexOf("?") : address.length;
  const params = new URLSearchParams(address.slice(end));
  for (const [name, value] of asked) {
    params.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  return `${address.slice(0, end)}?${params}`;
}

function formBody(form: Record<string, string> | undefined): string | undefined {
  return form && new URLSearchParams(form).toString();
}
