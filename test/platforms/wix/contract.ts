import type { ApiRequest } from "../../../src/platforms/adapter";
import { faultsOf } from "../../contracts/described-operations";
import { BODIES, type Body, type DescribedValue, OPERATIONS } from "../../contracts/wix/operations";

/** What we send, held against the facts of test/contracts/wix/operations.ts: operation, parameters, and body. */
export function requestFaults(request: ApiRequest): string[] {
  const { method, path, json } = request;
  const name = Object.entries(OPERATIONS).find(
    ([, one]) => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path),
  )?.[0];
  const body: unknown = json === undefined ? {} : JSON.parse(JSON.stringify(json));
  return [
    ...faultsOf(OPERATIONS, request),
    ...leavesOf(body).flatMap(([place, value]) =>
      valueFaults(`${name} ${place}`, BODIES[name ?? ""]?.[place], value),
    ),
    ...(isCursorAlone(body) ? [] : [`${name}: a cursor goes without filter and sort`]),
  ];
}

function valueFaults(where: string, described: DescribedValue | undefined, value: unknown): string[] {
  if (!described) return [`${where}: unknown`];
  const { values, maximum, json } = described;
  if (json) return jsonFaults(where, json, String(value));
  const isOut =
    (values !== undefined && !values.some((one) => one === value)) ||
    (maximum !== undefined && !(Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maximum));
  return isOut ? [`${where}: cannot be ${value}`] : [];
}

function jsonFaults(where: string, body: Body, text: string): string[] {
  return leavesOf(JSON.parse(text)).flatMap(([place, value]) =>
    valueFaults(`${where} ${place}`, body[place], value),
  );
}

/** Each value of a body with its place; keys that have dots of their own read as deeper places. */
function leavesOf(value: unknown, place = ""): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, `${place}[]`));
  if (typeof value !== "object" || value === null) return [[place, value]];
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, place === "" ? key : `${place}.${key}`));
}

function isCursorAlone(body: unknown): boolean {
  const { search, query } = body as Record<string, { cursorPaging?: { cursor?: string } } | undefined>;
  const asked = search ?? query;
  return asked?.cursorPaging?.cursor === undefined || Object.keys(asked).length === 1;
}
