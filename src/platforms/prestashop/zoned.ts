/**
 * PrestaShop writes and compares times in the shop's own zone, without saying which: `2026-03-29 01:30:00`. The zone is
 * the shop's setting `PS_TIMEZONE`, an IANA name.
 */

const WALL = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** A shop's time in UTC; null for none (`0000-00-00 00:00:00`). @throws RangeError */
export function fromWall(time: string | null, zone: string): string | null {
  if (time === null || time.startsWith("0000-00-00")) return null;
  const match = WALL.exec(time);
  if (!match) throw new RangeError("a time is not one of a shop's");
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guess = wall - offsetAt(wall, zone);
  return new Date(wall - offsetAt(guess, zone)).toISOString();
}

/** A moment as the shop writes it. @throws RangeError */
export function toWall(ms: number, zone: string): string {
  return new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, 19).replace("T", " ");
}

/** How far the zone's clocks are ahead of UTC at a moment, in ms. @throws RangeError for a zone that is none */
function offsetAt(ms: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(ms);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - Math.floor(ms / 1_000) * 1_000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const numbers = { year: "numeric", month: "numeric", day: "numeric" } as const;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    ...numbers,
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(zone, clock);
  return clock;
}
