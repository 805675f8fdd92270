import { type Api, type ApiRequest, type ApiResponse, PlatformFailure } from "../../src/platforms/adapter";

type Answer = (request: ApiRequest) => unknown;

/** A self-hosted shop that answers by path and keeps what was asked; what has no answer is 404, as there. */
export function storeApi(
  answers: Readonly<Record<string, Answer | unknown>>,
  over: Partial<Pick<Api, "account" | "target">> & { headers?: Record<string, string> } = {},
) {
  const sent: ApiRequest[] = [];
  const api: Api = {
    account: over.account ?? { id: "shop.example.com", facts: {} },
    target: over.target ?? { mode: "test", shop: "shop.example.com" },
    now: Date.parse("2026-11-23T12:00:00Z"),
    async send(request): Promise<ApiResponse> {
      sent.push(request);
      if (!Object.hasOwn(answers, request.path)) throw new PlatformFailure({ kind: "not_found" }, 404);
      const answer = answers[request.path];
      const body = typeof answer === "function" ? answer(request) : answer;
      return { status: 200, headers: new Headers(over.headers), body: structuredClone(body) };
    },
  };
  return { api, sent };
}

/** What a read failed with; undefined where it did not. */
export async function failureOf(read: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await read;
    return undefined;
  } catch (error) {
    if (error instanceof PlatformFailure) return error.failure;
    throw error;
  }
}
