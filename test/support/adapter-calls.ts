import { clock } from "../../src/kernel/clock";
import type { OutgoingCall, WebhookPeer } from "../../src/platforms/adapter";

/** A call about to leave, for an adapter's `authorise`; what matters to the test is given. */
export function outgoing(token: string, over: Partial<OutgoingCall> = {}): OutgoingCall {
  return {
    method: "GET",
    url: new URL("https://platform.example/"),
    headers: new Headers(),
    credentials: { access_token: token },
    client: { client_id: "id", client_secret: "secret" },
    account: { id: "account", facts: {} },
    target: { mode: "test", shop: null },
    now: clock.now(),
    ...over,
  };
}

export const NO_CALLBACK = new URLSearchParams();

/** For verifications that ask nobody. */
export const PEER: WebhookPeer = {
  mode: "test",
  client: { client_id: "id", client_secret: "secret" },
  now: clock.now(),
  fetch: async (request) => {
    throw new TypeError(`nobody answers at ${request.url}`);
  },
};
