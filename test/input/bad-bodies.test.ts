import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  addressOf,
  changesNothing,
  describedOperations,
  goodBody,
  isAboutKeys,
  type Operation,
  problem,
  type Schema,
  send,
} from "../support/described-api";
import { api, connectSandbox, type Developer, newDeveloper, request } from "../support/harness";

/* Wrong bodies of every kind on every /v1 route that takes one, made from the published description. */

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
const withBody = () => operations.filter(({ body }) => body !== null);

/** Of a list of words one that is none of them; of a list of free text one that is too long. */
const wrongItem = ({ maxLength }: Schema) =>
  maxLength === undefined ? "nope-there-is-no-such" : "x".repeat(maxLength + 1);

/** Values that a property's own schema rules out. */
function wrongValues(schema: Schema): unknown[] {
  const types = [schema.type].flat();
  const text = types.includes("string") ? [] : ["text"];
  const number = types.includes("integer") || types.includes("number") ? [] : [7];
  const list = types.includes("array") ? [] : [["x"]];
  const nothing = types.includes("null") ? [] : [null];
  const beyond = [
    ...(schema.maxLength !== undefined ? ["x".repeat(schema.maxLength + 1)] : []),
    ...(schema.minLength !== undefined && schema.minLength > 0 ? [""] : []),
    ...(schema.maximum !== undefined ? [schema.maximum + 1, 1e308] : []),
    ...(schema.minimum !== undefined ? [schema.minimum - 1, 0.5] : []),
    ...(schema.minItems !== undefined && schema.minItems > 0 ? [[]] : []),
    ...(schema.maxItems !== undefined ? [new Array(schema.maxItems + 1).fill("sandbox")] : []),
    ...(schema.enum ? ["nope", "", String(schema.enum[0]).toUpperCase()] : []),
    ...(schema.items ? [[null], [7], [["x"]], [wrongItem(schema.items)]] : []),
  ];
  const empty = types.includes("object") ? [] : [{}];
  const truth = types.includes("boolean") ? [] : [true];
  return [...nothing, ...truth, ...empty, { $ne: null }, ...text, ...number, ...list, ...beyond];
}

describe("the body", () => {
  it("every wrong value of every property: 422 naming the property, nothing changed", async () => {
    let tried = 0;
    await changesNothing(async () => {
      for (const operation of withBody()) {
        for (const [name, schema] of Object.entries(operation.body!.properties ?? {})) {
          const absent = operation.body!.required?.includes(name) ? [undefined] : [];
          for (const value of [...absent, ...wrongValues(schema)]) {
            const what = `${operation.operationId} ${name}=${(JSON.stringify(value) ?? "absent").slice(0, 60)}`;
            const answer = await send(mine, operation, ownAddress(operation), {
              ...goodBody(operation),
              [name]: value,
            });
            const { errors } = await problem(answer, 422, "invalid_request", what);
            expect(
              errors?.some(({ path }) => path.startsWith(`body.${name}`)),
              what,
            ).toBe(true);
            tried += 1;
          }
        }
      }
    });
    expect(tried).toBeGreaterThan(80);
  });

  it("a body that is JSON but no object: 422", async () => {
    await changesNothing(async () => {
      for (const operation of withBody()) {
        for (const body of ["null", "[]", '"text"', "7", "true"]) {
          const answer = await send(mine, operation, ownAddress(operation), body);
          await problem(answer, 422, "invalid_request", `${operation.operationId} with ${body}`);
        }
      }
    });
  });

  it("no body at all: 422 where something is required", async () => {
    await changesNothing(async () => {
      for (const operation of withBody().filter(({ body }) => body!.required?.length)) {
        await problem(
          await send(mine, operation, ownAddress(operation)),
          422,
          "invalid_request",
          operation.operationId,
        );
      }
    });
  });

  it("what is not JSON: 400", async () => {
    await changesNothing(async () => {
      for (const operation of withBody()) {
        for (const body of [
          "{",
          "",
          "{'a':1}",
          "{a:1}",
          '{"a":1}}',
          "NaN",
          "\uFEFF{",
          "\u0000",
          "[".repeat(200_000),
        ]) {
          const answer = await send(mine, operation, ownAddress(operation), body);
          if (body === "") expect([400, 422]).toContain(answer.status);
          else
            await problem(
              answer,
              400,
              "invalid_request",
              `${operation.operationId} with ${body.slice(0, 20)}`,
            );
        }
      }
    });
  });

  it("another content type, or none: 400", async () => {
    await changesNothing(async () => {
      for (const operation of withBody()) {
        for (const type of [
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "application/jsonp",
          "text/json",
          "",
        ]) {
          const answer = await send(mine, operation, ownAddress(operation), goodBody(operation), {
            "content-type": type,
          });
          await problem(answer, 400, "invalid_request", `${operation.operationId} as ${type}`);
        }
      }
    });
  });

  it("over 1 MiB, with and without Content-Length: 413, whatever else is wrong with it", async () => {
    const text = JSON.stringify({ external_user_id: "x".repeat(1_024 * 1_024) });
    const streamed = () =>
      new ReadableStream({
        start(controller) {
          const bytes = new TextEncoder().encode(text);
          for (let at = 0; at < bytes.length; at += 65_536) controller.enqueue(bytes.slice(at, at + 65_536));
          controller.close();
        },
      });
    await changesNothing(async () => {
      for (const operation of [
        ...withBody(),
        ...operations.filter(({ operationId }) => operationId === "postProxy"),
      ]) {
        const whole = await send(mine, operation, ownAddress(operation), text, {
          "content-length": String(text.length),
        });
        await problem(whole, 413, "payload_too_large", operation.operationId);
        const chunked = await request(ownAddress(operation), {
          method: operation.method,
          headers: { authorization: `Bearer ${mine.key}`, "content-type": "application/json" },
          body: streamed(),
        });
        await problem(chunked, 413, "payload_too_large", `${operation.operationId}, streamed`);
      }
    });
  });

  it("a bad Idempotency-Key: 422; one used with another request: 422 idempotency_mismatch", async () => {
    for (const operation of withBody().filter(({ method }) => method === "POST")) {
      for (const key of ["a b", "a\tb", "x".repeat(256)]) {
        const headers = { "idempotency-key": key };
        const answer = await send(mine, operation, ownAddress(operation), goodBody(operation), headers);
        const { errors } = await problem(
          answer,
          422,
          "invalid_request",
          `${operation.operationId} with ${key}`,
        );
        expect(errors?.[0]?.path).toBe("header.idempotency-key");
      }
    }
    const headers = { "idempotency-key": "same" };
    const body = { name: "one", scopes: ["usage"] };
    expect((await api(mine, "POST", "/v1/api-keys", body, headers)).status).toBe(201);
    const other = await api(mine, "POST", "/v1/api-keys", { ...body, name: "two" }, headers);
    await problem(other, 422, "idempotency_mismatch", "another body");
    const elsewhere = await api(mine, "POST", `/v1/api-keys/${mine.keyId}/rotate`, body, headers);
    await problem(elsewhere, 422, "idempotency_mismatch", "another path");
  });

  it("an unknown platform is named by its place", async () => {
    const answer = await api(mine, "POST", "/v1/connect/sessions", {
      external_user_id: "u",
      platforms: ["sandbox", "no-such", "__proto__"],
      redirect_uri: "https://shop.example/connected",
    });
    const { errors } = await problem(answer, 422, "invalid_request", "platforms");
    expect(errors?.[0]?.path).toBe("body.platforms.1");
  });
});
