import type { Config } from "../config/config";
import { connectionStub } from "../connections/stub";
import { isShopByShop } from "../connections/subscribing";
import { clock } from "../kernel/clock";
import { withDeadline } from "../kernel/deadline";
import type { Mode } from "../kernel/regions";
import type {
  Adapter,
  WebhookDelivery,
  WebhookFacts,
  WebhookNotice,
  WebhookPeer,
} from "../platforms/adapter";
import { clientOf, type Loopback, reachOf } from "../platforms/reach";
import { connectionSecrets } from "./secret";
import type { WebhookConnection } from "./store";

const PEER_TIMEOUT_MS = 5_000;
/** Nothing is genuine with it; only a challenge is answered. */
const NOT_TOLD_YET = "";

export type Unsigned = Omit<WebhookDelivery, "secret">;

export interface Genuine {
  notices: readonly WebhookNotice[];
  /** For which of our registrations: one secret may serve both. */
  modes: Mode[];
}

/** One way in which a delivery may be signed. */
export interface Candidate {
  mode: Mode;
  secret: string;
  peer: WebhookPeer;
}

/** The secrets a delivery may be signed with; none where nothing is configured, and then nothing is genuine. */
export async function candidatesFor(
  env: Env,
  config: Config,
  loopback: Loopback,
  adapter: Adapter,
  connection: WebhookConnection | null,
): Promise<Candidate[]> {
  const facts = adapter.webhooks;
  if (!facts || isShopByShop(facts) !== (connection !== null)) return [];
  const candidates: Candidate[] = [];
  for (const mode of connection ? [connection.mode] : adapter.modes) {
    const client = await clientOf(config, adapter, mode);
    if (!client) continue;
    const peer: WebhookPeer = {
      mode,
      client,
      now: clock.now(),
      fetch: (request) => peerFetch(config, loopback, adapter, request),
    };
    for (const secret of await secretsOf(env, config, adapter, facts, mode, connection)) {
      candidates.push({ mode, secret, peer });
    }
  }
  return candidates;
}

async function secretsOf(
  env: Env,
  config: Config,
  adapter: Adapter,
  facts: WebhookFacts,
  mode: Mode,
  connection: WebhookConnection | null,
): Promise<string[]> {
  const client = config.platformClients[adapter.key]?.[mode];
  switch (facts.secret) {
    case "client_secret":
      return client?.client_secret ? [client.client_secret] : [];
    case "webhook_secret":
      if (client?.webhook_secret) return [client.webhook_secret];
      return facts.challenge ? [NOT_TOLD_YET] : [];
    case "per_connection":
      return connection ? connectionSecrets(config, connection.id) : [];
    case "issued": {
      const secret = connection && (await connectionStub(env, connection.id)?.webhookSecret());
      return secret ? [secret] : [];
    }
    case "public_key":
      return [client?.webhook_secret ?? ""];
  }
}

/** Null when no configured secret makes it genuine. */
export async function verified(
  facts: WebhookFacts,
  delivery: Unsigned,
  candidates: readonly Candidate[],
): Promise<Genuine | null> {
  let genuine: Genuine | null = null;
  for (const { mode, secret, peer } of candidates) {
    const verdict = await facts.verify({ ...delivery, secret }, peer);
    if (verdict.kind === "forged") continue;
    const notices = verdict.kind === "genuine" ? [verdict] : verdict.notices;
    genuine ??= { notices, modes: [] };
    if (!genuine.modes.includes(mode)) genuine.modes.push(mode);
  }
  return genuine;
}

function peerFetch(
  config: Config,
  loopback: Loopback,
  adapter: Adapter,
  request: Request,
): Promise<Response> {
  const reach = reachOf(config, loopback, adapter);
  return withDeadline(PEER_TIMEOUT_MS, (signal) =>
    reach.fetch(new Request(new Request(reach.locate(request.url), request), { redirect: "manual", signal })),
  );
}
