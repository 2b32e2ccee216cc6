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
  const auto = { exogenous: true, static: true };
  const arima = { exogenous: true, static: false };
  const ets = { exogenous: false, static: false };

  it.each([
    [[["price", 28]], [], [], [auto], "price is known 28 weeks ahead; --exogenous auto uses it"],
    [
      [
        ["promo", 4],
        ["price", 1],
      ],
      ["wind"],
      ["area"],
      [auto],
      "promo and price are known 1 week ahead, wind only until now, area does not change within a series; --exogenous auto uses them",
    ],
    [
      [],
      ["a", "b"],
      [],
      [ets],
      "a and b are known only until now; -m auto --exogenous auto uses them",
    ],
    [
      [],
      [],
      ["area"],
      [ets],
      "area does not change within a series; -m auto --exogenous auto uses it",
    ],
    [
      [],
      ["wind"],
      ["area"],
      [arima, ets],
      "wind is known only until now; --exogenous auto uses it",
    ],
  ] as const)("%j ahead, %j until now and %j of series", (ahead, past, fixed, models, text) => {
    const columns = {
      ahead: ahead.map(([column, steps]) => ({ column, steps })),
      ...{ partly: [], past: [...past], static: [...fixed] },
    };
    expect(unusedNote(columns, panelOf({ a: [1] }), models)).toBe(`not used: ${text}`);
  });

  it("is nothing where every column has a role", () => {
    const none = { ahead: [], partly: [], past: [], static: [] };
    expect(unusedNote(none, panelOf({ a: [1] }))).toBeUndefined();
  });

  it("says in how many series a column is known ahead, where it is not in all", () => {
    const partly = [{ column: "promo", steps: 3, series: 1 }];
    const columns = { ahead: [], partly, past: ["wind"], static: [] };
    expect(unusedNote(columns, panelOf({ a: [1], b: [1] }))).toBe(
      "not used: promo is known 3 weeks ahead in 1 of 2 series, wind only until now; --exogenous auto uses them, if the other series are left out with --where",
    );
  });

  it("is nothing of the series where the models take only what changes", () => {
    const columns = { ahead: [], partly: [], past: [], static: ["area"] };
    expect(unusedNote(columns, panelOf({ a: [1] }), [arima])).toBeUndefined();
  });
});

describe("series that end before the others", () => {
  it("are named with how long before", () => {
    const panel = panelOf({ a: full(1, 30), b: full(1, 10), c: full(1, 29) });
    expect(endsEarlyNote(panel)).toBe(
      "1 of 3 series ends before the others, so its forecast begins earlier: b (20 weeks)",
    );
  });

  it("are not named where others are shown", () => {
    const panel = panelOf({ a: full(1, 30), b: full(0, 10), c: full(1, 29) });
    expect(endsEarlyNote(panel, ["a"])).toBeUndefined();
    expect(endsEarlyNote(panel, ["a", "b"])).toContain("b (20 weeks)");
    expect(mostlyZeroNote(panel, ["a"])).toBeUndefined();
    expect(mostlyZeroNote(panel, ["b"])).toContain("(b)");
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
