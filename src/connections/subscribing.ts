import type { Config } from "../config/config";
import { clock, SECOND } from "../kernel/clock";
import type { Adapter, PlatformAccount, SubscriptionMade, TokenSet } from "../platforms/adapter";
import { apiOf, type PlatformSide } from "./platform-side";
import { canRenew, renewTokens } from "./renewal";

/** A token that ends within this may not last until the platform has been asked. */
const NEARLY_OVER_MS = 30 * SECOND;

/** How a platform's events are subscribed to; `of` says whose they are: this connection's, or the whole account's. */
export function subscriptionOf({ webhooks }: Pick<Adapter, "webhooks">) {
  if (!webhooks?.subscription) return null;
  return { ...webhooks.subscription, of: isShopByShop(webhooks) ? "connection" : "account" } as const;
}

/** Whether each shop signs with a secret of its own: its deliveries then name the connection in their address. */
export function isShopByShop({ secret }: Pick<NonNullable<Adapter["webhooks"]>, "secret">): boolean {
  return secret === "per_connection" || secret === "issued";
}

/** Where a platform is to send the events of a connection. */
export function webhookAddress(config: Config, adapter: Adapter, connectionId: string): string {
  const address = `${config.publicOrigin}/webhooks/${adapter.key}`;
  return adapter.webhooks && isShopByShop(adapter.webhooks) ? `${address}/${connectionId}` : address;
}

/** @throws PlatformFailure; Error where the platform takes no subscriptions. */
export async function subscribeAtPlatform(
  config: Config,
  side: PlatformSide,
  { connectionId, tokens, account }: { connectionId: string; tokens: TokenSet; account: PlatformAccount },
): Promise<SubscriptionMade> {
  const subscription = subscriptionOf(side.adapter);
  if (!subscription) throw new Error(`${side.adapter.key} takes no subscriptions`);
  return subscription.subscribe(
    apiOf(side, tokens, account),
    webhookAddress(config, side.adapter, connectionId),
  );
}

/**
 * Ends a subscription before its grant goes. Never throws: a platform that cannot be asked is not waited for, and what
 * it still sends is refused. @returns the tokens as they are afterwards: renewed, where they had lapsed.
 */
export async function unsubscribeAtPlatform(
  side: PlatformSide,
  held: { tokens: TokenSet; account: PlatformAccount; subscription: SubscriptionMade | null },
): Promise<TokenSet> {
  const subscription = subscriptionOf(side.adapter);
  if (!subscription || !held.subscription || held.subscription.ids.length === 0) return held.tokens;
  let { tokens } = held;
  try {
    const isOver = tokens.expires_at !== undefined && tokens.expires_at - NEARLY_OVER_MS < clock.now();
    if (isOver && canRenew(side, tokens)) tokens = await renewTokens(side, tokens);
    await subscription.unsubscribe(apiOf(side, tokens, held.account), held.subscription.ids);
  } catch {
    // The grant is revoked next, and with it at most platforms whatever rested on it.
  }
  return tokens;
}
