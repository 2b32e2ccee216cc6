import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withSeason } from "../../../src/analysis/panel-seasonality.js";
import { parseCsv } from "../../../src/data/format/csv.js";
import {
  type PanelOptions,
  panelFromColumns,
  withoutTail,
} from "../../../src/data/panel/from-table.js";
import type { Columns } from "../../../src/data/table/columns.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import { leaks, withOtherRows } from "../../../src/evaluation/check/leakage.js";
import { measure } from "../../../src/evaluation/check/measurement.js";
import { lastFold } from "../../../src/evaluation/folds.js";
import { rollingFolds } from "../../../src/evaluation/rolling-origin.js";
import { naive2 } from "../../../src/models/baseline/naive2.js";
import { createModel, models } from "../../../src/models/index.js";
import { localModel } from "../../../src/models/local.js";
import { nothing } from "../../../src/models/state-schema.js";

function tableOf(rows: readonly (readonly (number | string)[])[], header = "id,t,y,x") {
  const text = [header, ...rows.map((row) => row.join(","))].join("\n");
  return parseCsv({ name: "t.csv", bytes: new TextEncoder().encode(`${text}\n`) });
}

const options: PanelOptions = { id: "id", time: "t", target: ["y"], past: ["x"], season: 12 };
const read = (table: Columns, more: PanelOptions = {}) =>
  panelFromColumns(table, { ...options, ...more }, () => {});

const wave = Array.from({ length: 48 }, (_, t) => 100 + 3 * t + 20 * ((t * 5) % 12));
const table = tableOf(wave.map((y, t) => ["a", t, y, -y]));
const panel = read(table);

describe("another future", () => {
  const other = (held: number) => read(withOtherRows(table, panel, lastFold(panel, held).training));

  it("differs in every row after the cutoff and nowhere else", () => {
    const [{ y, past }] = other(6).series as [(typeof panel.series)[0]];
    for (let t = 0; t < y.length; t++) {
      expect(y[t] === wave[t]).toBe(t < 42);
      expect(past!.get("x")![t] === -wave[t]).toBe(t < 42);
    }
    expect(y.every((value) => value > 0)).toBe(true);
    expect(panel.series[0].y).toEqual(Float64Array.from(wave));
  });

  it.each(["ME", "QE", "YE", "MS", "W-SUN", "B"])(
    "leaves every hour of the last period of training as it was: %s",
    (freq) => {
      const hours = Array.from({ length: 4 * 366 * 5 }, (_, t) => {
        const at = new Date(Date.UTC(2020, 0, 1, 6 * t)).toISOString().slice(0, 16);
        return ["a", at, 1 + (t % 5), t];
      });
      const hourly = tableOf(hours);
      const summed: PanelOptions = { freq, aggregate: "sum", season: 1 };
      const whole = read(hourly, summed);
      const { training } = lastFold(whole, 2);
      const changed = withOtherRows(hourly, whole, training);
      expect(lastFold(read(changed, summed), 2).training.series).toEqual(training.series);
      const [before, after] = [whole, read(changed, summed)].map(({ series }) => series[0].y);
      expect(after.at(-1)).toBeGreaterThan(before.at(-1)!);
      expect(after.at(-2)).toBeGreaterThan(before.at(-2)!);
    },
  );

  it("gives a model away that looks behind the end of its series", async () => {
    const peeking = localModel({
      name: "peeking",
      schema: () => nothing,
      fit: () => null,
      forecast: (_, series, __, { horizon }) => ({
        mean: new Float64Array(series.y.buffer, series.y.byteOffset + series.y.byteLength, horizon),
      }),
    });
    const found = async (model: typeof peeking) => {
      const context = { seed: 1, warn: () => {} };
      const [before, after] = await Promise.all(
        [panel, other(6)].map(async (given) => {
          const folds = [lastFold(given, 6)];
          const reference = await backtest(folds, naive2.create({}), context);
          return (await measure(folds, model, reference, context)).forecasts;
        }),
      );
      return leaks(before, after).map(({ message }) => message);
    };
    expect(await found(peeking)).toEqual([
      "forecast of a changes with values after the cutoff: it looks ahead",
    ]);
    expect(await found(createModel("naive2"))).toEqual([]);
  });

  it.each(models.map(({ name, options }) => ("epochs" in options ? `${name}:epochs=1` : name)))(
    "is not seen by %s",
    async (spec) => {
      const context = { horizon: 6, seed: 1, levels: [80], warn: () => {} };
      const forecasts = [panel, other(6)].map(async (given) => {
        const fitted = await createModel(spec).fit(lastFold(given, 6).training, context);
        return fitted.forecast(6, [80]);
      });
      const [one, another] = await Promise.all(forecasts);
      expect(another).toEqual(one);
    },
  );
});

describe("cleaning", () => {
  it("of what comes before a cutoff interpolates nothing from what comes after it", () => {
    const gappy = tableOf(
      [...wave.keys()].map((t) => ["a", t, t === 41 ? "" : t, t === 40 ? "" : t]),
    );
    const { training } = lastFold(read(gappy), 6);
    expect(Array.from(training.series[0].y.subarray(39))).toEqual([39, 40, 40]);
    expect(Array.from(training.series[0].past!.get("x")!.subarray(39))).toEqual([39, 40, 41]);
    const earlier = lastFold(read(gappy), 7).training;
    expect(Array.from(earlier.series[0].past!.get("x")!.subarray(39))).toEqual([39, 39]);
  });

  it("takes whole seasons from before a cutoff only", () => {
    const gappy = tableOf([...wave.keys()].map((t) => ["a", t, t === 38 ? "" : t, t]));
    const { training } = lastFold(read(gappy, { missing: "seasonal", season: 4 }), 6);
    expect(training.series[0].y[38]).toBe(34);
  });

  it("fills with the season that reading filled with, though another one was found since", () => {
    const rows = Array.from({ length: 24 * 7 * 6 }, (_, t) => {
      const at = new Date(Date.UTC(2024, 0, 1, t)).toISOString().slice(0, 16);
      const isGap = t > 24 && t < 24 * 7 && t % 31 === 0;
      return ["a", at, isGap ? "" : 100 + (((t % 168) * 37) % 101), t];
    });
    const found = withSeason(read(tableOf(rows), { missing: "seasonal", season: undefined }));
    expect(found.season).toBe(168);
    const [{ y }] = found.series as [(typeof found.series)[0]];
    expect(withoutTail(found, 24).series[0].y).toEqual(y.subarray(0, -24));
  });

  const cell = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 99 }) }, fc.constant(""));
  it("gives the same training parts whatever rows come after them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 26, maxLength: 40 }),
        fc.constantFrom("interpolate", "seasonal", "ffill", "zero", undefined),
        fc.constantFrom("expanding", "sliding"),
        fc.constantFrom(3, undefined),
        (rows, missing, window, season) => {
          // Both series begin and end with values, so that none is shorter than the other.
          const full = [[5, 7] as const, ...rows, [6, 8] as const];
          const raw = tableOf(
            ["a", "b"].flatMap((id) =>
              full.map(([y, x], t) => [id, t, y === "" ? y : y + (id === "b" ? t : 0), x]),
            ),
          );
          const plan = { horizon: 3, folds: 4, step: 2, window } as const;
          const folds = (given: Columns) =>
            rollingFolds(withSeason(read(given, { missing, season }), 9), plan);
          const whole = read(raw, { missing, season });
          for (const [k, { training }] of folds(raw).entries()) {
            const another = folds(withOtherRows(raw, whole, training))[k].training;
            const seen = ({ series, season }: typeof training) => ({ series, season });
            expect(seen(another)).toEqual(seen(training));
          }
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});
