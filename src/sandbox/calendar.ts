import type { Shop } from "./shop";
import type { Seconds } from "./wire";

const DAY = 86_400;

/**
 * The last moment in every sandbox shop. Fixed, not "now", so that a recorded answer stays true; nothing in a
 * shop happens after it.
 */
export const SANDBOX_END: Seconds = Date.UTC(2026, 10, 1) / 1_000;

const DAYS = 730;
const FIRST_DAY = SANDBOX_END - DAYS * DAY;
const OPENS = 8 * 3_600;
const OPEN_FOR = 12 * 3_600;

/**
 * When order `index` is placed: in opening hours, more often towards the end as a growing shop sells, and never
 * before order `index - 1`. The index alone gives it, which is what makes the orders random access.
 */
export function placedAt(shop: Shop, index: number, jitter: number): Seconds {
  const share = (index + jitter) / shop.orders;
  // One day short of the end, so that an evening west of Greenwich stays within it.
  const position = share ** 0.75 * (DAYS - 1);
  const day = Math.floor(position);
  const opening = FIRST_DAY + day * DAY + OPENS - shop.utcOffsetMinutes * 60;
  return opening + Math.floor((position - day) * OPEN_FOR);
}

/** When the shop opened: some years before its first order. */
export function openedAt(shop: Shop): Seconds {
  return FIRST_DAY - (400 + shop.key.length * 31) * DAY;
}

export const MINUTES = (count: number): Seconds => count * 60;
export const HOURS = (count: number): Seconds => count * 3_600;
export const DAYS_OF = (count: number): Seconds => count * DAY;
