import type { ApiRequest } from "../../../src/platforms/adapter";
import api from "../../contracts/stripe/api.json";

/** Stripe's own description of what we send and read (test/contracts/stripe/README.md), as a judge. */

interface Described {
  types: string[];
  optional?: true;
  enum?: string[];
  refs?: string[];
  items?: Described;
  list?: Described;
  properties?: Properties;
}
type Properties = Record<string, Described>;

interface Contract {
  apiVersion: string;
  requests: Record<string, { query: Properties }>;
  objects: Record<string, Properties>;
}

export const contract = api as unknown as Contract;

/** What is wrong with an object by Stripe's description; nothing unknown, nothing missing. */
export function faultsOf(object: string, value: unknown): string[] {
  return propertyFaults(contract.objects[object]!, value as Record<string, unknown>, object);
}

function propertyFaults(properties: Properties, value: Record<string, unknown>, where: string): string[] {
  const unknown = Object.keys(value).filter((name) => !properties[name]);
  const missing = Object.keys(properties).filter((name) => !properties[name]!.optional && !(name in value));
  return [
    ...unknown.map((name) => `${where}.${name}: unknown`),
    ...missing.map((name) => `${where}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, one]) =>
      properties[name] ? valueFaults(properties[name], one, `${where}.${name}`) : [],
    ),
  ];
}

function valueFaults(described: Described, value: unknown, where: string): string[] {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  if (!described.types.includes(type)) return [`${where}: ${type}, not ${described.types.join("|")}`];
  if (typeof value === "string" && described.enum && !described.enum.includes(value))
    return [`${where}: not one of ${described.enum.join(", ")}`];
  if (Array.isArray(value))
    return value.flatMap((one, at) =>
      described.items ? valueFaults(described.items, one, `${where}.${at}`) : [],
    );
  if (type !== "object") return [];
  const object = value as Record<string, unknown>;
  if (described.list)
    return (object["data"] as unknown[]).flatMap((one, at) =>
      valueFaults(described.list!, one, `${where}.${at}`),
    );
  if (described.properties) return propertyFaults(described.properties, object, where);
  const [first, ...others] = (described.refs ?? []).map((ref) => faultsOf(ref, object));
  return others.reduce((best, faults) => (faults.length < best.length ? faults : best), first ?? []);
}

/** What is wrong with a request: an operation or parameter that Stripe has not, or a value of another kind. */
export function requestFaults({ method, path, query = {} }: ApiRequest): string[] {
  const segments = path.split("/");
  const operation = Object.keys(contract.requests).find((key) => {
    const template = key.slice(key.indexOf(" ") + 1).split("/");
    const fits = (part: string, at: number) =>
      part === segments[at] || (part.startsWith("{") && !!segments[at]);
    return key.startsWith(`${method} `) && template.length === segments.length && template.every(fits);
  });
  if (!operation) return [`${method} ${path}: no such operation`];
  const described = contract.requests[operation]!.query;
  return Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const [, base = "", inner] = /^(\w+)(?:\[(\w*)\])?$/.exec(name) ?? [];
    const whole = described[base];
    const parameter = inner === undefined ? whole : inner === "" ? whole?.items : whole?.properties?.[inner];
    if (!parameter) return [`${operation} ${name}: unknown`];
    return [value]
      .flat()
      .flatMap((one) => valueFaults(parameter, onTheWire(parameter, one), `${operation} ${name}`));
  });
}

/** Everything in a query is text; a boolean is meant where a boolean is declared. */
function onTheWire({ types }: Described, value: unknown): unknown {
  return types.includes("boolean") && (value === "true" || value === "false") ? value === "true" : value;
}
