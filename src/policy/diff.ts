import { diffArrays, diffWordsWithSpace } from "diff";
import type { PolicySection } from "./end-user-policy";

/** What a policy's text is made of, in order. */
export interface Unit {
  kind: "heading" | "subheading" | "text" | "item";
  text: string;
}

export interface Part {
  kind: "same" | "added" | "removed";
  text: string;
}

export type Change =
  | { kind: "same" | "added" | "removed"; unit: Unit }
  | { kind: "changed"; unit: Unit; parts: readonly Part[] };

/** What one text has that another has not: by paragraph, and by word inside those that were reworded. */
export function policyDiff(before: readonly PolicySection[], after: readonly PolicySection[]): Change[] {
  const changes: Change[] = [];
  let removed: Unit[] = [];
  const flush = () => {
    changes.push(...gone(removed));
    removed = [];
  };
  for (const run of diffArrays(unitsOf(before), unitsOf(after), { comparator: isSame })) {
    if (run.removed) {
      flush();
      removed = [...run.value];
      continue;
    }
    if (run.added) {
      changes.push(...reworded(removed, run.value));
      removed = [];
      continue;
    }
    flush();
    changes.push(...run.value.map((unit) => ({ kind: "same" as const, unit })));
  }
  flush();
  return changes;
}

/**
 * Pairs each thing that came with the first that left, of those not passed yet, that is of the same kind and shares
 * words with it. What is passed over is gone.
 */
function reworded(removed: readonly Unit[], added: readonly Unit[]): Change[] {
  const changes: Change[] = [];
  let left = [...removed];
  let pairedUpTo = 0;
  for (const unit of added) {
    const pair = pairFor(unit, left);
    if (!pair) {
      changes.push({ kind: "added", unit });
      continue;
    }
    changes.push(...gone(left.slice(0, pair.at)), { kind: "changed", unit, parts: pair.parts });
    left = left.slice(pair.at + 1);
    pairedUpTo = changes.length;
  }
  // What is gone stands before what came in its place.
  return [...changes.slice(0, pairedUpTo), ...gone(left), ...changes.slice(pairedUpTo)];
}

function pairFor(unit: Unit, left: readonly Unit[]): { at: number; parts: Part[] } | null {
  for (const [at, former] of left.entries()) {
    const parts = former.kind === unit.kind ? partsOf(former.text, unit.text) : null;
    if (parts) return { at, parts };
  }
  return null;
}

const gone = (units: readonly Unit[]): Change[] => units.map((unit) => ({ kind: "removed", unit }));

/** Null where hardly a word stayed: two sentences are easier to read than one torn to pieces. */
function partsOf(before: string, after: string): Part[] | null {
  const parts = diffWordsWithSpace(before, after).map(
    ({ value, added, removed }): Part => ({
      kind: added ? "added" : removed ? "removed" : "same",
      text: value,
    }),
  );
  const kept = parts.reduce((sum, { kind, text }) => (kind === "same" ? sum + text.trim().length : sum), 0);
  return kept * 3 >= Math.min(before.length, after.length) ? parts : null;
}

function unitsOf(sections: readonly PolicySection[]): Unit[] {
  return sections.flatMap(({ heading, level, blocks }) => [
    { kind: level === 2 ? ("heading" as const) : ("subheading" as const), text: heading },
    ...blocks.flatMap((block): Unit[] =>
      block.kind === "text"
        ? [{ kind: "text", text: block.text }]
        : block.items.map((text) => ({ kind: "item", text })),
    ),
  ]);
}

const isSame = (one: Unit, other: Unit): boolean => one.kind === other.kind && one.text === other.text;
