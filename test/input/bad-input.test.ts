import { env } from "cloudflare:workers";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newConnectionId } from "../../src/kernel/ids";
import { makeKey } from "../../src/keys/format";
import {
  addressOf,
  changesNothing,
  describedOperations,
  goodBody,
  isAboutKeys,
  type Operation,
  problem,
  send,
} from "../support/described-api";
import {
  configureClients,
  connectSquare,
  fakeNetwork,
  SQUARE_HOSTS,
  squareTokens,
} from "../support/fake-platforms";
import { api, connectSandbox, type Developer, newDeveloper } from "../support/harness";

/*
 * Wrong callers and wrong ids on every /v1 route, made from the published description: whatever is added to the API is
 * attacked here without anyone remembering to. Wrong values are in bad-values.test.ts.
 */

let operations: Operation[];

/** Who calls, what is theirs, and what is not. */
let mine: Developer;
let myConnection: string;
let liveKey: Developer;
let liveConnection: string;
let stranger: Developer;
let theirConnection: string;

const ownAddress = (operation: Operation) =>
  addressOf(operation, isAboutKeys(operation) ? mine.keyId : myConnection);

beforeAll(async () => {
  operations = await describedOperations();
  await configureClients();
  mine = await newDeveloper();
  liveKey = await newDeveloper({ appId: mine.appId, mode: "live" });
  stranger = await newDeveloper();
  myConnection = (await connectSandbox(mine)).id;
  theirConnection = (await connectSandbox(stranger)).id;
  fakeNetwork(({ url }) =>
    url === `${SQUARE_HOSTS.live}/oauth2/token` ? Response.json(squareTokens()) : null,
  );
  liveConnection = await connectSquare(liveKey);
  vi.restoreAllMocks();
});
afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  // After all of this the connections work, and hold what they held.
  for (const [developer, id] of [
    [mine, myConnection],
    [stranger, theirConnection],
  ] as const) {
    const store = await api(developer, "GET", `/v1/connections/${id}/store`);
    expect(store.status).toBe(200);
  }
});

describe("the description", () => {
  it("names every route there is, so that nothing is left out here", () => {
    expect(operations.length).toBeGreaterThanOrEqual(27);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { method, body, operationId } of operations) {
      // A raw call's body is the platform's affair; deeds on what is there already take none.
      const takesNone =
        operationId.endsWith("Proxy") ||
        /^(withdraw|lift)RightsRequest$|^(test|enable)WebhookEndpoint$|^replayWebhookDelivery$/.test(
          operationId,
        );
      if (method === "POST" && !takesNone) expect(body, operationId).not.toBeNull();
    }
  });
});

describe("who calls", () => {
  it("no key, garbage, a bad checksum, an unknown key, another scheme: 401 on every route", async () => {
    const unknown = makeKey("test").text;
    const typo = mine.key.slice(0, -1) + (mine.key.endsWith("0") ? "1" : "0");
    const otherMode = mine.key.replace("mtr_test_", "mtr_live_");
    const headers: Record<string, string>[] = [
      {},
      { authorization: "" },
      { authorization: "Bearer" },
      { authorization: "Bearer garbage" },
      { authorization: mine.key },
      { authorization: `Basic ${btoa(`${mine.key}:`)}` },
      { authorization: `Bearer ${typo}` },
      { authorization: `Bearer ${otherMode}` },
      { authorization: `Bearer ${unknown}` },
      { authorization: `Bearer ${mine.key} ${mine.key}` },
      { authorization: `Bearer ${"x".repeat(7_000)}` },
    ];
    await changesNothing(async () => {
      for (const [index, operation] of operations.entries()) {
        // An address for each: together they are more than the shield lets one make.
        const from = { "cf-connecting-ip": `203.0.113.${index}` };
        for (const header of headers) {
          const what = `${operation.operationId} with ${JSON.stringify(header).slice(0, 60)}`;
          const answer = await send(null, operation, ownAddress(operation), goodBody(operation), {
            ...header,
            ...from,
          });
          await problem(answer, 401, "unauthenticated", what);
          expect(answer.headers.get("www-authenticate"), what).toContain("Bearer");
        }
      }
    });
  });

  it("a revoked and an expired key: 401 key_revoked on every route", async () => {
    const revoked = await newDeveloper({ appId: mine.appId });
    const expired = await newDeveloper({ appId: mine.appId });
    await env.DB.prepare("UPDATE api_keys SET revoked_at = 1 WHERE id = ?1").bind(revoked.keyId).run();
    await env.DB.prepare("UPDATE api_keys SET expires_at = 1 WHERE id = ?1").bind(expired.keyId).run();
    const tryAll = async () => {
      for (const operation of operations) {
        for (const developer of [revoked, expired]) {
          const answer = await send(developer, operation, ownAddress(operation), goodBody(operation));
          await problem(answer, 401, "key_revoked", operation.operationId);
        }
      }
    };
    // So many refusals are a burst: the developer is told of it, once for each key, and nothing else changes.
    await changesNothing(tryAll, { but: ["alerts", "events"] });
    const { results } = await env.DB.prepare(
      `SELECT a.about, e.type FROM alerts a JOIN events e ON e.topic = a.id WHERE a.rule = 'refused_keys'`,
    ).all<{ about: string; type: string }>();
    expect(results.map(({ about, type }) => [about, type]).sort()).toEqual(
      [revoked.keyId, expired.keyId].sort().map((keyId) => [keyId, "alert.raised"]),
    );
  });

  it("a key without the scope: 403 on every route that has one, before anything is looked up", async () => {
    const none = await newDeveloper({ appId: mine.appId, scopes: [] });
    await changesNothing(async () => {
      for (const operation of operations) {
        const answer = await send(none, operation, ownAddress(operation), goodBody(operation));
        if (operation.operationId === "listPlatforms") {
          expect(answer.status).toBe(200);
          continue;
        }
        const { errors } = await problem(answer, 403, "forbidden", operation.operationId);
        expect(errors?.[0]?.path).toBe("header.authorization");
      }
    });
  });

  it("a key never makes a mightier one", async () => {
    const small = await newDeveloper({ appId: mine.appId, scopes: ["keys", "usage"] });
    await changesNothing(async () => {
      const made = await api(small, "POST", "/v1/api-keys", {
        name: "more",
        scopes: ["usage", "orders:read"],
      });
      await problem(made, 403, "forbidden", "create");
      const rotated = await api(small, "POST", `/v1/api-keys/${mine.keyId}/rotate`, {});
      await problem(rotated, 403, "forbidden", "rotate");
    });
  });
});

describe("whose it is", () => {
  it("an unknown id, another developer's and another mode's are the same 404, on every route with an id", async () => {
    const ids = {
      connection: [
        newConnectionId("eu"),
        newConnectionId("af"),
        "conn_x",
        "x",
        "%00",
        "a%2Fb",
        "é",
        theirConnection,
        liveConnection,
      ],
      key: ["key_000000000000", "x", "%00", stranger.keyId, liveKey.keyId],
    };
    const callers = await Promise.all([0, 1, 2].map(() => newDeveloper({ appId: mine.appId })));
    await changesNothing(async () => {
      const withId = operations.filter(({ path }) => path.includes("{id}"));
      expect(withId.length).toBeGreaterThan(15);
      for (const [at, operation] of withId.entries()) {
        const kind = isAboutKeys(operation) ? "key" : "connection";
        for (const id of ids[kind]) {
          const caller = callers[at % callers.length]!;
          const answer = await send(caller, operation, addressOf(operation, id), goodBody(operation));
          const { detail } = await problem(answer, 404, "not_found", `${operation.operationId} of ${id}`);
          expect(detail).not.toContain(theirConnection);
        }
      }
    });
    const theirs = await api(stranger, "GET", `/v1/connections/${theirConnection}`);
    expect(await theirs.json()).toMatchObject({ status: "active" });
  });

  it("a record the shop does not have is 404", async () => {
    for (const path of [
      "orders/no-such-order",
      "products/no-such-product",
      "orders/%2e%2e%2fshop",
      "orders/a%2Fb",
    ]) {
      const answer = await api(mine, "GET", `/v1/connections/${myConnection}/${path}`);
      await problem(answer, 404, "not_found", path);
    }
  });

  it("a path or method there is not is 404", async () => {
    for (const [method, path] of [
      ["GET", "/v1/nope"],
      ["GET", "/v1/"],
      ["PUT", "/v1/connections"],
      ["DELETE", "/v1/platforms"],
      ["PATCH", `/v1/connections/${myConnection}`],
      ["POST", `/v1/connections/${myConnection}/orders`],
    ] as const) {
      const body = method === "PUT" || method === "PATCH" || method === "POST" ? {} : undefined;
      await problem(await api(mine, method, path, body), 404, "not_found", `${method} ${path}`);
    }
  });
});
