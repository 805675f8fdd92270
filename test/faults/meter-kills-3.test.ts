import { afterEach, describe, it, vi } from "vitest";
import { seedsOf, survive } from "./kill-points";

const seeds = seedsOf(2);

afterEach(() => {
  vi.restoreAllMocks();
});

describe(`seeded kill points ${seeds.from} to ${seeds.to - 1}`, () => {
  it("usage equals the calls answered, every time", () => survive(seeds), (seeds.to - seeds.from) * 2_000);
});
