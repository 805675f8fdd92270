import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { database } from "../../src/db/client";
import { connections } from "../../src/db/schema";
import { told } from "../../src/kernel/told";

describe("an error in a log", () => {
  it("never tells a failed query's parameters", async () => {
    const DB = {
      prepare: () => {
        throw new Error("D1 is down");
      },
    } as unknown as D1Database;
    const failed = await database({ ...env, DB })
      .select()
      .from(connections)
      .where(eq(connections.externalUserId, "ada@shop.example"))
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(failed).not.toBeNull();
    expect(told(failed)).not.toContain("ada@shop.example");
    const wrapped = Object.assign(new Error("Failed query: select 1\nparams: ada@shop.example"), {
      query: "select ?",
      params: ["ada@shop.example"],
      cause: new Error("D1 is down"),
    });
    expect(told(wrapped)).toBe("query failed: D1 is down in select ?");
  });

  it("tells what others say, and nothing of what is thrown that is none", () => {
    expect(told(new TypeError("no such thing"))).toBe("TypeError: no such thing");
    expect(told("a secret")).toBe("not an Error");
  });
});
