import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/from-table.js";
import { panelFromArrays } from "../../src/data/read/from-arrays.js";
import { UsageError } from "../../src/errors.js";
import { features, featureTables } from "../../src/features/table.js";

const UNKNOWN = Number.NaN;

/** Months from January 2020 on. */
function months(columns: Record<string, readonly number[]>): Panel {
  const rows = Object.values(columns)[0].length;
  const ds = Array.from({ length: rows }, (_, t) => new Date(Date.UTC(2020, t, 1)));
  const { past, future } = { past: ["past"], future: ["future"] };
  return panelFromArrays(
    { ds, ...columns },
    { past, future, missing: "ffill", keepPastMissing: true },
  );
}

function tableOf(panel: Panel, specs: readonly string[], horizon = 0) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const [table] = featureTables(panel, specs, { horizon, warn });
  const columns = table.columns.map(({ name, values }) => [name, Array.from(values)] as const);
  return { columns, y: Array.from(table.y), warnings };
}

describe("exogenous columns of a feature table", () => {
  const y = [1, 4, 9, UNKNOWN, UNKNOWN];
  const past = [UNKNOWN, 2, 3, 4, 5];
  const future = [6, 7, 8, 9, UNKNOWN];

  it("stand before the features, past ones as recorded, future ones as far as they are known", () => {
    expect(tableOf(months({ y, past, future }), ["lag:1"], 2).columns).toEqual([
      ["past", [UNKNOWN, 2, 3, UNKNOWN, UNKNOWN]],
      ["future", [6, 7, 8, 9, UNKNOWN]],
      ["y_lag_1", [UNKNOWN, 1, 4, 9, UNKNOWN]],
    ]);
  });

  it("that end before the rows ahead do are named", () => {
    const panel = months({ y, past, future });
    expect(tableOf(panel, ["lag:1"], 2).warnings).toEqual([
      "column future is not known 2 rows ahead and is empty beyond: arrays",
    ]);
    expect(tableOf(panel, ["lag:1"], 1).warnings).toEqual([]);
  });

  it("are in the table that the library gives as well", () => {
    const { columns } = features(months({ y, past, future }), ["lag:1"], { horizon: 1 });
    expect(columns.map(({ name }) => name)).toEqual([
      ...["unique_id", "ds", "y", "past", "future", "y_lag_1"],
    ]);
  });

  it.each(["y_lag_1", "unique_id", "y"])("cannot be called %s as another column is", (name) => {
    const panel = months({ y, past, future });
    const [one] = panel.series;
    const renamed = { ...panel, series: [{ ...one, past: new Map([[name, one.y]]) }] };
    expect(() => tableOf(renamed, ["lag:1"])).toThrow(UsageError);
  });

  it("known up to the last observation do not change with later rows, nor does anything else", () => {
    const value = fc.option(fc.integer({ min: -50, max: 50 }), { nil: UNKNOWN, freq: 4 });
    const rows = fc.array(fc.tuple(value, value), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(rows, rows, fc.integer({ min: 2, max: 11 }), (first, other, cut) => {
        const tableFrom = (given: readonly (readonly [number, number])[]) =>
          tableOf(
            months({
              // The ends are observed, so that all tables have the same rows.
              y: given.map(([one], t) => (t === 0 || t === 11 ? t : one)),
              past: given.map(([, one], t) => (t === 0 ? t : one)),
              future: given.map((_, t) => t),
            }),
            ["lag:1,2", "roll:mean:3", "diff:1", "ewm:0.5"],
          );
        const [a, b] = [first, first.map((one, t) => (t < cut ? one : other[t]))].map(tableFrom);
        expect(b.y.slice(0, cut)).toEqual(a.y.slice(0, cut));
        b.columns.forEach(([name, values], c) => {
          // Features do not know the observation of their own row either.
          const same = name === "past" ? cut : cut + 1;
          expect(values.slice(0, same)).toEqual(a.columns[c][1].slice(0, same));
        });
      }),
      { numRuns: 60 },
    );
  });
});
