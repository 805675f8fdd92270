import type { ApiRequest } from "../../src/platforms/adapter";

/**
 * What a vendor's specification says of an operation's query, written down as facts: names, which are obligatory, what
 * values and how many. For specifications whose licence keeps them out of this repository, or whose whole would be
 * megabytes.
 */
export interface DescribedOperation {
  method: "GET" | "POST";
  path: string;
  query: Readonly<Record<string, DescribedParameter>>;
}

export interface DescribedParameter {
  required?: true;
  values?: readonly string[];
  /** Several values, separated by commas. */
  list?: true;
  maxItems?: number;
  type?: "integer" | "boolean";
  minimum?: number;
  maximum?: number;
}

/** What is wrong with a request by the specification; empty where nothing is. */
export function faultsOf(
  operations: Readonly<Record<string, DescribedOperation>>,
  request: ApiRequest,
): string[] {
  const found = Object.entries(operations)
    .filter(([, { method, path }]) => method === request.method && patternOf(path).test(request.path))
    .sort(([, a], [, b]) => a.path.split("{").length - b.path.split("{").length)[0];
  if (!found) return [`no operation ${request.method} ${request.path}`];
  const [name, { query }] = found;
  const sent = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
  const missing = Object.entries(query)
    .filter(([key, { required }]) => required && !sent.some(([given]) => given === key))
    .map(([key]) => `${name}: ${key} is missing`);
  return [...missing, ...sent.flatMap(([key, value]) => faultsOfValue(name, key, String(value), query[key]))];
}

function faultsOfValue(
  operation: string,
  key: string,
  value: string,
  described: DescribedParameter | undefined,
): string[] {
  if (!described) return [`${operation}: there is no ${key}`];
  const parts = described.list ? value.split(",") : [value];
  const number = Number(value);
  const isOut =
    (described.values !== undefined && parts.some((part) => !described.values?.includes(part))) ||
    (described.maxItems !== undefined && parts.length > described.maxItems) ||
    (described.type === "integer" && !Number.isInteger(number)) ||
    (described.type === "boolean" && value !== "true" && value !== "false") ||
    (described.minimum !== undefined && number < described.minimum) ||
    (described.maximum !== undefined && number > described.maximum);
  return isOut ? [`${operation}: ${key} cannot be ${value}`] : [];
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`);
}
