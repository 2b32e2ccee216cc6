import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/from-table.js";
import { DAY, daysFromCivil } from "../../src/data/time/calendar.js";
import { parseFrequency } from "../../src/data/time/frequency-alias.js";
import { UsageError } from "../../src/errors.js";
import { createFeature, featureFamilies, loadFeatures } from "../../src/features/index.js";
import { features, featuresBySeries } from "../../src/features/table.js";
import { Random } from "../../src/numeric/random.js";

/** Days from Wednesday, 2020-01-01 on. */
function daily(series: readonly ArrayLike<number>[], season = 7): Panel {
  return {
    source: "test",
    frequency: parseFrequency("D"),
    season,
    series: series.map((y, s) => ({
      id: String.fromCharCode(97 + s),
      ds: Float64Array.from(y, (_, t) => (daysFromCivil(2020, 1, 1) + t) * DAY),
      y: Float64Array.from(y),
    })),
  };
}

const quiet = () => {};

function columnsOf(y: readonly number[], specs: readonly string[], horizon = 0, season = 7) {
  const [table] = featuresBySeries(daily([y], season), specs, { horizon, warn: quiet });
  return Object.fromEntries(table.columns.map(({ name, values }) => [name, Array.from(values)]));
}

const specs = [
  "lag:1,3",
  "roll:mean,std,min,max,median,sum:2,5",
  "roll:3,shift=4",
  "diff:1,4",
  "ewm:0.3,0.9",
  "calendar:month,dow,week,fourier=3,holiday=DE",
  "fft:k=3",
  "fft:k=2,window=4,shift=2",
  "dtw:k=2,window=4",
  "dtw:k=1,window=3,shift=2",
  "dtw:k=2,window=4,span=12",
];

beforeAll(() => loadFeatures(specs));

describe("no feature of a row", () => {
  it("is left out of these laws", () => {
    const named = new Set(specs.map((spec) => spec.split(":")[0]));
    expect([...named].sort()).toEqual(featureFamilies.map(({ name }) => name).sort());
  });

  it.each(specs)("of %s changes when its observation or later ones do", (spec) => {
    const value = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 24, maxLength: 40 }),
        fc.array(value, { minLength: 40, maxLength: 40 }),
        fc.nat({ max: 30 }),
        (y, other, from) => {
          const cut = Math.min(from, y.length);
          const changed = y.map((one, t) => (t < cut ? one : other[t]));
          const [a, b] = [columnsOf(y, [spec]), columnsOf(changed, [spec])];
          for (const [name, values] of Object.entries(a)) {
            const kept = Math.min(cut + 1, y.length);
            expect(b[name].slice(0, kept)).toEqual(values.slice(0, kept));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each(["lag:5", "roll:3,shift=5", "diff:2,shift=5", "ewm:0.5,shift=5", "fft:k=2,shift=5"])(
    "of %s changes when the last observations before it do, and those ahead are known",
    (spec) => {
      const y = Array.from({ length: 30 }, (_, t) => (t * t) % 17);
      const changed = y.map((one, t) => (t > 15 ? -one : one));
      const [a, b] = [columnsOf(y, [spec], 5), columnsOf(changed, [spec], 5)];
      for (const [name, values] of Object.entries(a)) {
        expect(b[name].slice(0, 21)).toEqual(values.slice(0, 21));
        expect(b[name].slice(21, 24)).not.toEqual(values.slice(21, 24));
        expect(values.slice(30).every(Number.isFinite)).toBe(true);
      }
    },
  );
});

describe("a feature", () => {
  const { NaN: none } = Number;
  const y = [1, 4, 9, 16, 25, 36];

  it("lag is the observation so many steps before, ahead as far as known", () => {
    expect(columnsOf(y, ["lag:1,4"], 2)).toEqual({
      y_lag_1: [none, 1, 4, 9, 16, 25, 36, none],
      y_lag_4: [none, none, none, none, 1, 4, 9, 16],
    });
  });

  it("roll tells of the window before the row", () => {
    const table = columnsOf(y, ["roll:mean,std,median:3"], 1);
    expect(table.y_roll_mean_3.slice(3)).toEqual([14 / 3, 29 / 3, 50 / 3, 77 / 3]);
    expect(table.y_roll_median_3.slice(3)).toEqual([4, 9, 16, 25]);
    // R: sd(c(1, 4, 9))
    expect(table.y_roll_std_3[3]).toBeCloseTo(4.041451884327381, 12);
  });

  it("roll of the least, largest and middle of any window is that of the window sorted", () => {
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -3, max: 3 }) },
      fc.constant(none),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 9, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (values, length) => {
          const table = columnsOf(values, [`roll:min,max,median,mean:${length}`], 1);
          for (let end = length; end <= values.length; end++) {
            const sorted = values.slice(end - length, end).sort((a, b) => a - b);
            const told = (stat: string) => table[`y_roll_${stat}_${length}`][end] + 0;
            if (sorted.some(Number.isNaN)) {
              for (const stat of ["min", "max", "median", "mean"]) expect(told(stat)).toBeNaN();
              continue;
            }
            const [low, high] = [sorted[(length - 1) >> 1], sorted[length >> 1]];
            expect(told("min")).toBe(sorted[0] + 0);
            expect(told("max")).toBe(sorted[length - 1] + 0);
            expect(told("median")).toBe((low + high) / 2 + 0);
          }
        },
      ),
    );
  });

  it("diff is between two observations before the row", () => {
    expect(columnsOf(y, ["diff:2"], 1).y_diff_2).toEqual([none, none, none, 8, 12, 16, 20]);
  });

  it("ewm weighs the past", () => {
    expect(columnsOf([2, 4, 8], ["ewm:0.5"], 1)["y_ewm_0.5"]).toEqual([none, 2, 3, 5.5]);
  });

  it("ewm stays as it was where an observation is missing", () => {
    const table = columnsOf([none, 2, none, 4, 8], ["ewm:0.5"], 1);
    expect(table["y_ewm_0.5"]).toEqual([none, none, 2, 2, 3, 5.5]);
  });

  it("calendar reads the date, weeks as ISO 8601 counts them", () => {
    const table = columnsOf(y, ["calendar:year,quarter,month,week,day,dow,weekend"], 1);
    expect(table.calendar_dow).toEqual([2, 3, 4, 5, 6, 0, 1]);
    expect(table.calendar_weekend).toEqual([0, 0, 0, 1, 1, 0, 0]);
    expect(table.calendar_week).toEqual([1, 1, 1, 1, 1, 2, 2]);
    expect(table.calendar_day).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([table.calendar_year[6], table.calendar_month[6]]).toEqual([2020, 1]);
  });

  it("fourier of the calendar repeats with the season, also ahead", () => {
    const table = columnsOf(y, ["calendar:fourier=2"], 4, 4);
    expect(Object.keys(table)).toEqual(["calendar_cos_1", "calendar_sin_1", "calendar_cos_2"]);
    table.calendar_sin_1.forEach((value, t) => {
      expect(value).toBeCloseTo([0, 1, 0, -1][t % 4], 15);
    });
  });

  it("fft finds the amplitude of a wave in each window", () => {
    const wave = Array.from({ length: 30 }, (_, t) => 5 + 3 * Math.cos((2 * Math.PI * 2 * t) / 10));
    const table = columnsOf(wave, ["fft:k=3,window=10"]);
    for (let t = 10; t < 30; t++) {
      const amplitude = (j: number) =>
        Math.hypot(table[`fft_cos_${j}`][t], table[`fft_sin_${j}`][t]);
      expect(amplitude(1)).toBeCloseTo(0, 9);
      expect(amplitude(2)).toBeCloseTo(3, 9);
      expect(amplitude(3)).toBeCloseTo(0, 9);
    }
  });

  it("dtw says what followed the same course before, at the row's level", () => {
    const course = Array.from({ length: 40 }, (_, t) => 100 * Math.floor(t / 10) + (t % 10) ** 2);
    const table = columnsOf(course, ["dtw:k=1,window=6"], 1);
    expect(table.dtw_distance_1[27]).toBeCloseTo(0, 6);
    expect(table.dtw_next_1[27]).toBeCloseTo(course[27], 6);
  });
});

describe("dtw in long series", () => {
  const notice = (spec: string, n: number) =>
    createFeature(spec).notice?.([
      {
        y: new Float64Array(n),
        ds: new Float64Array(n),
        frequency: parseFrequency("D"),
        season: 1,
      },
    ]);

  it("says what it will take, and what would be quicker", () => {
    expect(notice("dtw", 20_000)).toBeUndefined();
    expect(notice("dtw", 100_000)).toContain("5.0 billion pairs of windows: 18 s");
    expect(notice("dtw", 100_000)).toContain("span=10000");
    expect(notice("dtw:span=10000", 100_000)).toBeUndefined();
    expect(notice("dtw:window=200", 100_000)).toContain("5 min");
  });

  it("with a span looks no further back", () => {
    const random = new Random(5);
    const y = Array.from({ length: 120 }, () => random.normal());
    const table = columnsOf(y, ["dtw:k=1,window=4,span=20"]);
    const latest = columnsOf(y.slice(50), ["dtw:k=1,window=4,span=20"]);
    for (const [name, values] of Object.entries(table)) {
      expect(values.slice(70)).toEqual(latest[name].slice(20));
    }
    expect(table).not.toEqual(columnsOf(y, ["dtw:k=1,window=4"]));
  });
});

describe("a feature that does not fit", () => {
  const y = Array.from({ length: 20 }, (_, t) => t);
  it.each([
    ["lag:0", "lags must be whole numbers from 1", undefined],
    [
      "lag:20",
      "lag 20 is longer than the series, which has 20 observations",
      "Use lags from 1 to 19.",
    ],
    [
      "roll:7,28",
      "a window of 28 is longer than the series, which has 20 observations",
      "Use windows of at most 20.",
    ],
    ["roll:std:1", "has no standard deviation", "Use windows from 2 to 20."],
    ["diff:30", "a difference over 30 steps", "Use steps from 1 to 19."],
    [
      "fft:k=4",
      "a window of 7 has fewer than 4 frequencies",
      "Use k from 1 to 3, or window=8 and longer.",
    ],
    [
      "fft:k=2,window=30",
      "longer than the series, which has 20 observations",
      "Use a window of at most 20: fft:k=2,window=20.",
    ],
    ["dtw:k=1,window=19", "have no window of 19", "Use a window from 2 to 18."],
    [
      "dtw:window=4,span=4",
      "the latest 4 observations have no window",
      "Use a span of at least 5, or 0 for all.",
    ],
    ["dtw:window=1", "a window of 1 has no shape to compare", "Use a window from 2 to 18."],
    ["calendar:fourier=4", "a season of 7 has fewer than 4 harmonics", "Use fourier from 1 to 3."],
    ["calendar", "no field is named", "Name some of year, quarter"],
    ["lags:1", 'there is no feature "lags"', 'Did you mean "lag"?'],
    ["roll:maen:3", 'not "maen"', 'Did you mean "mean"?'],
    ["lag:1:2", "lag takes one list of values", undefined],
  ])("%s says what would", (spec, message, hint) => {
    try {
      columnsOf(y, [spec]);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).message).toContain(message);
      expect((error as UsageError).hint ?? "").toContain(hint ?? "");
      return;
    }
    throw new Error(`${spec} was accepted`);
  });

  it("is named where two share a column", () => {
    expect(() => columnsOf(y, ["lag:1", "lag:2,1"])).toThrow("two features are called y_lag_1");
  });

  it("is left empty in the series that are too short, with a warning", () => {
    const warnings: string[] = [];
    const panel = daily([y, [1, 2, 3]]);
    const tables = featuresBySeries(panel, ["lag:5"], {
      warn: (message) => warnings.push(message),
    });
    expect(tables[1].columns[0].values.every(Number.isNaN)).toBe(true);
    expect(warnings).toEqual(["lag:5 is empty for series that are too short for it: b"]);
  });
});

describe("the table of a panel", () => {
  it("stacks the series, with dates and rows ahead", () => {
    const { rows, columns } = features(
      daily([
        [1, 2],
        [7, 8, 9],
      ]),
      ["lag:1"],
      { horizon: 1 },
    );
    expect(rows).toBe(7);
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["unique_id", "text"],
      ["ds", "time"],
      ["y", "number"],
      ["y_lag_1", "number"],
    ]);
    const lags = columns[3];
    expect(lags.kind === "number" && Array.from(lags.values)).toEqual([
      Number.NaN,
      1,
      2,
      Number.NaN,
      7,
      8,
      9,
    ]);
  });
});

it.each([-1, 1.5, Number.NaN])("a horizon of %d rows ahead is refused", (horizon) => {
  expect(() => features(daily([[1, 2, 3]]), ["lag:1"], { horizon })).toThrow(RangeError);
});
