import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../../../src/errors.js";
import type { Baseline, TableOptions } from "../../../src/evaluation/check/baseline.js";
import { parseBaseline } from "../../../src/evaluation/check/read-baseline.js";
import { formatBaseline, lineOf } from "../../../src/evaluation/check/write-baseline.js";

const baseline: Baseline = {
  version: "0.1.0",
  rules: { tolerance: "mase=2%", require: ["mase<=1"], exact: true },
  sources: [
    {
      source: "data/shops.csv",
      reading: { target: ["amount"], id: "shop", season: 12 },
      horizon: 2,
      seed: 1,
      levels: [80],
      features: ["lag:12"],
      sha256: "0f",
      models: [
        {
          spec: "lstm:hidden=8",
          measurement: {
            scores: [
              { unique_id: "*", metrics: { mase: 0.5, smape: null } },
              { unique_id: "__proto__", metrics: { mase: 0.5, smape: null } },
              { unique_id: "tea", metrics: { mase: 0.5, smape: null } },
            ],
            forecasts: [
              { unique_id: "__proto__", sha256: "aa", mean: [1.5, -2] },
              { unique_id: "tea", sha256: "ab", mean: [1, 2] },
            ],
          },
        },
      ],
    },
    {
      source: "nottem",
      reading: {},
      horizon: 12,
      seed: 7,
      levels: [],
      intervals: "adaptive",
      folds: 3,
      step: 2,
      features: [],
      sha256: "1f",
      models: [
        {
          spec: "naive",
          measurement: {
            scores: [{ unique_id: "*", metrics: { mase: 2 } }],
            forecasts: [{ unique_id: "nottem", sha256: "ac", mean: [3] }],
          },
        },
      ],
    },
  ],
};
const text = formatBaseline(baseline);

/** Every option that says how a table is read. */
const reading: TableOptions = {
  ...{
    join: "weather.csv",
    time: "ds",
    target: ["y"],
    id: "shop",
    past: ["p"],
    future: ["f"],
    exogenous: ["x"],
  },
  ...{ static: ["region"], freq: "MS", season: 12, aggregate: "sum", duplicates: "last" },
  ...{ missing: "ffill", delimiter: ";", decimal: ",", encoding: "latin1", header: false },
  ...{ na: ["-999"], dateFormat: "dmy", tz: "Europe/Berlin", maxBytes: 1e6 },
};

describe("a baseline", () => {
  it("comes back from its file", () => {
    expect(parseBaseline(text, "b.json")).toEqual(baseline);
  });

  it("knows every way to read a table", () => {
    const told = { ...baseline, sources: [{ ...baseline.sources[0], reading }] };
    expect(parseBaseline(formatBaseline(told), "b.json")).toEqual(told);
  });

  it("has one record a line, so that a diff shows what changed", () => {
    const lines = text.split("\n").filter((line) => line.startsWith("  {"));
    expect(
      lines.map((line) => line.replace(/,$/, "")).map((line) => JSON.parse(line)),
    ).toHaveLength(9);
    expect(lineOf(text, "nottem", "naive")).toBe(
      1 + text.split("\n").findIndex((line) => line.includes('"nottem","model":"naive"')),
    );
    expect(lineOf(text, "nottem", undefined)).toBe(
      1 + text.split("\n").findIndex((line) => line.includes('"source":"nottem","horizon"')),
    );
  });

  it("is refused when a record was lost or left in a merge, which would never be compared", () => {
    const reject = (change: (json: Record<"data" | "scores" | "forecasts", unknown[]>) => void) => {
      const json = JSON.parse(text);
      change(json);
      return () => parseBaseline(JSON.stringify(json), "b.json");
    };
    expect(reject((json) => json.scores.pop())).toThrow("scores have no * of naive on nottem");
    expect(reject((json) => json.scores.splice(1, 1))).toThrow(
      "scores have no __proto__ of lstm:hidden=8 on data/shops.csv",
    );
    expect(reject((json) => json.forecasts.pop())).toThrow(
      "forecasts have none of naive on nottem",
    );
    expect(reject((json) => json.forecasts.splice(1, 1))).toThrow(
      "forecasts have no tea of lstm:hidden=8 on data/shops.csv",
    );
    expect(reject((json) => json.data.pop())).toThrow(
      "scores have naive on nottem, which data do not name",
    );
  });

  it("that is no JSON is refused with the place", () => {
    expect(() => parseBaseline(text.replace('"seed":7', '"seed":'), "b.json")).toThrow(
      expect.objectContaining({
        message: 'not JSON: "," is not expected here',
        location: expect.objectContaining({ line: lineOf(text, "nottem", undefined), width: 1 }),
      }),
    );
  });

  it("is refused when it says what nothing would ever heed", () => {
    const read = (from: string, to: string) => () =>
      parseBaseline(text.replace(from, to), "b.json");
    expect(read('"tolerance"', '"tolerence"')).toThrow("there is no rules.tolerence");
    expect(read('"season":12', '"seson":12')).toThrow("there is no data[0].seson");
    expect(read('"seed":7', '"seed":7,"seed":8')).toThrow(
      expect.objectContaining({
        message: 'not a baseline: "seed" is given twice',
        location: { file: "b.json", line: lineOf(text, "nottem", undefined) },
      }),
    );
  });

  it("is refused with a message when anything in it is not what it should be", () => {
    const reject = (given: string) => {
      try {
        parseBaseline(given, "b.json");
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        expect(error.location?.file).toBe("b.json");
        return error.message;
      }
      return "it was read";
    };
    expect(reject("{\n")).toBe("not JSON: it ends too early");
    expect(reject("[]")).toBe("not a baseline: it must be an object");
    expect(reject("{}")).toMatch(/its schema is not foretell\/baseline@1/);
    expect(reject(text.replace('"horizon":2', '"horizon":2.5'))).toMatch(
      /data\[0\]\.horizon must be a whole number/,
    );
    expect(reject(text.replace('"mase":2', '"mase":"2"'))).toMatch(/scores\[3\]\.mase/);
    expect(
      reject(text.replace('"unique_id":"__proto__","mase"', '"unique_id":"*","mase"')),
    ).toMatch(/scores\[1\] repeats \* of lstm:hidden=8/);
    expect(reject(text.replaceAll('"nottem"', '"data/shops.csv"'))).toMatch(/repeats|twice/);
    expect(reject(text.replace('"exact":true', '"exact":"yes"'))).toMatch(
      /rules\.exact must be true or false/,
    );
    expect(reject(text.replace('"mase=2%"', '"mase"'))).toMatch(
      /in its rules "mase" is not a toleran/,
    );
    // Whatever is cut out of it, it is read or refused, and nothing else.
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), (from, length) => {
        reject(text.slice(0, from) + text.slice(from + length));
      }),
    );
  });
});
