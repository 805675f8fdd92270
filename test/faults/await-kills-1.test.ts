import { afterEach, describe, it, vi } from "vitest";
import { surviveAwaits } from "./await-kills";
import { seedsOf } from "./seeds";

const seeds = seedsOf(4);

afterEach(() => {
  vi.restoreAllMocks();
});

describe(`seeded faults ${seeds.from} to ${seeds.to - 1} where the product waits`, () => {
  it(
    "loses no call and no token, and counts each call once",
    () => surviveAwaits(seeds),
    60_000 + (seeds.to - seeds.from) * 3_000,
  );
});
