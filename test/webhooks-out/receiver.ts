import { env } from "cloudflare:workers";
import { forgetHosts } from "../../src/platforms/host-guard";
import { fakeNetwork, type Recorded } from "../support/fake-platforms";
import { api, type Developer } from "../support/harness";

export const HOOKS = "https://hooks.acme-books.com/metristack";

export interface Endpoint {
  id: string;
  url: string;
  status: string;
  secret: string;
}

export interface Delivery {
  id: string;
  event_id: string;
  event_type: string | null;
  status: string;
  attempts: number;
  next_attempt_at: string | null;
  last_status: number | null;
  last_fault: string | null;
}

/** The developers' servers on the network, and the resolver; `received` is what reaches the servers. */
export function receivers(
  answer: (seen: Recorded) => Response | Promise<Response> = () => new Response("thank you"),
  addresses: (name: string) => string[] = () => ["93.184.215.14"],
): Recorded[] {
  forgetHosts();
  const received: Recorded[] = [];
  fakeNetwork((request, seen) => {
    const url = new URL(request.url);
    if (url.hostname === "cloudflare-dns.com") {
      const type = url.searchParams.get("type");
      const found = addresses(url.searchParams.get("name")!).filter(
        (address) => address.includes(":") === (type === "AAAA"),
      );
      const data = found.map((address) => ({ type: type === "A" ? 1 : 28, data: address }));
      return Response.json({ Status: 0, Answer: data });
    }
    received.push({ ...seen, redirect: request.redirect } as Recorded);
    return answer(seen);
  });
  return received;
}

export async function newEndpoint(
  developer: Developer,
  more: { url?: string; types?: string[] } = {},
): Promise<Endpoint> {
  const answer = await api(developer, "POST", "/v1/webhook-endpoints", { url: HOOKS, ...more });
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.json();
}

export async function deliveriesOf(developer: Developer, endpointId: string): Promise<Delivery[]> {
  const answer = await api(developer, "GET", `/v1/webhook-endpoints/${endpointId}/deliveries?limit=100`);
  if (answer.status !== 200) throw new Error(await answer.text());
  return ((await answer.json()) as { data: Delivery[] }).data;
}

export async function readEndpoint(developer: Developer, id: string): Promise<Record<string, unknown>> {
  return (await api(developer, "GET", `/v1/webhook-endpoints/${id}`)).json();
}

/**
 * Verifies a delivery as its receiver does, by the specification's words and with the runtime's own cryptography: none
 * of the code that signed it.
 */
export async function verifies(seen: Recorded, secret: string): Promise<boolean> {
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const content = `${seen.headers.get("webhook-id")}.${seen.headers.get("webhook-timestamp")}.${seen.body}`;
  const verdicts = await Promise.all(
    (seen.headers.get("webhook-signature") ?? "").split(" ").map((signature) => {
      const [version, value = ""] = signature.split(",");
      if (version !== "v1") return false;
      const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
      return crypto.subtle.verify("HMAC", key, bytes, new TextEncoder().encode(content));
    }),
  );
  return verdicts.includes(true);
}

/** Empties what the tests of one file share. */
export async function clear(): Promise<void> {
  await env.DB.batch(
    ["outgoing_deliveries", "webhook_endpoints", "events", "developer_notices", "alerts"].map((table) =>
      env.DB.prepare(`DELETE FROM ${table}`),
    ),
  );
}
