import { expect } from "vitest";
import type { Api, ApiRequest } from "../../../src/platforms/adapter";
import { OPERATIONS } from "../../contracts/clover/operations";
import { faultsOf } from "../../contracts/described-operations";

type Answer = unknown | ((request: ApiRequest) => unknown);

export const NOW = Date.parse("2026-11-23T12:00:00Z");

/** Answers by path, and keeps what was asked. What has no answer, or is not as Clover describes it, fails the test. */
export function fakeApi(answers: Record<string, Answer>) {
  const sent: ApiRequest[] = [];
  const api: Api = {
    account: { id: "9ABCDEF1234567", facts: {} },
    target: { mode: "test", shop: "na" },
    now: NOW,
    async send(request) {
      sent.push(request);
      expect(faultsOf(OPERATIONS, request)).toEqual([]);
      if (!Object.hasOwn(answers, request.path)) throw new Error(`unexpected request: ${request.path}`);
      const answer = answers[request.path];
      const body = typeof answer === "function" ? answer(request) : answer;
      return { status: 200, headers: new Headers(), body: structuredClone(body) };
    },
  };
  return { api, sent };
}
