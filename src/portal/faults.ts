import { z } from "zod";
import { Problem } from "../kernel/problem";
import type { Form } from "../privacy/form";

/** What is wrong with a form, by the names of its fields. */
export type Faults = ReadonlyMap<string, string>;

/** A form that was not taken. */
export interface Tried {
  form: Form;
  faults: Faults;
}

/** Parts of a path that only group fields, where the API has them nested. */
const GROUPS = ["body", "query", "readiness", "affected", "details"];

/**
 * What was thrown about a form, said at its fields.
 * @throws it again where it is about no field
 */
export function faultsOf(error: unknown): { faults: Faults; status: 403 | 422 } {
  const faults = new Map<string, string>();
  const add = (path: readonly string[], message: string) => {
    const name = path.find((part) => !GROUPS.includes(part)) ?? path.at(-1) ?? "";
    if (!faults.has(name)) faults.set(name, message);
  };
  if (error instanceof z.ZodError)
    for (const { path, message } of error.issues) add(path.map(String), message);
  else if (error instanceof Problem)
    for (const { path, message } of error.extras.errors ?? []) add(path.split("."), message);
  if (faults.size === 0) throw error;
  return { faults, status: error instanceof Problem && error.status === 403 ? 403 : 422 };
}
