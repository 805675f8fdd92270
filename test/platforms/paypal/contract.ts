// @ts-expect-error The package has its types in another folder than what it loads from.
import * as balances from "../../../node_modules/@paypal/paypal-server-sdk/dist/esm/models/balancesResponse.js";
// @ts-expect-error As above. By path: the package exports only its root, with a client that is not for Workers.
import * as transactions from "../../../node_modules/@paypal/paypal-server-sdk/dist/esm/models/searchResponse.js";
// @ts-expect-error As above.
import * as schema from "../../../node_modules/@paypal/paypal-server-sdk/dist/esm/schema.js";
import type { ApiRequest } from "../../../src/platforms/adapter";
import { faultsOf } from "../../contracts/described-operations";
import { FORMS, OPERATIONS, WINDOW_DAYS } from "../../contracts/paypal/operations";

/**
 * What we send is held against the facts of test/contracts/paypal/operations.ts; what our fixtures answer, against the
 * schemas of PayPal's own SDK (@paypal/paypal-server-sdk 2.5.0).
 */

type Read<To> = { errors: readonly { path: readonly (string | number)[] }[] } | { errors: false; result: To };
const { validateAndMap, validateAndUnmap } = schema as {
  validateAndMap(raw: unknown, by: unknown): Read<unknown>;
  validateAndUnmap(mapped: unknown, by: unknown): Read<unknown>;
};
const SCHEMAS = {
  transactions: (transactions as { searchResponseSchema: unknown }).searchResponseSchema,
  balances: (balances as { balancesResponseSchema: unknown }).balancesResponseSchema,
};

/** Wrong types and missing parts, as the SDK finds them; then what is lost on its way in and out: it knows no such field. */
export function answerFaults(name: keyof typeof SCHEMAS, raw: unknown): string[] {
  const told: unknown = JSON.parse(JSON.stringify(raw));
  const read = validateAndMap(told, SCHEMAS[name]);
  if (read.errors) return read.errors.map(({ path }) => path.join("."));
  const written = validateAndUnmap(read.result, SCHEMAS[name]);
  if (written.errors) return written.errors.map(({ path }) => path.join("."));
  return unknownTo(JSON.parse(JSON.stringify(written.result)), told);
}

function unknownTo(known: unknown, told: unknown, where = ""): string[] {
  if (typeof told !== "object" || told === null)
    return Object.is(known, told) ? [] : [`${where}: ${String(told)}`];
  return Object.entries(told).flatMap(([key, value]) => {
    const at = where === "" ? key : `${where}.${key}`;
    const isKnown = typeof known === "object" && known !== null && Object.hasOwn(known, key);
    return isKnown ? unknownTo((known as Record<string, unknown>)[key], value, at) : [`${at}: unknown`];
  });
}

export function requestFaults(request: ApiRequest): string[] {
  const { start_date, end_date } = request.query ?? {};
  const days = (Date.parse(String(end_date)) - Date.parse(String(start_date))) / 86_400_000;
  return [
    ...faultsOf(OPERATIONS, request),
    ...Object.entries(request.query ?? {})
      .filter(([key, value]) => value !== undefined && FORMS[key]?.test(String(value)) === false)
      .map(([key, value]) => `${key} has another form than ${value}`),
    ...(days > WINDOW_DAYS || days < 0 ? [`a window of ${days} days`] : []),
  ];
}
