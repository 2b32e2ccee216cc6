import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { withHistory } from "../../../src/data/panel/prepend-history.js";

type Rows = readonly [id: string, from: number, y: readonly number[]];

function panel(series: readonly Rows[], id?: string): Panel {
  return {
    source: "test.csv",
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season: 1,
    reading: {
      rows: 0,
      time: "t",
      targets: ["y"],
      id,
      frequencyFrom: "no dates",
      seasonFrom: "frequency",
    },
    series: series.map(([name, from, y]) => ({
      id: name,
      ds: Float64Array.from(y, (_, t) => from + t),
      y: Float64Array.from(y),
      past: new Map([["x", Float64Array.from(y, (value) => 10 * value)]]),
      future: new Map([["z", Float64Array.from([...y, 0])]]),
    })),
  };
}

const values = (given: Panel) => given.series.map(({ y }) => Array.from(y));

describe("new data", () => {
  it("follow what was known of the series of the same name, with all its columns", () => {
    const known = panel(
      [
        ["a", 0, [1, 2, 3]],
        ["b", 0, [7, 8]],
      ],
      "id",
    );
    const { panel: all, joined } = withHistory(
      panel(
        [
          ["b", 2, [9]],
          ["a", 3, [4, 5]],
        ],
        "id",
      ),
      known,
    );
    expect(values(all)).toEqual([
      [7, 8, 9],
      [1, 2, 3, 4, 5],
    ]);
    expect(Array.from(all.series[1].ds)).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(all.series[1].past!.get("x")!)).toEqual([10, 20, 30, 40, 50]);
    expect(Array.from(all.series[1].future!.get("z")!)).toEqual([1, 2, 3, 4, 5, 0]);
    expect(joined).toEqual([
      { id: "b", before: 2 },
      { id: "a", before: 3 },
    ]);
  });

  it("replace what was known from their first row on", () => {
    const known = panel([["a", 0, [1, 2, 3, 4]]], "id");
    expect(values(withHistory(panel([["a", 2, [5, 6]]], "id"), known).panel)).toEqual([
      [1, 2, 5, 6],
    ]);
    expect(values(withHistory(panel([["a", 0, [5, 6]]], "id"), known).panel)).toEqual([[5, 6]]);
  });

  it("stand for themselves after a gap, or under another name", () => {
    const known = panel([["a", 0, [1, 2, 3]]], "id");
    for (const one of [
      ["a", 4, [5]],
      ["b", 3, [5]],
    ] as Rows[]) {
      const { panel: all, joined } = withHistory(panel([one], "id"), known);
      expect(values(all)).toEqual([[5]]);
      expect(joined).toEqual([]);
    }
  });

  it("are told apart where a step is missing, or values differ", () => {
    const known = panel([["old", 0, [1, 2, 3]]]);
    const apart = (from: number, y: number[]) =>
      withHistory(panel([["new", from, y]]), known).apart.map(({ why, first, last }) => [
        ...[why, first, last],
      ]);
    expect(apart(4, [5])).toEqual([["gap", 4, 2]]);
    expect(apart(1, [2, 9, 4])).toEqual([["overlap", 1, 2]]);
    expect(apart(3, [4])).toEqual([]);
    expect(apart(0, [7, 8, 9, 4])).toEqual([]);
  });

  it("without a name are the same series when they go on from it or repeat it", () => {
    const known = panel([["old", 0, [1, 2, 3]]]);
    const joinedTo = (from: number, y: number[]) =>
      values(withHistory(panel([["new", from, y]]), known).panel)[0];
    expect(joinedTo(3, [4])).toEqual([1, 2, 3, 4]);
    expect(joinedTo(1, [2, 3, 4])).toEqual([1, 2, 3, 4]);
    expect(joinedTo(1, [2, 9, 4])).toEqual([2, 9, 4]);
  });

  it("without dates follow what was known unless they repeat it from the beginning", () => {
    const undated = (series: readonly Rows[], id?: string) => {
      const { reading, ...rest } = panel(series, id);
      return { ...rest, reading: { ...reading!, time: undefined } };
    };
    const known = undated([["old", 0, [1, 2, 3]]]);
    const continued = (y: number[]) => {
      const { panel: all, joined } = withHistory(undated([["new", 0, y]]), known);
      return [...values(all), Array.from(all.series[0].ds), joined.length];
    };
    expect(continued([4])).toEqual([[1, 2, 3, 4], [0, 1, 2, 3], 1]);
    expect(continued([4, 5])).toEqual([[1, 2, 3, 4, 5], [0, 1, 2, 3, 4], 1]);
    expect(continued([1, 2])).toEqual([[1, 2], [0, 1], 0]);
    expect(continued([1, 2, 3, 4])).toEqual([[1, 2, 3, 4], [0, 1, 2, 3], 0]);
    expect(continued([7, 8, 9])).toEqual([[7, 8, 9], [0, 1, 2], 0]);
    const two = undated(
      [
        ["a", 0, [1, 2, 3]],
        ["b", 0, [7, 8]],
      ],
      "id",
    );
    expect(values(withHistory(undated([["b", 0, [9]]], "id"), two).panel)).toEqual([[7, 8, 9]]);
  });
});

describe("rows without dates", () => {
  const undated = (series: readonly Rows[], id?: string): Panel => {
    const { reading, ...rest } = panel(series, id);
    return { ...rest, reading: { ...reading!, time: undefined } };
  };
  const OLD = [3, 1, 4, 1, 5];
  it.each<readonly [string, readonly number[], readonly number[]]>([
    ["one new row", [9], [...OLD, 9]],
    ["a new row that is like the last one", [5], [...OLD, 5]],
    ["rows that are like the last ones", [1, 5], [...OLD, 1, 5]],
    ["some new rows", [9, 2, 6], [...OLD, 9, 2, 6]],
    ["rows that begin as the known ones do", [3, 1, 9], [...OLD, 3, 1, 9]],
    ["the known rows again, from the beginning", [3, 1, 4], [3, 1, 4]],
    ["the first row again", [3], [3]],
    ["all known rows again", OLD, OLD],
    ["all known rows and more", [...OLD, 9], [...OLD, 9]],
    ["as many other rows", [2, 7, 1, 8, 2], [2, 7, 1, 8, 2]],
    ["a missing value", [Number.NaN], [...OLD, Number.NaN]],
  ])("%s", (_, given, expected) => {
    expect(
      values(withHistory(undated([["new", 0, given]]), undated([["old", 0, OLD]])).panel),
    ).toEqual([expected]);
  });

  it("follow those of the series of their name, and leave a new series alone", () => {
    const known = undated(
      [
        ["a", 0, OLD],
        ["b", 0, [2, 7, 1]],
      ],
      "id",
    );
    const { panel: all, joined } = withHistory(
      undated(
        [
          ["b", 0, [8]],
          ["c", 0, [6]],
        ],
        "id",
      ),
      known,
    );
    expect(values(all)).toEqual([[2, 7, 1, 8], [6]]);
    expect(joined).toEqual([{ id: "b", before: 3 }]);
    expect(Array.from(all.series[0].ds)).toEqual([0, 1, 2, 3]);
  });
});
