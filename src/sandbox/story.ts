import { DAYS_OF, HOURS, MINUTES, placedAt, SANDBOX_END } from "./calendar";
import { Dice, type Some } from "./dice";
import { packer, tills } from "./places";
import type { Shop } from "./shop";
import type { DispatchState, OrderState, PayState, ReturnState, Seconds } from "./wire";

/**
 * What happens to an order and when, without what is in it: enough to filter thousands of orders without making
 * one of them.
 */
export interface Story {
  index: number;
  source: "till" | "web";
  /** Index into the shop's locations; null while nobody was given the order. */
  location: number | null;
  state: OrderState;
  pay: PayState;
  dispatch: DispatchState;
  placed: Seconds;
  closed: Seconds | null;
  voided: Seconds | null;
  returns: ReturnPlan[];
  changed: Seconds;
}

export interface ReturnPlan {
  /** All of the order, or the whole of one of its rows. */
  extent: { kind: "all" } | { kind: "row"; row: number };
  state: ReturnState;
  created: Seconds;
  changed: Seconds;
}

/** At most this many returns belong to one order. */
export const MAX_RETURNS = 2;

type Course = Pick<Story, "state" | "pay" | "dispatch" | "closed" | "voided" | "returns">;

export function story(shop: Shop, index: number): Story {
  const dice = new Dice(`${shop.key}/order/${index}`);
  const placed = placedAt(shop, index, dice.next());
  const web = dice.chance(shop.webShare);
  const course = web ? webCourse(dice, placed) : tillCourse(dice, placed);
  const counters = tills(shop);
  const counter = counters[dice.int(0, counters.length - 1)] ?? 0;
  const moments = [placed, course.closed, course.voided, ...course.returns.map((plan) => plan.changed)];
  return {
    index,
    source: web ? "web" : "till",
    location: web ? (course.dispatch === "none" && course.state === "placed" ? null : packer(shop)) : counter,
    placed,
    ...course,
    changed: Math.max(...moments.map((moment) => moment ?? 0)),
  };
}

function tillCourse(dice: Dice, placed: Seconds): Course {
  if (dice.chance(0.01)) return cancelled(placed + MINUTES(3), "released", "none");
  return sold(dice, placed, "carried_away");
}

function webCourse(dice: Dice, placed: Seconds): Course {
  const closing = placed + HOURS(dice.int(12, 120));
  const fate = dice.next();
  if (fate < 0.04) {
    const at = placed + MINUTES(dice.int(10, 2_880));
    const paid = dice.chance(0.6);
    if (at < SANDBOX_END) return cancelled(at, paid ? "returned" : "released", "none");
  }
  if (fate < 0.055) return open("due", "none");
  if (fate < 0.07) return open("part_captured", "none");
  if (fate < 0.1) return open("captured", "part");
  if (fate < 0.115) return open("authorised", "none");
  if (closing >= SANDBOX_END) return open(dice.chance(0.3) ? "authorised" : "captured", "none");
  return sold(dice, closing, "all");
}

function open(pay: PayState, dispatch: DispatchState): Course {
  return { state: "placed", pay, dispatch, closed: null, voided: null, returns: [] };
}

/** A cancelled order that was paid gives all of it back at once. */
function cancelled(at: Seconds, pay: "released" | "returned", dispatch: DispatchState): Course {
  const returns: ReturnPlan[] =
    pay === "returned" ? [{ extent: { kind: "all" }, state: "done", created: at, changed: at }] : [];
  return { state: "void", pay, dispatch, closed: null, voided: at, returns };
}

function sold(dice: Dice, closed: Seconds, dispatch: DispatchState): Course {
  const returns = returnsOf(dice, closed);
  const given = returns.filter((plan) => plan.state === "done");
  const pay: PayState =
    given.length === 0
      ? "captured"
      : given.some((plan) => plan.extent.kind === "all")
        ? "returned"
        : "part_returned";
  return { state: "done", pay, dispatch, closed, voided: null, returns };
}

function returnsOf(dice: Dice, closed: Seconds): ReturnPlan[] {
  if (!dice.chance(0.07)) return [];
  if (dice.chance(0.25)) return plan(dice, closed, { kind: "all" });
  const first = plan(dice, closed, { kind: "row", row: 0 });
  if (first.length === 0 || !dice.chance(0.2)) return first;
  return [...first, ...plan(dice, closed + DAYS_OF(10), { kind: "row", row: 1 })];
}

function plan(dice: Dice, after: Seconds, extent: ReturnPlan["extent"]): ReturnPlan[] {
  const created = after + HOURS(dice.int(20, 480));
  const settled = created + HOURS(dice.int(1, 72));
  const failed = dice.chance(0.05);
  if (created >= SANDBOX_END) return [];
  if (settled >= SANDBOX_END) return [{ extent, state: "waiting", created, changed: created }];
  return [{ extent, state: failed ? "failed" : "done", created, changed: settled }];
}

const REASONS: Some<string> = ["damaged", "wrong item", "changed mind", "late", "other"];

/** Why goods came back: a stable word per return. */
export function reasonOf(shop: Shop, order: number, nth: number): string {
  return new Dice(`${shop.key}/reason/${order}/${nth}`).pick(REASONS);
}
