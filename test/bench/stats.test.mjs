import assert from "node:assert/strict";
import { test } from "node:test";
import { percentile, ratioOf, seeded, shuffled } from "./stats.mjs";

test("the same seed gives the same order, and nothing gets lost in it", () => {
  const list = Array.from({ length: 20 }, (_, i) => i);
  const once = shuffled(list, seeded(7));
  assert.deepEqual(once, shuffled(list, seeded(7)));
  assert.notDeepEqual(once, shuffled(list, seeded(8)));
  assert.deepEqual(
    once.toSorted((a, b) => a - b),
    list,
  );
});

test("percentiles are values that were measured", () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.equal(percentile(values, 0.5), 50);
  assert.equal(percentile(values, 0.99), 99);
  assert.equal(percentile([3], 0.01), 3);
  assert.equal(percentile([], 0.5), null);
});

test("two copies of the same thing are told apart in few of a hundred runs", () => {
  const random = seeded(1);
  const noisy = () => Math.exp(random() - 0.5);
  let apart = 0;
  for (let run = 0; run < 100; run++) {
    const { low, high } = ratioOf(
      Array.from({ length: 12 }, () => [noisy(), noisy()]),
      random,
    );
    if (low > 1 || high < 1) apart += 1;
  }
  assert.ok(apart <= 15, `${apart} of 100`);
});

test("a machine that is slow in some rounds does not hide a difference", () => {
  const random = seeded(2);
  const pairs = Array.from({ length: 8 }, (_, round) => {
    const weather = round % 2 ? 0.2 : 1;
    return [weather * 60 * (0.98 + random() * 0.04), weather * 100];
  });
  const { ratio, low, high } = ratioOf(pairs, random);
  assert.ok(low > 0.58 && high < 0.62 && ratio > low && ratio < high);
});

test("one round is no measurement", () => {
  assert.equal(ratioOf([[1, 2]], seeded(1)), null);
  assert.equal(
    ratioOf(
      [
        [1, 2],
        [0, 2],
      ],
      seeded(1),
    ),
    null,
  );
});
