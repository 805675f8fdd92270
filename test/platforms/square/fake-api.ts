import type { Api, ApiRequest, ListQuery } from "../../../src/platforms/adapter";

type Answer = unknown | ((request: ApiRequest) => unknown);

/** Answers by method and path, and keeps what was asked. What has no answer fails the test. */
export function fakeApi(answers: Record<string, Answer>, accountId = "MERCHANT1") {
  const sent: ApiRequest[] = [];
  const api: Api = {
    account: { id: accountId, facts: {} },
    target: { mode: "test", shop: null },
    now: Date.parse("2026-11-23T12:00:00Z"),
    async send(request) {
      sent.push(request);
      const key = `${request.method} ${request.path}`;
      if (!Object.hasOwn(answers, key)) throw new Error(`unexpected request: ${key}`);
      const answer = answers[key];
      const body = typeof answer === "function" ? answer(request) : answer;
      return { status: 200, headers: new Headers(), body: structuredClone(body) };
    },
  };
  return { api, sent };
}

export function query(over: Partial<ListQuery> = {}): ListQuery {
  return { limit: 50, cursor: null, ...over };
}

/** A query parameter list as it goes on the wire. */
export function queryString(request: ApiRequest): Record<string, string> {
  const told = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
}
