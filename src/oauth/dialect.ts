import { clock } from "../kernel/clock";
import type { TokenServer } from "../platforms/adapter";
import { readBounded } from "../platforms/bounded";
import type { Reach } from "../platforms/reach";
import { OAuthFailure } from "./failure";

const MAX_ANSWER_BYTES = 64 * 1_024;

interface RequestInitLike {
  body?: unknown;
  headers: Record<string, string>;
  method: string;
  signal?: AbortSignal | undefined;
}

/**
 * The `fetch` under oauth4webapi: sends the standard request in the platform's dialect and turns its answer back
 * into RFC 6749's terms, so that the library's checks hold for every platform.
 */
export function dialectFetch(facts: TokenServer, reach: Reach) {
  return async (url: string, init: RequestInitLike): Promise<Response> => {
    const params = init.body instanceof URLSearchParams ? init.body : new URLSearchParams();
    const isTokenCall = params.has("grant_type");
    const encoded = isTokenCall ? facts.encodeTokenRequest?.(params) : undefined;
    const request = new Request(url, {
      method: init.method,
      headers: { ...init.headers, ...encoded?.headers },
      body: encoded?.body ?? params.toString(),
      redirect: "manual", // a token endpoint that redirects would take the client secret elsewhere
      ...(init.signal && { signal: init.signal }),
    });
    const response = await reach.fetch(request);
    if (response.status >= 500 || response.status === 429) {
      await response.body?.cancel();
      throw new OAuthFailure({ kind: "unavailable", detail: `HTTP ${response.status}` });
    }
    return isTokenCall ? translate(facts, response) : bounded(response);
  };
}

/** A revocation's answer: what stands in it counts only where it is a refusal (RFC 7009 §2.2). */
async function bounded(response: Response): Promise<Response> {
  const { ok, status, headers } = response;
  if (!ok) return new Response((await readBounded(response, MAX_ANSWER_BYTES)) || null, { status, headers });
  await response.body?.cancel();
  return new Response(null, { status });
}

async function translate(facts: TokenServer, response: Response): Promise<Response> {
  const text = await readBounded(response, MAX_ANSWER_BYTES);
  const body = parseObject(text);
  if (!body)
    throw new OAuthFailure({ kind: "malformed", detail: `HTTP ${response.status} without a JSON object` });
  if (!response.ok || typeof body["error"] === "string") {
    const error =
      typeof body["error"] === "string" ? body["error"] : facts.decodeTokenError?.(response.status, body);
    // A 200 with an error in it is a failure as well (Shopify, GitHub do this).
    return Response.json(
      { error: error ?? "invalid_request" },
      { status: response.ok ? 400 : response.status },
    );
  }
  return Response.json(facts.decodeTokenResponse?.(body, clock.now()) ?? body);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
