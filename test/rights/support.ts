import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { rightsStep } from "../../src/rights/cron";
import { api, connectSandbox, type Developer, newDeveloper, request } from "../support/harness";

export const OPS = { authorization: `Bearer ${env.OPS_DEV_TOKEN}`, "content-type": "application/json" };

export interface RequestBody {
  id: string;
  status: string;
  type: string;
  due_at: string;
  received_at: string;
  connection_ids: string[];
  receipt: string | null;
  bundle_expires_at: string | null;
  refusal: { ground: string } | null;
  extension: string | null;
  closed_at: string | null;
  history: { event: string; actor: string; note: string | null }[];
}

/** A developer asks for their user, and it is accepted. */
export async function ask(developer: Developer, body: Record<string, unknown>): Promise<RequestBody> {
  const answer = await api(developer, "POST", "/v1/rights-requests", body);
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as RequestBody;
}

/** A request that stays open: a person's own words, which wait for an operator. */
export async function waiting(): Promise<{ developer: Developer; id: string; asked: RequestBody }> {
  const developer = await newDeveloper();
  const { id } = await connectSandbox(developer);
  const body = { type: "rectification", connection_id: id, details: { remark: "wrong" } };
  return { developer, id, asked: await ask(developer, body) };
}

export async function read(developer: Developer, id: string): Promise<RequestBody> {
  const answer = await api(developer, "GET", `/v1/rights-requests/${id}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as RequestBody;
}

/** Lets cron carry on until the request is closed. */
export async function closed(developer: Developer, id: string): Promise<RequestBody> {
  for (let visit = 0; visit < 10; visit++) {
    await rightsStep(env);
    const row = await read(developer, id);
    if (row.closed_at !== null) return row;
  }
  throw new Error(`${id} does not close: ${JSON.stringify(await read(developer, id))}`);
}

export function ops(method: string, path: string, body?: unknown): Promise<Response> {
  return request(path, { method, headers: OPS, ...(body !== undefined && { body: JSON.stringify(body) }) });
}
