import { afterEach, describe, it, vi } from "vitest";
import { survive } from "./kill-points";
import { seedsOf } from "./seeds";

const seeds = seedsOf(3);

afterEach(() => {
  vi.restoreAllMocks();
});

describe(`seeded kill points ${seeds.from} to ${seeds.to - 1}`, () => {
  it("usage equals the calls answered, every time", () => survive(seeds), (seeds.to - seeds.from) * 2_000);
});
