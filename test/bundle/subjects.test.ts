import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { bundleKey } from "../../src/access/bundle-place";
import { BUNDLE_CLASSES } from "../../src/access/contents";
import { buildBundle } from "../../src/bundle/build";
import { newConnectionId } from "../../src/kernel/ids";
import {
  build,
  dataOf,
  line,
  type Made,
  NOW,
  newApp,
  newConnection,
  newRequest,
  store,
  type Unzipped,
  validatorOf,
} from "./support";

afterEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});

const all = (files: Map<string, Unzipped>) => [...files.values()].map(({ text }) => text).join("\n");

describe("whose data", () => {
  it("of two end-users of one app is in the bundle of each alone", async () => {
    const app = await newApp();
    const [ada, ben] = [await newConnection(app, "user-ada", 11), await newConnection(app, "user-ben", 22)];
    await store([line(ada, { operation: "orders.list" }), line(ben, { operation: "products.list" })]);
    await newRequest([ben], { type: "objection" });
    const { files } = await build([ada]);
    const text = all(files);
    for (const mark of [ben.id, "user-ben", "products.list", '"calls":22', '"type":"objection"'])
      expect(text.includes(mark), mark).toBe(false);
    for (const mark of [ada.id, "user-ada", "orders.list", '"calls":11']) expect(text, mark).toContain(mark);
  });

  it("of one user in two apps is not in the other app's bundle, even where one request was about both", async () => {
    const mine = await newConnection(await newApp("App One"), "user-same", 11);
    const other = await newConnection(await newApp("App Two"), "user-same", 22);
    await store([line(mine), line(other, { operation: "products.list" })]);
    const both = await newRequest([mine, other], { type: "restriction" });
    const { files } = await build([mine]);
    const text = all(files);
    for (const mark of [other.id, other.appId, "App Two", "products.list", '"calls":22'])
      expect(text.includes(mark), mark).toBe(false);
    // The request itself was about this connection too.
    expect(text).toContain(both.id);
    expect(dataOf(files, "operational").connections[0]!.records["d1.rights_subjects"]).toHaveLength(2);
  });

  it("of a person in two apps is in their own bundle, each connection by itself", async () => {
    const one = await newConnection(await newApp("App One"), "user-one", 11);
    const two = await newConnection(await newApp("App Two"), "user-two", 22, { region: "eu" });
    await store([line(one), line(one), line(two, { operation: "products.list" })]);
    const { files } = await build([one, two], { region: "eu" });
    for (const dataClass of BUNDLE_CLASSES) {
      const { connections } = dataOf(files, dataClass);
      expect(connections.map(({ connection_id }) => connection_id)).toEqual([one.id, two.id]);
      expect(
        validatorOf(files.get(`schemas/${dataClass}.json`)!.text).safeParse(dataOf(files, dataClass)).success,
      ).toBe(true);
    }
    const logs = dataOf(files, "system_logs").connections.map(({ records }) => records["r2.logs"]!);
    expect(logs.map((lines) => lines.map(({ operation }) => operation))).toEqual([
      ["orders.list", "orders.list"],
      ["products.list"],
    ]);
    const html = files.get("index.html")!.text;
    expect(html.indexOf("App One")).toBeLessThan(html.indexOf("App Two"));
    expect((await env.BUNDLES.list()).objects).toEqual([]);
  });

  it("of the other mode, or of an app that only claims the connection, is not shown", async () => {
    const mine = await newConnection(await newApp(), "user-mine", 1);
    await store([line(mine), line(mine, { mode: "live", operation: "live.list" })]);
    expect(all((await build([mine])).files)).not.toContain("live.list");
    const claimed = { ...mine, appId: await newApp() };
    const { id } = await newRequest([mine]);
    await expect(
      buildBundle(env, { id, region: "us", type: "access" }, [{ id: claimed.id, appId: claimed.appId }], NOW),
    ).rejects.toThrow("another app");
    expect(await env.BUNDLES.head(bundleKey(id))).toBeNull();
  });

  it("of a connection whose metadata is gone is what is left of it", async () => {
    const gone: Made = { id: newConnectionId("us"), appId: await newApp(), user: "x" };
    await store([line(gone, { mode: "live" })]);
    const request = await newRequest([]);
    const { files } = await build([gone], { request });
    expect(dataOf(files, "connection_metadata").connections[0]!.records["d1.connections"]).toEqual([]);
    expect(dataOf(files, "system_logs").connections[0]!.records["r2.logs"]).toHaveLength(1);
    expect(files.get("index.html")!.text).toContain(`<h2>${gone.id}</h2>`);
  });
});
