import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { clock } from "../../src/kernel/clock";
import { newSigner } from "../privacy-centre/signer";
import { everythingInD1, tokensOf } from "../support/fake-platforms";
import { api, connectSandbox, type Developer, newDeveloper } from "../support/harness";

/** What stands in each of the other tenant's texts that anybody may write as they like. */
export const CANARY = "Canary-7Qz4";

export interface Tenant {
  developer: Developer;
  /** By where the id stands: what follows `/v1/` up to it. */
  ids: Record<string, string>;
  /** Something that may be lost: calls that end or break it are made on it alone. */
  spare: Record<string, string>;
  /** By the address that gave it. */
  cursors: Record<string, string>;
  /** What nobody is told again. */
  secrets: string[];
}

const LISTS = "connections api-keys events rights-requests incidents notices alerts logs".split(" ");

/** A developer with two of everything. */
export async function furnished(words: string, shop: string): Promise<Tenant> {
  const developer = await newDeveloper();
  await env.DB.prepare(
    "UPDATE apps SET name = ?2, privacy_policy_url = ?3, purposes = ?4, third_parties = ?4 WHERE id = ?1",
  )
    .bind(developer.appId, words, `https://${words.toLowerCase()}.example/`, JSON.stringify([words]))
    .run();
  await env.DB.prepare(
    "UPDATE app_readiness SET data_use = ?2, retention = ?2, deletion = ?2, security_contact = ?2 WHERE app_id = ?1",
  )
    .bind(developer.appId, words)
    .run();
  const [one, two] = [
    await furniture(developer, words, shop),
    await furniture(developer, `${words}-2`, shop),
  ];
  const secrets = [...one.secrets, ...two.secrets, developer.key.split("_").at(-1)!];
  const { kid } = await newSigner(developer);
  const spare = { ...two.ids, "apps/self/token-keys": kid };
  const cursors: Record<string, string> = {};
  for (const path of [...LISTS, `connections/${one.ids["connections"]}/orders`]) {
    const page = await api(developer, "GET", `/v1/${path}?limit=1`);
    const { next_cursor } = (await page.json()) as { next_cursor?: string | null };
    if (next_cursor) cursors[path.split("/").at(-1)!] = next_cursor;
  }
  return { developer, ids: { ...spare, ...one.ids }, spare, cursors, secrets };
}

async function furniture(developer: Developer, words: string, shop: string) {
  const make = async (path: string, body: unknown) => {
    const answer = await api(developer, "POST", `/v1/${path}`, body);
    expect(answer.status, `${path} ${await answer.clone().text()}`).toBeLessThan(300);
    return (await answer.json()) as Record<string, string>;
  };
  const { id: connection } = await connectSandbox(developer, shop, { user: words });
  const key = await make("api-keys", { name: words, scopes: ["usage"] });
  const url = `https://hooks.${words.toLowerCase()}-books.com/`;
  const endpoint = await make("webhook-endpoints", { url, description: words });
  const delivery = await make(`webhook-endpoints/${endpoint["id"]}/test`, undefined);
  const incident = await make("incidents", {
    discovered_at: new Date(clock.now()).toISOString(),
    nature: `A laptop of ${words} was lost.`,
    affected: { data_classes: ["api_keys"] },
  });
  const right = await make("rights-requests", {
    type: "rectification",
    connection_id: connection,
    details: { remark: words },
  });
  const tokens = await tokensOf(connection);
  return {
    ids: {
      connections: connection,
      "sandbox/connections": connection,
      "api-keys": key["id"]!,
      "webhook-endpoints": endpoint["id"]!,
      "webhook-deliveries": delivery["id"] ?? delivery["delivery_id"] ?? "whd_none",
      incidents: incident["id"]!,
      "rights-requests": right["id"]!,
    } as Record<string, string>,
    secrets: [
      endpoint["secret"],
      key["key"]?.split("_").at(-1),
      tokens?.access_token,
      tokens?.refresh_token,
    ].filter((one) => typeof one === "string"),
  };
}

/** All texts in D1 that are long enough to be told apart, but for the audit log's: its newest hash is published. */
async function textsInD1(): Promise<Set<string>> {
  const { audit_log: _, ...tables } = await everythingInD1();
  const rows = Object.values(tables).flat() as string[];
  return new Set(rows.flatMap((row) => Object.values(JSON.parse(row) as object)).filter(isTelling));
}
const isTelling = (cell: unknown): cell is string => typeof cell === "string" && cell.length >= 12;

/** Runs it and @returns the texts that rest in D1 since: ids, hashes and words of what it made. */
export async function marksOf<T>(make: () => Promise<T>): Promise<{ made: T; marks: string[] }> {
  const before = await textsInD1();
  const made = await make();
  const policies = /^(pol_|\d{4}-\d{2})/;
  const marks = [...(await textsInD1())].filter((text) => !before.has(text) && !policies.test(text));
  return { made, marks: [...marks, CANARY, CANARY.toLowerCase()] };
}

/** What an answer has of these that its request did not say itself. */
export function leaked(answer: string, marks: readonly string[], said: string): string[] {
  return marks.filter((mark) => answer.includes(mark) && !said.includes(mark));
}

/** What changes with calls of any kind: counts, and traces of refusals that are wanted. */
const TRACES = ["alerts", "events", "idempotency_keys", "key_countries"];

export async function atRest(): Promise<string> {
  const rows = Object.entries(await everythingInD1()).filter(([table]) => !TRACES.includes(table));
  return JSON.stringify(rows);
}
