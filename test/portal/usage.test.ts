import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clock, DAY, HOUR } from "../../src/kernel/clock";
import { newConnectionId } from "../../src/kernel/ids";
import { periodsOf, RANGES } from "../../src/portal/usage";
import {
  api,
  type Connected,
  connectSandbox,
  type Developer,
  frozenClock,
  newDeveloper,
  unescapeHtml,
} from "../support/harness";
import { Watch } from "../support/stores";
import { owner, type Person, readyApp } from "./people";

let ada: Person;
let path: string;
let developer: Developer;
let shop: Connected;
let watch: Watch;
let at: ReturnType<typeof frozenClock>;

beforeAll(async () => {
  watch = new Watch();
  at = frozenClock(Math.floor(clock.now() / HOUR) * HOUR);
  ada = await owner();
  const appId = await readyApp(ada, "Ledger & Co");
  path = `/portal/apps/${appId}`;
  developer = await newDeveloper({ appId });
  shop = await connectSandbox(developer);
  for (let i = 0; i < 60; i++) {
    at.add(1);
    await api(developer, "GET", `/v1/connections/${shop.id}/orders?limit=1`);
  }
  await api(developer, "GET", `/v1/connections/${newConnectionId("eu")}/orders`);
  await watch.settle();
});
afterAll(() => at.release());

/** The cells of the table with this caption, row by row. */
function tableOf(html: string, caption: string): string[][] {
  const table = new RegExp(`<caption><span>${caption}</span></caption>([\\s\\S]*?)</table>`).exec(html)![1]!;
  const cells = (row: string) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map((cell) =>
      unescapeHtml(cell[1]!.replace(/<[^>]+>/g, "")),
    );
  return [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map((row) => cells(row[1]!));
}

describe("usage", () => {
  it("has a row for each period, with the calls, errors and latency that the API tells", async () => {
    const answer = await api(developer, "GET", "/v1/usage?granularity=day");
    const { data } = (await answer.json()) as { data: { calls: number; errors: number }[] };
    for (const [range, rows] of Object.entries({ "24h": 24, "7d": 7, "30d": 30, "12m": 12 })) {
      const table = tableOf(await ada.page(`${path}/usage?range=${range}`), "Over time").slice(1);
      expect(table, range).toHaveLength(rows);
      const sum = (column: number) => table.reduce((total, row) => total + Number(row[column]), 0);
      expect(sum(1), range).toBe(data.reduce((total, row) => total + row.calls, 0));
      expect(sum(2), range).toBe(1);
      expect(table.at(-1)!.slice(3), range).toEqual(["25", "25", "25"]);
      expect(table[0]!.slice(1), range).toEqual(["0", "0", "–", "–", "–"]);
    }
  });

  it("is divided by platform, operation and key, and each part can be looked at alone", async () => {
    const html = await ada.page(`${path}/usage?by=operation`);
    expect(tableOf(html, "Divided by operation")[1]!.slice(0, 3)).toEqual(["orders.list", "61", "1"]);
    expect(tableOf(await ada.page(`${path}/usage?by=platform`), "Divided by platform").flat()).toContain(
      "Sandbox shops",
    );
    expect(tableOf(await ada.page(`${path}/usage?by=key`), "Divided by key")[1]![0]).toBe("test");
    const alone = unescapeHtml(/href="([^"]+only=connect.exchange)"/.exec(html)![1]!);
    const row = tableOf(await ada.page(alone), "Over time").at(-1)!;
    expect(row.slice(1, 3)).toEqual(["1", "0"]);
  });

  it("of the other mode is another, and what cannot be read in the address is left aside", async () => {
    expect(await ada.page(`${path}/usage?mode=live`)).toContain("0 live calls in 24 hours.");
    expect(await ada.page(`${path}/usage?range=9y&mode=x&by=%00`)).toContain("test calls in 24 hours.");
    expect((await ada.get(`${path}/usage?by=key&only=${"x".repeat(65)}`)).status).toBe(422);
  });

  it("keeps to months of any length", () => {
    const before = clock.now();
    at.set(Date.UTC(2027, 2, 31, 23, 59));
    const months = periodsOf(RANGES["12m"]);
    at.set(before);
    expect([months[0], months[10], months[11]]).toEqual(["2026-04", "2027-02", "2027-03"]);
    expect(new Set(months).size).toBe(12);
  });
});

describe("logs", () => {
  const lines = async (query: string) =>
    tableOf(await ada.page(`${path}/logs${query}`), "Calls, newest first").slice(1);

  beforeAll(() => at.set(Math.floor(Date.now() / HOUR) * HOUR + HOUR));

  it("are the app's own calls, newest first, each with its request id", async () => {
    const found = await lines("");
    expect(found).toHaveLength(50);
    const times = found.map(([time]) => time);
    expect(times).toEqual(times.toSorted().reverse());
    for (const line of found) expect(line[5]).toMatch(/^req_\w{22}$/);
    const eve = await owner("Eve");
    const other = `/portal/apps/${await readyApp(eve, "Other")}`;
    expect(await eve.page(`${other}/logs?connection=${shop.id}`)).toContain("There are none.");
  });

  it("are paged to the end without a line lost or told twice", async () => {
    const seen: string[] = [];
    for (let next: string | undefined = `${path}/logs?operation=orders.list`; next; ) {
      const html = await ada.page(next);
      if (html.includes("<caption><span>Calls"))
        seen.push(
          ...tableOf(html, "Calls, newest first")
            .slice(1)
            .map((line) => line[5]!),
        );
      const older = /href="([^"]+cursor=[^"]+)"/.exec(html)?.[1];
      next = older && unescapeHtml(older);
    }
    expect(seen).toHaveLength(61);
    expect(new Set(seen).size).toBe(61);
  });

  it("are found by status, class of status, operation, connection and time", async () => {
    expect(await lines("?status=404")).toHaveLength(1);
    expect(await lines("?status=4xx&operation=orders.list&mode=test&from=&to=&connection=")).toHaveLength(1);
    expect(await lines("?operation=connect.exchange")).toHaveLength(1);
    expect((await lines(`?connection=${shop.id}`)).every((line) => line[6] === shop.id)).toBe(true);
    const moment = (ms: number) => new Date(ms).toISOString().slice(0, 16);
    const past = `?from=${moment(clock.now() - 3 * DAY)}&to=${moment(clock.now() - 2 * DAY)}`;
    expect(await ada.page(`${path}/logs${past}`)).toContain("There are none.");
    expect(await lines(`?from=${moment(clock.now() - 3 * DAY)}`)).toHaveLength(50);
  });

  it("are found by the request id of an answer, on any day, and by their own app alone", async () => {
    const id = (await lines(""))[7]![5]!;
    const eve = await owner("Eve");
    const other = `/portal/apps/${await readyApp(eve, "Other")}`;
    expect((await lines(`?request=${id}`)).map((line) => line[5])).toEqual([id]);
    expect(await eve.page(`${other}/logs?request=${id}`)).toContain("There are none.");
    expect(await ada.page(`${path}/logs?request=${id}&mode=live`)).toContain("There are none.");
    at.add(30 * DAY);
    await ada.signIn();
    expect((await lines(`?request=%20${id}%20&from=&to=`)).map((line) => line[5])).toEqual([id]);
    at.add(-30 * DAY);
    const refused = await ada.get(`${path}/logs?request=req_x`);
    expect(refused.status).toBe(422);
    const html = unescapeHtml(await refused.text());
    expect(html).toMatch(/id="request-error">.{0,60}is not a request id/);
    expect(html).toContain('value="req_x"');
    expect(html).not.toContain("Calls, newest first");
  });

  it("refuse what is no filter, and a cursor of another app, mode or search", async () => {
    for (const query of ["status=9", "status=abc", "from=yesterday", "from=2026-13-01T00:00", "cursor=abc"])
      expect((await ada.get(`${path}/logs?${query}`)).status, query).toBe(422);
    expect((await ada.get(`${path}/logs?from=2026-02-01T00:00&to=2026-01-01T00:00`)).status).toBe(422);
    const older = unescapeHtml(/href="([^"]+cursor=[^"]+)"/.exec(await ada.page(`${path}/logs`))![1]!);
    expect((await ada.get(older)).status).toBe(200);
    expect((await ada.get(older.replace("mode=test", "mode=live"))).status).toBe(422);
    expect((await ada.get(`${older}&operation=orders.list`)).status).toBe(422);
    const other = `/portal/apps/${await readyApp(ada, "Other")}`;
    expect((await ada.get(older.replace(path, other))).status).toBe(422);
  });
});
