import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  addressOf,
  changesNothing,
  describedOperations,
  isAboutKeys,
  type Operation,
  type Parameter,
  problem,
  send,
} from "../support/described-api";
import {
  configureClients,
  connectSquare,
  fakeNetwork,
  squareTokens,
  tapSandbox,
} from "../support/fake-platforms";
import { api, connectSandbox, type Developer, newDeveloper, ORIGIN, request } from "../support/harness";

/* Wrong values of every kind in every query and in the proxy's path, made from the published description. */

let operations: Operation[];
/** A key of its own per test: the shield lets a key make 600 calls in ten seconds. */
let mine: Developer;
let appId: string;
let myConnection: string;

beforeAll(async () => {
  operations = await describedOperations();
  const first = await newDeveloper();
  appId = first.appId;
  myConnection = (await connectSandbox(first)).id;
});
beforeEach(async () => {
  mine = await newDeveloper({ appId });
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  const store = await api(await newDeveloper({ appId }), "GET", `/v1/connections/${myConnection}/store`);
  expect(store.status).toBe(200);
});

const ownAddress = (operation: Operation) =>
  addressOf(operation, isAboutKeys(operation) ? mine.keyId : myConnection);
const connectionPath = (path: string) => `/v1/connections/${myConnection}/${path}`;

const LIMIT_PARAMETER = "limit";

/** Texts that the parameter's own schema rules out. */
function wrongTexts({ name, schema }: Parameter): string[] {
  if (schema.enum) return ["", "nope", String(schema.enum[0]).toUpperCase(), `${schema.enum[0]},`, "0"];
  if (schema.type === "integer" || schema.type === "number") {
    const beyond = schema.maximum === undefined ? [] : [String(schema.maximum + 1), "99999999999999999999"];
    const below = schema.minimum === undefined ? [] : [String(schema.minimum - 1), "-1"];
    return [...beyond, ...below, "abc", "1.5", "NaN", "Infinity", ...(name === LIMIT_PARAMETER ? [""] : [])];
  }
  if (schema.format === "date-time") {
    return [
      "",
      "yesterday",
      "2026-01-01",
      "2026-13-01T00:00:00Z",
      "2026-02-30T00:00:00Z",
      "1767225600",
      "2026-01-01T25:00:00Z",
      "2026-01-01T00:00:00",
    ];
  }
  if (name === "group_by") return ["", "nope", "key,", "key nope", "key;drop table"];
  if (name === "request_id")
    return ["", "req_", "x", "%00", `req_${"A".repeat(23)}`, `key_${"A".repeat(22)}`];
  if (name === "cursor")
    return ["garbage", "AAAA", "%00", "null", "../..", "A".repeat(4_096), "A".repeat(4_097)];
  return schema.maxLength === undefined ? [] : ["x".repeat(schema.maxLength + 1)];
}

describe("the query", () => {
  it("every wrong value of every parameter: 422 naming the parameter, no call at the platform", async () => {
    const seen = tapSandbox();
    let tried = 0;
    const callers = await Promise.all([0, 1, 2].map(() => newDeveloper({ appId })));
    await changesNothing(async () => {
      for (const operation of operations.filter(({ method }) => method === "GET")) {
        for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
          for (const text of wrongTexts(parameter)) {
            const what = `${operation.operationId}?${parameter.name}=${text.slice(0, 40)}`;
            const query = `${parameter.name}=${encodeURIComponent(text).replace("%2500", "%00")}`;
            const caller = callers[tried % callers.length]!;
            const answer = await send(caller, operation, `${ownAddress(operation)}?${query}`);
            const { errors } = await problem(answer, 422, "invalid_request", what);
            expect(errors?.[0]?.path.startsWith(`query.${parameter.name}`), what).toBe(true);
            tried += 1;
          }
        }
      }
    });
    expect(tried).toBeGreaterThan(200);
    expect(seen).toEqual([]);
  });

  it("a parameter that stands twice: 422, never a quiet choice of one", async () => {
    for (const operation of operations.filter(({ method }) => method === "GET")) {
      for (const { name, schema } of operation.parameters.filter((one) => one.in === "query")) {
        const good = schema.enum?.[0] ?? (schema.type === "integer" ? "2" : "2026-01-01T00:00:00Z");
        const address = `${ownAddress(operation)}?${name}=${good}&${name}=${good}`;
        const answer = await send(mine, operation, address);
        await problem(answer, 422, "invalid_request", `${operation.operationId} ${name} twice`);
      }
    }
  });

  it("a filter the platform does not have, or a status it does not know: 422, not ignored", async () => {
    for (const [path, field] of [
      ["locations?status=open", "status"],
      ["locations?updated_since=2026-01-01T00:00:00Z", "updated_since"],
      ["inventory?status=x", "status"],
      ["customers?location_id=1", "location_id"],
      ["orders?status=shipped-to-the-moon", "status"],
      ["products?location_id=1", "location_id"],
    ] as const) {
      const answer = await api(mine, "GET", connectionPath(path));
      const { errors } = await problem(answer, 422, "invalid_request", path);
      expect(errors?.[0]?.path).toBe(`query.${field}`);
    }
  });

  it("values at the edge of what fits never make a 5xx", async () => {
    for (const path of [
      "orders?location_id=no-such-place",
      `orders?location_id=${"x".repeat(255)}`,
      "orders?location_id=%00",
      "orders?location_id=%F0%9F%8D%8E%22%27%3B--",
      "orders?created_after=2026-06-01T00:00:00Z&created_before=2026-01-01T00:00:00Z",
      "orders?created_after=0001-01-01T00:00:00Z",
      "orders?created_before=9999-12-31T23:59:59.999Z",
      "orders?created_before=9999-12-31T23:59:59-23:59",
      "orders?created_after=0000-01-01T00:00:00%2B23:59",
      "orders?updated_since=2026-01-01T00:00:00.123456789%2B03:00",
    ]) {
      const answer = await api(mine, "GET", connectionPath(path));
      expect(answer.status, `${path}: ${await answer.clone().text()}`).toBeLessThan(500);
    }
    for (const path of [
      "/v1/usage?from=0001-01-01T00:00:00Z&granularity=day",
      "/v1/usage?group_by=key,key,status,operation",
      "/v1/usage?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
      "/v1/usage?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&granularity=hour",
      "/v1/logs?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
      "/v1/logs?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z",
      "/v1/logs?connection_id=%00&operation=%F0%9F%8D%8E",
      "/v1/connections?external_user_id=%00&platform=%27%3B--",
    ]) {
      const answer = await api(mine, "GET", path);
      expect(answer.status, `${path}: ${await answer.clone().text()}`).toBeLessThan(500);
    }
  });
});

describe("cursors", () => {
  const cursorOf = async (path: string) => {
    const page = (await (await api(mine, "GET", path)).json()) as { next_cursor: string | null };
    expect(page.next_cursor, path).toEqual(expect.any(String));
    return page.next_cursor!;
  };

  it("one of another connection, resource, filter, list, app or mode is refused; changed by one bit as well", async () => {
    const second = (await connectSandbox(mine, "nairobi-fresh")).id;
    const stranger = await newDeveloper();
    await connectSandbox(stranger);
    await connectSandbox(stranger);
    const orders = await cursorOf(connectionPath("orders?limit=1"));
    const filtered = await cursorOf(connectionPath("orders?limit=1&created_after=2026-01-01T00:00:00Z"));
    const connections = await cursorOf("/v1/connections?limit=1");
    const theirs = (
      (await (await api(stranger, "GET", "/v1/connections?limit=1")).json()) as { next_cursor: string }
    ).next_cursor;
    const flipped = orders.slice(0, 20) + (orders[20] === "A" ? "B" : "A") + orders.slice(21);
    const live = await newDeveloper({ appId, mode: "live" });
    const wrong: [Developer, string, string][] = [
      [mine, `/v1/connections/${second}/orders?limit=1`, orders],
      [mine, connectionPath("products?limit=1"), orders],
      [mine, connectionPath("orders?limit=1&created_after=2026-02-01T00:00:00Z"), filtered],
      [mine, connectionPath("orders?limit=1"), filtered],
      [mine, connectionPath("orders?limit=1"), connections],
      [mine, connectionPath("orders?limit=1"), flipped],
      [mine, connectionPath("orders?limit=1"), orders.slice(0, -1)],
      [mine, "/v1/connections?limit=1", orders],
      [mine, "/v1/connections?limit=1", theirs],
      [mine, "/v1/connections?limit=1&status=active", connections],
      [mine, "/v1/api-keys?limit=1", connections],
      [mine, "/v1/logs?limit=1", connections],
      [live, "/v1/connections?limit=1", connections],
    ];
    for (const [developer, path, cursor] of wrong) {
      const answer = await api(developer, "GET", `${path}&cursor=${encodeURIComponent(cursor)}`);
      const { errors } = await problem(answer, 422, "invalid_request", path);
      expect(errors?.[0]?.path).toBe("query.cursor");
    }
    expect((await api(mine, "GET", `${connectionPath("orders?limit=1")}&cursor=${orders}`)).status).toBe(200);
  });
});

describe("the proxy", () => {
  const ESCAPES = [
    "..%2f..%2foauth%2ftoken",
    "%2e%2e%2f%2e%2e%2foauth",
    "..%5c..%5coauth",
    "%5c%5cevil.example",
    "%2f%2fevil.example",
    "/evil.example",
    "//evil.example/",
    "shop%00",
    "a//b",
    "shop%2f..%2f..",
    "%252e%252e/../%2e%2e%2foauth",
    "@evil.example%2f",
    ".%2e/oauth",
    "shop\\..\\..\\oauth",
  ];

  it.each(ESCAPES)("%j never leaves the platform's API base", async (path) => {
    const seen = tapSandbox();
    for (const method of ["GET", "POST"]) {
      const answer = await api(
        mine,
        method,
        connectionPath(`proxy/${path}`),
        method === "POST" ? {} : undefined,
      );
      expect(answer.status).toBeLessThan(500);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
    }
    for (const { url } of seen) {
      const asked = new URL(url);
      expect(asked.origin).toBe(ORIGIN);
      expect(asked.pathname.startsWith("/sandbox/api/v1/"), url).toBe(true);
    }
  });

  it("an escape is refused as such, with the field at fault", async () => {
    const seen = tapSandbox();
    const answer = await api(mine, "GET", connectionPath("proxy/..%2f..%2foauth%2ftoken"));
    const { errors } = await problem(answer, 422, "invalid_request", "escape");
    expect(errors?.[0]?.path).toBe("path.path");
    expect(seen).toEqual([]);
  });

  it("dot segments are resolved before routing, and so lead to our own 404", async () => {
    const answer = await request(
      `${ORIGIN}/v1/connections/${myConnection}/proxy/../../../sandbox/oauth/token`,
      {
        headers: { authorization: `Bearer ${mine.key}` },
      },
    );
    expect(answer.status).toBe(404);
  });

  it("the connection's id in another spelling is still the same path below the base", async () => {
    const seen = tapSandbox();
    const spelt = myConnection.replace("conn", "%63onn");
    const answer = await api(mine, "GET", `/v1/connections/${spelt}/proxy/shop`);
    expect(answer.status).toBe(200);
    expect(seen.map(({ url }) => url)).toEqual([`${ORIGIN}/sandbox/api/v1/shop`]);
  });

  it("a platform that cannot be reached is 502 platform_error, not a failure of ours", async () => {
    await configureClients();
    fakeNetwork(({ url }) => (url.endsWith("/oauth2/token") ? Response.json(squareTokens()) : null));
    const id = await connectSquare(mine);
    for (const path of ["proxy/locations", "store"]) {
      const answer = await api(mine, "GET", `/v1/connections/${id}/${path}`);
      await problem(answer, 502, "platform_error", path);
    }
  });
});
