import { beforeAll, describe, expect, it } from "vitest";
import { api, connectSandbox, type Developer, newDeveloper, unescapeHtml } from "../support/harness";
import { collectMarks } from "../support/marks";
import { Watch } from "../support/stores";
import { owner, type Person, readyApp, teammate } from "./people";

let ada: Person;
let path: string;
let developer: Developer;
let watch: Watch;

/** A shop of its own for a test. */
async function connected(): Promise<{ id: string; page: string }> {
  const { id } = await connectSandbox(developer, "lagos-home", { user: "user-<7>" });
  return { id, page: `${path}/connections/${id}` };
}

const text = async (answer: Response) => unescapeHtml(await answer.text());

beforeAll(async () => {
  watch = new Watch();
  ada = await owner();
  const appId = await readyApp(ada, "Ledger & Co");
  path = `/portal/apps/${appId}`;
  developer = await newDeveloper({ appId });
});

describe("a connection's page", () => {
  it("tells its state, scopes, capabilities, region and transfer ground", async () => {
    const { id, page } = await connected();
    expect(await ada.page(`${path}/connections`)).toContain(`href="${page}"`);
    const html = unescapeHtml(await ada.page(page));
    for (const told of [id, "active", "user-<7>", "European Union", "store, locations, products", "to Kenya"])
      expect(html).toContain(told);
    expect(html).toContain("standard contractual clauses");
  });

  it("says why the end-user has to connect again, once a test has found it out", async () => {
    const { id, page } = await connected();
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "revoked" });
    const found = await text(await ada.submit(`${page}/test`));
    expect(found).toMatch(/It did not work, after \d+ ms: The end-user must connect again/);
    for (const html of [found, unescapeHtml(await ada.page(page))]) {
      expect(html).toContain("needs to be connected again");
      expect(html).toContain("invalid_grant. The end-user has to connect again.");
    }
  });

  it("has no deeds for a viewer", async () => {
    const { page } = await connected();
    const viewer = await teammate(ada, "viewer");
    expect(await viewer.page(page)).not.toContain("<form");
    expect((await viewer.get(`${page}/disconnect`)).status).toBe(403);
  });
});

describe("a test", () => {
  it("calls the platform, tells how it went and nothing of what the shop answered", async () => {
    const { id, page } = await connected();
    const store = await (await api(developer, "GET", `/v1/connections/${id}/store`)).json();
    const answer = await ada.submit(`${page}/test`);
    expect(answer.status).toBe(200);
    const html = await text(answer);
    expect(html).toMatch(/It works: the platform gave store in \d+ ms\./);
    for (const mark of [...collectMarks(store).values()].flatMap((marks) => [...marks]))
      expect(html).not.toContain(mark);
  });

  it("is counted and logged like any call, under the portal's name, with nothing of the member", async () => {
    const { id, page } = await connected();
    await watch.settle();
    const sent = watch.sent.length;
    const html = await text(await ada.submit(`${page}/test`));
    await watch.settle();
    const lines = watch.sent.slice(sent).flatMap((message) => message.lines);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      operation: "store.get",
      connection_id: id,
      key_id: `key_${developer.appId.slice(4)}`,
      status: 200,
      ip_prefix: null,
      country: null,
    });
    expect(html).toContain(lines[0]!.id);
    expect(await ada.page(`${path}/usage?by=key`)).toContain("This portal");
  });

  it.each([
    ["down", /The platform is not available/],
    ["throttled", /The platform limits its calls/],
  ])("at a platform that is %s says so", async (as, told) => {
    const { id, page } = await connected();
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as });
    const answer = await ada.submit(`${page}/test`);
    expect(answer.status).toBe(200);
    expect(await text(answer)).toMatch(told);
  });

  it("of a connection that has ended says so", async () => {
    const { id, page } = await connected();
    await api(developer, "DELETE", `/v1/connections/${id}`);
    const html = await text(await ada.submit(`${page}/test`));
    expect(html).toMatch(/It did not work, after \d+ ms: This connection was disconnected\./);
  });
});

describe("disconnecting", () => {
  it("asks once more, then ends the connection for good", async () => {
    const { id, page } = await connected();
    const ask = await ada.page(`${page}/disconnect`);
    expect(ask).toContain("Disconnect this shop?");
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(200);
    const done = await ada.submit(`${page}/disconnect`);
    expect(done.status).toBe(200);
    const html = await text(done);
    expect(html).toContain("access token");
    expect(html).toContain("connection metadata and consent record");
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(409);
    const after = await ada.page(page);
    expect(after).toContain("disconnected");
    expect(after).not.toContain(`${page}/test`);
    expect((await ada.submit(`${page}/disconnect`)).status).toBe(200);
  });

  it("is logged with its own operation", async () => {
    const { id, page } = await connected();
    await ada.submit(`${page}/disconnect`);
    await watch.settle();
    const lines = watch.sent.flatMap((message) => message.lines).filter((line) => line.connection_id === id);
    expect(lines.map((line) => line.operation)).toContain("connections.disconnect");
  });
});
