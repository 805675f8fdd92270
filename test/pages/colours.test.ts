import { describe, expect, it } from "vitest";
import palettes from "../../src/pages/styles/colours.json";

type Palette = ReadonlyMap<string, string>;

const PALETTES: Record<"light" | "dark", Palette> = {
  light: new Map(Object.entries(palettes.light)),
  dark: new Map(Object.entries(palettes.dark)),
};

/** WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function colour(palette: Palette, name: string): string {
  const value = palette.get(name);
  if (!value) throw new Error(`there is no colour ${name}`);
  return value;
}

const GROUNDS = ["paper", "surface", "sunken"];
/** Foreground, grounds, and what SC 1.4.3 (text) or 1.4.11 (controls, focus) asks for. */
const PAIRS: [string, string[], number][] = [
  ["ink", [...GROUNDS, "wash", "good-wash", "caution-wash", "danger-wash"], 4.5],
  ["quiet", GROUNDS, 4.5],
  ["accent", [...GROUNDS, "wash"], 4.5],
  ["accent-deep", GROUNDS, 4.5],
  ["on-accent", ["accent", "accent-deep"], 4.5],
  ["danger", ["paper", "surface", "danger-wash"], 4.5],
  ["danger-deep", ["danger-wash"], 4.5],
  ["caution", ["surface", "caution-wash"], 4.5],
  ["good", ["surface", "good-wash"], 4.5],
  ["edge", ["paper", "surface"], 3],
  ["focus", GROUNDS, 3],
];

describe("the measure itself", () => {
  it("gives the known ends of the scale", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });
});

describe.each(["light", "dark"] as const)("the %s colours", (scheme) => {
  const palette = PALETTES[scheme];

  it.each(PAIRS)("%s reads on %j at %f:1 or better", (foreground, grounds, least) => {
    for (const ground of grounds) {
      const ratio = contrast(colour(palette, foreground), colour(palette, ground));
      expect(ratio, `${foreground} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });

  it("are each a six-digit colour, and each held to a contrast", () => {
    for (const value of palette.values()) expect(value).toMatch(/^#[0-9a-f]{6}$/);
    const held = new Set(PAIRS.flatMap(([foreground, grounds]) => [foreground, ...grounds]));
    // A hairline between things that are apart without it: SC 1.4.11 asks nothing of decoration.
    expect([...palette.keys()].filter((name) => !held.has(name))).toEqual(["line"]);
  });
});

it("the two schemes name the same colours", () => {
  expect([...PALETTES.dark.keys()]).toEqual([...PALETTES.light.keys()]);
});
