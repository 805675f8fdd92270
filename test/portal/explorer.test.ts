import { beforeAll, describe, expect, it } from "vitest";
import { clock, HOUR } from "../../src/kernel/clock";
import {
  api,
  type Connected,
  connectSandbox,
  type Developer,
  frozenClock,
  newDeveloper,
  unescapeHtml,
} from "../support/harness";
import { collectMarks, formsOf } from "../support/marks";
import { dump, findMarks, Watch } from "../support/stores";
import { owner, type Person, readyApp, teammate } from "./people";

let ada: Person;
let path: string;
let developer: Developer;
let shop: Connected;
let watch: Watch;

type Fields = Record<string, string>;

const explore = (fields: Fields) => ada.submit(`${path}/explorer`, fields);
const begin = () => ada.submit(`${path}/explorer/key`, { operation: "orders.list" });

const sending = (operation: string, fields: Fields = {}): Fields => ({
  ...{ act: "send", operation, shown: operation, key: developer.key, connection: shop.id },
  ...fields,
});

const text = async (answer: Response) => unescapeHtml(await answer.text());

/** What the key's field holds. */
const keyIn = (html: string) => /name="key" type="password" value="([^"]*)"/.exec(html)![1]!;

/** The API's answer, as it is shown. */
function shownIn(html: string): unknown {
  return JSON.parse(/aria-label="Answer"[^>]*><pre><code>([\s\S]*?)<\/code>/.exec(html)![1]!);
}

beforeAll(async () => {
  watch = new Watch();
  ada = await owner();
  const appId = await readyApp(ada, "Ledger & Co");
  path = `/portal/apps/${appId}`;
  developer = await newDeveloper({ appId });
  shop = await connectSandbox(developer);
});

describe("the explorer", () => {
  it("is not offered to a viewer, who may not use it", async () => {
    const viewer = await teammate(ada, "viewer");
    expect(await viewer.page(path)).not.toContain(`${path}/explorer`);
    expect((await viewer.get(`${path}/explorer`)).status).toBe(403);
    expect(await ada.page(path)).toContain(`${path}/explorer`);
  });

  it("begins with a key of its own: for reading, in test mode, for an hour", async () => {
    const html = await text(await begin());
    const key = keyIn(html);
    const ended = await api({ ...developer, key }, "DELETE", `/v1/connections/${shop.id}`);
    expect(ended.status).toBe(403);
    expect(key).toMatch(/^mtr_test_sk_/);
    expect(html.split(key)).toHaveLength(2);
    const sent = await text(await explore(sending("orders.list", { key, limit: "1" })));
    expect(sent).toContain("Answer: 200");
    expect(keyIn(sent)).toBe(key);
    expect(await ada.page(path)).toContain("API explorer");
    expect(await ada.page(path)).not.toContain(key);

    const at = frozenClock(clock.now() + HOUR);
    const expired = await text(await explore(sending("orders.list", { key })));
    await begin();
    expect((await ada.page(path)).split('<th scope="row">API explorer</th>')).toHaveLength(2);
    at.release();
    expect(expired).toContain("Answer: 401");
    expect(expired).toContain("This API key has expired.");
  });

  it("makes every read, and shows what the API answers", async () => {
    const page = await ada.page(`${path}/explorer`);
    const operations = [...page.matchAll(/<option value="([a-z_]+\.[a-z]+)"/g)].map((match) => match[1]!);
    expect(operations).toContain("customers.list");
    const listed = shownIn(await text(await explore(sending("orders.list", { limit: "1" }))));
    const { data, next_cursor } = listed as { data: { id: string }[]; next_cursor: string };
    const products = shownIn(await text(await explore(sending("products.list", { limit: "1" }))));
    const ids: Fields = {
      "orders.get": data[0]!.id,
      "products.get": (products as { data: { id: string }[] }).data[0]!.id,
    };
    for (const operation of operations) {
      const html = await text(await explore(sending(operation, { id: ids[operation] ?? "" })));
      expect(html, operation).toContain("Answer: 200");
      expect(html, operation).toMatch(/x-request-id[\s\S]*req_\w{22}/);
      expect(html.length).toBeLessThan(100_000);
    }
    const second = shownIn(
      await text(await explore(sending("orders.list", { limit: "1", cursor: next_cursor }))),
    );
    expect((second as typeof listed & { data: { id: string }[] }).data[0]!.id).not.toBe(data[0]!.id);
  });

  it("shows the same call in code, without the key", async () => {
    const html = await text(await explore(sending("orders.list", { limit: "2", status: "completed" })));
    const call = `/v1/connections/${shop.id}/orders?limit=2&status=completed`;
    const code = html.slice(html.indexOf("The same call in code"));
    expect(code.split(call)).toHaveLength(5);
    expect(code).not.toContain(developer.key);
  });

  it("shows a refusal of the API as its answer", async () => {
    const html = await text(await explore(sending("orders.list", { limit: "1000" })));
    expect(html).toContain("Answer: 422");
    expect(html).toContain("query.limit");
  });

  it("shows another operation's fields before it is called", async () => {
    const changed = { ...sending("orders.list"), operation: "orders.get" };
    for (const act of ["choose", "send"]) {
      const html = await text(await explore({ ...changed, act }));
      expect(html).toContain('name="id"');
      expect(html).not.toContain("Answer:");
      expect(keyIn(html)).toBe(developer.key);
    }
    expect((await explore(sending("orders.get"))).status).toBe(422);
  });

  it("is counted and logged like any call", async () => {
    await watch.settle();
    const before = watch.sent.length;
    await explore(sending("store.get"));
    await watch.settle();
    const lines = watch.sent.slice(before).flatMap((message) => message.lines);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      operation: "store.get",
      key_id: developer.keyId,
      connection_id: shop.id,
      status: 200,
    });
  });
});

describe("is refused:", () => {
  it("a live key, in words", async () => {
    const live = await newDeveloper({ appId: developer.appId, mode: "live" });
    const answer = await explore(sending("platforms.list", { key: live.key }));
    expect(answer.status).toBe(422);
    const html = await text(answer);
    expect(html).toContain("This is a live key.");
    expect(html).not.toContain("Answer:");
    expect(html).not.toContain(live.key);
  });

  it("what is no key, another app's, and none", async () => {
    const eve = await newDeveloper();
    for (const key of ["", "mtr_test_sk_x", `${developer.key}x`, eve.key]) {
      const answer = await explore(sending("platforms.list", { key }));
      expect(answer.status, key).toBe(422);
      expect(await text(answer), key).toContain("This is not a test key of this app.");
    }
  });

  it("another app's connection, a live one, and one there is not", async () => {
    const eve = await newDeveloper();
    const others = await connectSandbox(eve);
    for (const connection of [others.id, "conn_e0000000000000000000000", "", "../../keys", "%00"])
      expect((await explore(sending("orders.list", { connection }))).status, connection).toBe(404);
  });

  it("an operation there is not, and what is no deed of the page", async () => {
    for (const fields of [
      { operation: "api_keys.list" },
      { operation: "__proto__" },
      { act: "delete" },
      { cursor: "x".repeat(5_000) },
    ])
      expect((await explore({ ...sending("orders.list"), ...fields })).status).toBe(422);
  });

  it("a way out of the path: an id is one segment of it", async () => {
    const html = await text(await explore(sending("orders.get", { id: "../../../api-keys?x=#" })));
    expect(html).not.toContain("Answer: 200");
    expect(html).toContain(`/v1/connections/${shop.id}/orders/..%2F..%2F..%2Fapi-keys%3Fx%3D%23`);
  });
});

describe("nothing of an answer", () => {
  it("rests anywhere, nor does the key", async () => {
    const answer = await explore(sending("orders.list", { limit: "5", raw: "true" }));
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const html = await text(answer);
    const customers = await text(await explore(sending("customers.list", { limit: "5" })));
    await watch.settle();
    const marks = [shownIn(html), shownIn(customers)]
      .flatMap((shown) => [...collectMarks(shown)])
      .filter(([field]) => !["id", "name", "currency", "code", "category"].includes(field))
      .flatMap(([, values]) => [...values].flatMap(formsOf));
    expect(marks.length).toBeGreaterThan(20);
    const places = (await dump(watch)).filter(({ where }) => !where.startsWith("SandboxObject"));
    expect(findMarks(places, [...marks, developer.key])).toEqual([]);
  });
});
