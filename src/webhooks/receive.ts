import { type Config, configOf } from "../config/config";
import { accountHash } from "../connections/account-hash";
import { limitOn } from "../connections/purposes";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { insertEvents } from "../events/store";
import { dropLease } from "../gateway/lease";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newId } from "../kernel/ids";
import type { Mode } from "../kernel/regions";
import { repeated } from "../kernel/retry";
import type { Adapter, WebhookEvent } from "../platforms/adapter";
import { parseJson } from "../platforms/answer";
import type { Loopback } from "../platforms/reach";
import { audit } from "../proof/audit";
import { limitsOf } from "../rights/limits";
import {
  closeDelivery,
  connectionById,
  connectionsOfAccount,
  forgetDelivery,
  takeDelivery,
  type WebhookConnection,
} from "./store";
import { candidatesFor, type Unsigned, verified } from "./verify";

/** Opens a rights request for what is held of a platform account; the rights service is put in by the application. */
export type OpenRights = (
  env: Env,
  request: {
    right: "access" | "deletion";
    platform: string;
    accountHash: string;
    connections: { id: string; appId: string; mode: Mode }[];
  },
) => Promise<void>;

export type Reception =
  | { kind: "unknown_platform" }
  | { kind: "forged" }
  /** Another call is at the same delivery: the platform may repeat it. */
  | { kind: "under_way" }
  /** The platform's proof of address, answered. */
  | { kind: "challenge"; response: Response }
  | { kind: "taken"; repeated: boolean };

/** What was done about a delivery, as it is recorded. */
type Outcome = "disconnected" | "rights_opened" | "nothing_held" | "forwarded" | "ignored";

/** One webhook of a platform: verified, taken once, acted on; an error leaves it for the platform's next attempt. */
export async function receiveWebhook(
  env: Env,
  loopback: Loopback,
  openRights: OpenRights,
  input: { adapter: Adapter; connectionId: string | null; delivery: Unsigned },
): Promise<Reception> {
  const { adapter, delivery } = input;
  const facts = adapter.webhooks;
  if (!facts) return { kind: "unknown_platform" };
  const config = configOf(env);
  const db = database(env);
  const named = input.connectionId === null ? null : await connectionById(db, input.connectionId);
  if (input.connectionId !== null && named?.platform !== adapter.key) return { kind: "forged" };
  const candidates = await candidatesFor(env, config, loopback, adapter, named);
  for (const { secret, peer } of candidates) {
    const response = await facts.challenge?.({ ...delivery, secret }, peer);
    if (response) return { kind: "challenge", response };
  }
  const genuine = await verified(facts, delivery, candidates);
  if (!genuine) return { kind: "forged" };

  const body = parseJson(new TextDecoder().decode(delivery.rawBody));
  let isRepeated = true;
  for (const notice of genuine.notices) {
    const id = await sha256([adapter.key, named?.id ?? "", ...genuine.modes, notice.eventId].join("/"));
    const topic = plainTopic(notice.topic);
    const taken = await takeDelivery(db, { id, platform: adapter.key, topic }, clock.now());
    // What comes before it in a batch is done, and will be known as done when the platform repeats the whole.
    if (taken === "under_way") return { kind: "under_way" };
    if (taken === "done") continue;
    isRepeated = false;
    try {
      const event = facts.interpret({ topic: notice.topic, body });
      const hash = notice.account === null ? null : await accountHash(config, adapter.key, notice.account);
      const rows = named ? [named] : hash === null ? [] : await connectionsOfAccount(db, hash, genuine.modes);
      const outcome = await act(env, openRights, { adapter, event, hash, rows });
      await closeDelivery(db, id, outcome);
    } catch (error) {
      await forgetDelivery(db, id);
      throw error;
    }
  }
  return { kind: "taken", repeated: isRepeated };
}

async function act(
  env: Env,
  openRights: OpenRights,
  {
    adapter,
    event,
    hash,
    rows,
  }: { adapter: Adapter; event: WebhookEvent; hash: string | null; rows: WebhookConnection[] },
): Promise<Outcome> {
  const living = rows.filter(({ status }) => status !== "disconnected");
  switch (event.kind) {
    case "uninstalled":
      // The developer is told with the change of status itself: see connections/mirror.
      for (const row of living) await disconnect(env, row);
      return living.length > 0 ? "disconnected" : "nothing_held";
    case "privacy_request": {
      // A merchant's own customers are never stored here: there is nothing to show and nothing to erase.
      const held = event.about === "account" && hash !== null ? rows : [];
      await audit(env.DB, {
        actor: "platform",
        action: `privacy.${event.right}_request`,
        detail: { platform: adapter.key, about: event.about, connections: held.length },
      });
      if (held.length === 0 || hash === null) return "nothing_held";
      const { right } = event;
      await openRights(env, { right, platform: adapter.key, accountHash: hash, connections: held });
      return "rights_opened";
    }
    case "changed": {
      const usable = await permitted(
        env,
        living.filter(({ status }) => status !== "pending"),
      );
      await tellChanged(env, usable, plainTopic(event.topic));
      return usable.length > 0 ? "forwarded" : "nothing_held";
    }
    case "ignored":
      return "ignored";
  }
}

/** Without those whose person objects to passing the shop's data on: that something changed is data of the shop too. */
async function permitted(env: Env, rows: WebhookConnection[]): Promise<WebhookConnection[]> {
  const inForce = await limitsOf(
    database(env),
    rows.map(({ id }) => id),
  );
  const isLimited = (id: string) =>
    limitOn(
      inForce.filter(({ connectionId }) => connectionId === id).map(({ purpose }) => purpose),
      "events",
      false,
    ) !== null;
  return rows.filter(({ id }) => !isLimited(id));
}

async function disconnect(env: Env, row: WebhookConnection): Promise<void> {
  await repeated(3, async () => (await connectionStub(env, row.id)?.disconnect()) ?? null);
  dropLease(row, row.id);
}

async function tellChanged(env: Env, rows: readonly WebhookConnection[], topic: string): Promise<void> {
  const createdAt = clock.now();
  const events = rows.map(({ id, appId, mode }) => ({
    id: newId("evt"),
    appId,
    mode,
    type: "connection.changed" as const,
    connectionId: id,
    topic,
    createdAt,
  }));
  await insertEvents(env.DB, events);
}

/** A topic is a word of the platform's own; anything else is somebody's text, and is not kept. */
function plainTopic(topic: string): string {
  return /^[A-Za-z0-9_.:/-]{1,100}$/.test(topic) ? topic : "unknown";
}

/** The address a webhook was sent to, as the platform wrote it: whatever proxy stands before us is none of it. */
export function addressOf(config: Config, url: string): string {
  const { pathname, search } = new URL(url);
  return config.publicOrigin + pathname + search;
}
