import { describe, expect, it } from "vitest";
import { type Change, policyDiff } from "../../src/policy/diff";
import { END_USER_POLICY, type PolicySection } from "../../src/policy/end-user-policy";
import { CHANGED } from "./support";

const text = (heading: string, ...texts: string[]): PolicySection => ({
  heading,
  level: 2,
  blocks: texts.map((words) => ({ kind: "text", text: words })),
});
const list = (heading: string, ...items: string[]): PolicySection => ({
  heading,
  level: 3,
  blocks: [{ kind: "list", items }],
});

/** `=` the same, `+` new, `-` gone, `~` reworded, with what was put in as {+…+} and taken out as [-…-]. */
function told(change: Change): string {
  if (change.kind !== "changed")
    return `${{ same: "=", added: "+", removed: "-" }[change.kind]} ${change.unit.text}`;
  const words = change.parts.map(
    ({ kind, text: part }) => ({ same: part, added: `{+${part}+}`, removed: `[-${part}-]` })[kind],
  );
  return `~ ${words.join("")}`;
}
const diff = (before: readonly PolicySection[], after: readonly PolicySection[]) =>
  policyDiff(before, after).map(told);

/** One side of a difference, put together again: what it says must be what was published. */
const side = (changes: readonly Change[], which: "added" | "removed"): string[] =>
  changes.flatMap((change) => {
    if (change.kind === "changed")
      return change.parts
        .filter(({ kind }) => kind === "same" || kind === which)
        .map(({ text: part }) => part)
        .join("");
    return change.kind === "same" || change.kind === which ? change.unit.text : [];
  });
const lines = (sections: readonly PolicySection[]): string[] =>
  sections.flatMap(({ heading, blocks }) => [
    heading,
    ...blocks.flatMap((block) => (block.kind === "text" ? [block.text] : block.items)),
  ]);

describe("a difference", () => {
  it("of a text and itself is none", () => {
    expect(policyDiff(END_USER_POLICY, END_USER_POLICY).every(({ kind }) => kind === "same")).toBe(true);
  });

  it("shows the words that changed inside a sentence, and leaves the rest whole", () => {
    expect(
      diff([text("Logs", "Logs are kept for 90 days.")], [text("Logs", "Logs are kept for 60 days.")]),
    ).toEqual(["= Logs", "~ Logs are kept for [-90-]{+60+} days."]);
  });

  it("shows a sentence of other words as gone and new, not torn to pieces", () => {
    expect(diff([text("A", "We sell nothing.")], [text("A", "Tokens lie in vaults, sealed.")])).toEqual([
      "= A",
      "- We sell nothing.",
      "+ Tokens lie in vaults, sealed.",
    ]);
  });

  it("shows items that came and went in their place", () => {
    expect(diff([list("L", "one", "two", "three")], [list("L", "one", "three", "four")])).toEqual([
      "= L",
      "= one",
      "- two",
      "= three",
      "+ four",
    ]);
  });

  it("finds the sentence that was reworded behind one that is gone, and before one that is new", () => {
    expect(
      diff(
        [list("L", "Usage goes", "Logs are kept for 90 days")],
        [list("L", "Logs are kept for 60 days", "New")],
      ),
    ).toEqual(["= L", "- Usage goes", "~ Logs are kept for [-90-]{+60+} days", "+ New"]);
  });

  it("shows whole sections that came and went", () => {
    expect(diff([text("A", "a")], [text("A", "a"), list("B", "b")])).toEqual(["= A", "= a", "+ B", "+ b"]);
    expect(diff([text("A", "a"), list("B", "b")], [text("A", "a")])).toEqual(["= A", "= a", "- B", "- b"]);
  });

  it("tells a heading from a sentence of the same words", () => {
    expect(diff([text("A", "Same")], [text("A"), text("Same")])).toEqual(["= A", "- Same", "+ Same"]);
  });

  it("loses and makes up nothing: each side reads as it was published, in both directions", () => {
    for (const [before, after] of [
      [END_USER_POLICY, CHANGED],
      [CHANGED, END_USER_POLICY],
      [END_USER_POLICY, [...END_USER_POLICY].reverse()],
      [END_USER_POLICY, END_USER_POLICY.filter((_, index) => index % 3 > 0)],
    ] as const) {
      const changes = policyDiff(before, after);
      expect(side(changes, "removed").sort()).toEqual(lines(before).sort());
      expect(side(changes, "added").sort()).toEqual(lines(after).sort());
      // What came into the new text stands in its order.
      expect(side(changes, "added")).toEqual(lines(after));
    }
  });
});
