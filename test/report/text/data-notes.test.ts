import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/panel.js";
import { futureIndex } from "../../../src/data/time/frequency.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { endsEarlyNote, mostlyZeroNote, unusedNote } from "../../../src/report/text/data-notes.js";

const weekly = parseFrequency("W-MON");
const start = Date.UTC(2024, 0, 1);

function panelOf(series: Readonly<Record<string, readonly number[]>>): Panel {
  return {
    series: Object.entries(series).map(([id, y]) => ({
      id,
      y: Float64Array.from(y),
      ds: Float64Array.of(start, ...futureIndex(start, weekly, y.length - 1)),
    })),
    frequency: weekly,
    season: 52,
    source: "sales.csv",
  };
}

const full = (value: number, length: number) => Array.from({ length }, () => value);

describe("what is left on the table", () => {
  it.each([
    [[["price", 28]], [], undefined, "price is known 28 weeks ahead; --exogenous auto uses it"],
    [
      [
        ["promo", 4],
        ["price", 1],
      ],
      ["wind"],
      undefined,
      "promo and price are known 1 week ahead, wind only until now; --exogenous auto uses them",
    ],
    [
      [],
      ["a", "b"],
      "auto",
      "a and b are known only until now; -m auto --exogenous auto uses them",
    ],
  ] as const)("%j ahead and %j until now", (ahead, past, model, text) => {
    const columns = { ahead: ahead.map(([column, steps]) => ({ column, steps })), past: [...past] };
    expect(unusedNote(columns, { frequency: weekly }, model)).toBe(`not used: ${text}`);
  });

  it("is nothing where every column has a role", () => {
    expect(unusedNote({ ahead: [], past: [] }, { frequency: weekly })).toBeUndefined();
  });
});

describe("series that end before the others", () => {
  it("are named with how long before", () => {
    const panel = panelOf({ a: full(1, 30), b: full(1, 10), c: full(1, 29) });
    expect(endsEarlyNote(panel)).toBe(
      "1 of 3 series ends before the others, so its forecast begins earlier: b (20 weeks)",
    );
  });

  it("are none where all end together, give or take a step", () => {
    expect(endsEarlyNote(panelOf({ a: full(1, 30), b: full(1, 28) }))).toBeUndefined();
  });
});

describe("series that are mostly zeros", () => {
  it("are named", () => {
    const panel = panelOf({ a: [0, 0, 0, 5], b: [1, 2, 0, 3] });
    expect(mostlyZeroNote(panel)).toMatch(/^1 of 2 series is mostly zeros \(a\):/);
  });

  it("are counted in a single one, and missing values are none", () => {
    expect(mostlyZeroNote(panelOf({ a: [0, 0, 0, 5] }))).toMatch(/^75 % of the values are 0:/);
    expect(mostlyZeroNote(panelOf({ a: [0, Number.NaN, 1, 5] }))).toBeUndefined();
  });
});
