import type { Context } from "hono";
import type { AppEnv } from "../http/context";

/** The text fields of a form. A file is none; a body that cannot be read as a form has none. */
export interface Form {
  /** The field's only or last value; null without one. */
  one(name: string): string | null;
  all(name: string): string[];
}

export async function readForm(c: Context<AppEnv>): Promise<Form> {
  const fields = await fieldsOf(c);
  const all = (name: string) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : [];
    return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  };
  return { all, one: (name) => all(name).at(-1) ?? null };
}

async function fieldsOf(c: Context<AppEnv>): Promise<Record<string, unknown>> {
  try {
    return await c.req.parseBody({ all: true });
  } catch (error) {
    if (error instanceof TypeError) return {};
    throw error;
  }
}
