import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { SECOND } from "../../src/kernel/clock";
import { PROBLEMS } from "../../src/kernel/problem";
import { makeKey } from "../../src/keys/format";
import { describedOperations, goodBody, type Operation } from "../support/described-api";

import { connectSandbox, frozenClock, newDeveloper, request } from "../support/harness";
import { receivers } from "../webhooks-out/receiver";
import { answered, faultsOver, Tally } from "./runs";
import { atRest, CANARY, furnished, leaked, marksOf, type Tenant } from "./tenants";
import { bodyNear, inAddress, oddHeaders, oddText, queryOf, spoiling } from "./values";

/* Every operation of /openapi.json with odd input of every kind, from callers of every kind. */

/** What /v1 paths call what they take besides ids. */
const WORDS: Record<string, string> = { pid: "p-1", oid: "o-1", path: "shop" };
/** These end or break what they are asked of. */
const ENDING = /^(delete|disconnect|revoke|break|rotate|withdraw|close)/i;

const operations: Operation[] = await describedOperations();
let mine: Tenant;
let theirs: Tenant;
let marks: string[];
let keys: Record<string, string | null>;
const time = frozenClock(Date.now());
const tally = new Tally();

beforeAll(async () => {
  receivers();
  mine = await furnished("Ours", "lagos-home");
  ({ made: theirs, marks } = await marksOf(() => furnished(CANARY, "kuwait-oud")));
  const { appId, key } = mine.developer;
  const keyOf = async (options: Parameters<typeof newDeveloper>[0]) =>
    (await newDeveloper({ appId, ...options })).key;
  const revoked = await newDeveloper({ appId });
  await env.DB.prepare("UPDATE api_keys SET revoked_at = 1 WHERE id = ?1").bind(revoked.keyId).run();
  keys = {
    mine: key,
    theirs: theirs.developer.key,
    none: null,
    garbage: "garbage",
    unknown: makeKey("test").text,
    otherMode: key.replace("mtr_test_", "mtr_live_"),
    revoked: revoked.key,
    unscoped: await keyOf({ scopes: [] }),
    live: await keyOf({ mode: "live" }),
  };
});
beforeEach(() => {
  receivers();
});

type Pick = (operation: Operation, part: string) => string;

/** Where the ids of such a path are kept: `connections` of `/v1/connections/{id}/orders`. */
const kindOf = ({ path }: Operation) => path.slice("/v1/".length).split("/{")[0]!;

/** What a tenant has for such a path. */
const thingsOf = (tenant: Tenant, { operationId }: Operation) =>
  ENDING.test(operationId) ? tenant.spare : tenant.ids;

const own: Pick = (operation, part) => WORDS[part] ?? thingsOf(mine, operation)[kindOf(operation)] ?? "none";
const others: Pick = (operation, part) =>
  WORDS[part] ?? thingsOf(theirs, operation)[kindOf(operation)] ?? "none";

const picks: fc.Arbitrary<Pick> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(own) },
  { weight: 3, arbitrary: fc.constant(others) },
  {
    weight: 2,
    arbitrary: spoiling.map(
      (spoil): Pick =>
        (...where) =>
          encodeURIComponent(spoil(own(...where))),
    ),
  },
  {
    weight: 1,
    arbitrary: spoiling.map(
      (spoil): Pick =>
        (...where) =>
          encodeURIComponent(spoil(others(...where))),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat().map(
      (at): Pick =>
        (operation) =>
          Object.values(thingsOf(mine, operation))[at % 7]!,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(oddText, inAddress).map(
      ([text, encoded]): Pick =>
        () =>
          encoded(text),
    ),
  },
);

/** Cursors are known only once the tenants are there: the query says which, in a word of its own. */
const cursorWord = fc
  .tuple(fc.constantFrom("mine", "theirs"), fc.nat(8), fc.boolean())
  .map(([whose, at, spoilt]) => `@${whose}.${at}.${spoilt}@`);

function withCursors(query: string, spoil: (real: string) => string): string {
  return query.replace(
    /(?:@|%40|%2540)(mine|theirs)\.(\d)\.(true|false)(?:@|%40|%2540)/gi,
    (_, whose, at, spoilt) => {
      const cursors = Object.values((whose === "mine" ? mine : theirs).cursors);
      const real = cursors[Number(at) % cursors.length]!;
      return encodeURIComponent(spoilt === "true" ? spoil(real) : real);
    },
  );
}

const requests = fc.constantFrom(...operations).chain((operation) => {
  const inQuery = operation.parameters.filter((one) => one.in === "query");
  const parameters = Object.fromEntries(
    inQuery.map(({ name, schema }) => {
      const good = schema.enum?.map(String) ?? [schema.type === "integer" ? "2" : "2026-01-01T00:00:00Z"];
      return [name, name === "cursor" ? cursorWord : fc.constantFrom(...good)];
    }),
  );
  return fc.record({
    operation: fc.constant(operation),
    who: fc.oneof(
      { weight: 5, arbitrary: fc.constant("mine") },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          "theirs",
          "none",
          "garbage",
          "unknown",
          "otherMode",
          "revoked",
          "unscoped",
          "live",
        ),
      },
    ),
    pick: picks,
    spoil: spoiling,
    query: fc.oneof(fc.constant(""), queryOf(parameters)),
    body: bodyNear(operation.body, goodBody(operation)),
    headers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: oddHeaders }),
    type: fc.oneof(
      { weight: 20, arbitrary: fc.constant("application/json") },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "text/plain",
          "application/json; charset=utf-16",
          "multipart/form-data; boundary=x",
        ),
      },
    ),
  });
});

type Made = typeof requests extends fc.Arbitrary<infer T> ? T : never;

function toRequest(made: Made): { address: string; init: RequestInit; said: string } {
  const { operation, headers, body, type } = made;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, part: string) => made.pick(operation, part));
  const address = path + withCursors(made.query, made.spoil);
  const key = keys[made.who];
  const sent = {
    ...headers,
    ...(key && { authorization: `Bearer ${key}` }),
    ...(operation.method !== "GET" && { "content-type": type }),
  };
  const init = {
    method: operation.method,
    headers: sent,
    ...(!["GET", "DELETE"].includes(operation.method) && { body }),
  };
  return { address, init, said: `${address} ${decoded(address)} ${body} ${JSON.stringify(headers)}` };
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return "";
  }
}

/** A call that the platform answered is passed on as it is; what is ours is a problem document. */
function faultsOfProblem(answer: Response, text: string): string[] {
  if (answer.headers.get("content-type") !== "application/problem+json")
    return [`answers as ${answer.headers.get("content-type")}`];
  const { code, status, request_id, detail } = JSON.parse(text) as Record<string, unknown>;
  return [
    ...(String(code) in PROBLEMS ? [] : [`has the code ${code}`]),
    ...(status === answer.status ? [] : [`says the status is ${status}`]),
    ...(request_id === answer.headers.get("x-request-id") ? [] : [`has the request id ${request_id}`]),
    ...(typeof detail === "string" && detail ? [] : ["has no detail"]),
  ];
}

async function faultsOf(made: Made, index: number): Promise<string[]> {
  time.add(SECOND);
  const { address, init, said } = toRequest(made);
  const isSampled = index % 10 === 0;
  const before = isSampled ? await atRest() : "";
  const answer = await answered(request(address, init));
  const what = `${made.who} ${init.method} ${address.slice(0, 300)} ${String(init.body ?? "").slice(0, 200)} ${JSON.stringify(made.headers).slice(0, 200)}`;
  if (!answer) return [`${what} is never answered`];
  const text = await answer.text();
  const head = JSON.stringify([...answer.headers]);
  const { status } = answer;
  tally.count(status);
  const faults: string[] = [];
  const isPlatforms = made.operation.operationId.endsWith("Proxy");
  if (status >= 500 && status !== 502 && status !== 504) faults.push(`answers ${status}`);
  if (status >= 300 && !(isPlatforms && status !== 500)) faults.push(...faultsOfProblem(answer, text));
  if (!answer.headers.get("x-request-id")?.startsWith("req_")) faults.push("names no request id");
  if (made.who !== "theirs") faults.push(...leaked(text + head, marks, said).map((mark) => `tells ${mark}`));
  for (const secret of [...mine.secrets, ...theirs.secrets])
    if ((text + head).includes(secret)) faults.push("gives a secret back");
  if (isSampled && status >= 400 && (await atRest()) !== before) faults.push("changes what rests");
  if (
    status < 500 &&
    !["mine", "theirs", "unscoped", "live"].includes(made.who) &&
    status !== 401 &&
    !isElsewhere(status, address)
  )
    faults.push(`lets ${made.who} in with ${status}`);
  return faults.map((fault) => `${fault}: ${status} to ${what} ${text.slice(0, 200)}`);
}

/** Dot segments and the like lead out of /v1, where nobody needs a key. */
const isElsewhere = (status: number, address: string) =>
  status === 404 && !new URL(address, "https://a.example").pathname.startsWith("/v1/");

it("holds for every operation that is described, whatever it is sent", async () => {
  expect(operations.length).toBeGreaterThan(40);
  expect(await faultsOver(requests, faultsOf)).toEqual([]);
  for (const status of [200, 201, 400, 401, 403, 404, 422])
    expect(tally.of(status), `${status} of ${tally}`).toBeGreaterThan(0);
}, 3_000_000);

it("would see the other tenant's words and ids: its own owner is told them", async () => {
  const headers = { authorization: `Bearer ${theirs.developer.key}` };
  for (const path of ["connections", "api-keys", "webhook-endpoints", "incidents", "rights-requests"])
    expect(leaked(await (await request(`/v1/${path}`, { headers })).text(), marks, ""), path).not.toEqual([]);
  expect(new Set([...mine.secrets, ...theirs.secrets]).size).toBeGreaterThan(12);
});

it("afterwards both tenants work as before", async () => {
  time.add(60 * SECOND);
  for (const { developer, ids } of [mine, theirs]) {
    const headers = { authorization: `Bearer ${developer.key}` };
    const orders = await request(`/v1/connections/${ids["connections"]}/orders`, { headers });
    expect(orders.status, await orders.text()).toBe(200);
    expect((await connectSandbox(developer, "lyon-librairie")).id).toMatch(/^conn_/);
  }
});
