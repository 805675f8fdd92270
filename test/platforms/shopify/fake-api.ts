import type { Api, ApiRequest } from "../../../src/platforms/adapter";
import { PlatformFailure } from "../../../src/platforms/adapter";
import { shopify } from "../../../src/platforms/shopify";

export interface Sent {
  operation: string;
  variables: Record<string, unknown>;
  request: ApiRequest;
}

type Answers = Record<string, (variables: Record<string, unknown>) => unknown>;

/**
 * The platform's API answering by operation name with a body, classified as the real one is.
 * @param answers gives `data` by operation; a value with `errors` is sent as the whole body.
 */
export function fakeApi(answers: Answers, now = Date.parse("2026-10-10T00:00:00Z")): Api & { sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    now,
    account: { id: "acme.myshopify.com", facts: {} },
    target: { mode: "test", shop: "acme.myshopify.com" },
    async send(request) {
      const { query, variables } = request.json as { query: string; variables: Record<string, unknown> };
      const operation = /^(?:query|mutation) (\w+)/.exec(query)![1]!;
      sent.push({ operation, variables, request });
      const answer = answers[operation];
      if (!answer) throw new Error(`no answer for ${operation}`);
      const given = answer(variables) as { errors?: unknown };
      const body = given.errors === undefined ? { data: given } : given;
      const response = { status: 200, headers: new Headers(), body };
      const failure = shopify.classify(response, now);
      if (failure) throw new PlatformFailure(failure, 200);
      return response;
    },
  };
}
