import type { Api, ApiRequest, ListQuery } from "../../../src/platforms/adapter";

type Answer = unknown | ((request: ApiRequest) => unknown);

/** A seller of Seller Central South Africa. Answers by path, and keeps what was asked; no answer fails the test. */
export function fakeApi(answers: Record<string, Answer>, over: Partial<Api> = {}) {
  const sent: ApiRequest[] = [];
  const api: Api = {
    account: { id: "A1SELLER", facts: {} },
    target: { mode: "live", shop: "za" },
    now: Date.parse("2026-11-23T12:00:00Z"),
    async send(request) {
      sent.push(request);
      if (!Object.hasOwn(answers, request.path)) throw new Error(`unexpected request: ${request.path}`);
      const answer = answers[request.path];
      const body = typeof answer === "function" ? answer(request) : answer;
      return { status: 200, headers: new Headers(), body: structuredClone(body) };
    },
    ...over,
  };
  return { api, sent };
}

export function query(over: Partial<ListQuery> = {}): ListQuery {
  return { limit: 20, cursor: null, ...over };
}
