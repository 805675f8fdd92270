import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { database } from "../../src/db/client";
import { connectionsOf } from "../../src/privacy/centre-store";
import { askDeletion } from "../../src/privacy/deeds";
import type { Person } from "../../src/privacy/sessions";
import { failingAt } from "../retention/fixture";
import { connectSandbox, newDeveloper } from "../support/harness";

afterEach(() => {
  vi.restoreAllMocks();
});

it("a deed that D1 fails in the middle of is left to cron, and no query's parameters reach the log", async () => {
  const developer = await newDeveloper();
  await connectSandbox(developer);
  const proof = { kind: "app_user", appId: developer.appId, externalUserId: "user-1", mode: "test" } as const;
  const connections = await connectionsOf(database(env), proof);
  const person = { proof, requester: "a-requester" } as Person;
  const lines: string[] = [];
  vi.spyOn(console, "error").mockImplementation((...values: unknown[]) => {
    lines.push(values.map(String).join(" "));
  });
  // The fourth statement is the first of carrying out: looking up, opening and reading back came before.
  const broken = failingAt(4, "before");
  expect(await askDeletion(broken.env, person, { connections, jurisdiction: null })).toBe(
    "deletion_received",
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("D1 is down");
  expect(lines[0]).not.toContain("params");
});
