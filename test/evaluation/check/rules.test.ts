import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/errors.js";
import {
  applies,
  parseRequirement,
  parseRules,
  parseTimeBudgets,
  parseTolerances,
  requireKnown,
} from "../../../src/evaluation/check/rules.js";

describe("tolerances", () => {
  it("are amounts, percents or both, of all models or one, of the mean or a series", () => {
    expect(parseTolerances("mase=2%, rmse=0.5,lstm/smape@a b=0.1+1%,*=1e-9")).toEqual([
      { text: "mase=2%", metric: "mase", absolute: 0, relative: 0.02 },
      { text: "rmse=0.5", metric: "rmse", absolute: 0.5, relative: 0 },
      {
        ...{ text: "lstm/smape@a b=0.1+1%", metric: "smape", model: "lstm", series: "a b" },
        ...{ absolute: 0.1, relative: 0.01 },
      },
      { text: "*=1e-9", metric: "*", absolute: 1e-9, relative: 0 },
    ]);
  });

  it.each([
    ["mase", 1, 4],
    ["rmse=1,mase=", 8, 5],
    ["mase=2%%", 1, 8],
    ["mase=-1", 1, 7],
    ["mase=1.2.3", 1, 10],
    ["=2%", 1, 3],
    ["mase=1,,rmse=1", 8, 1],
  ])("cannot be read from %s", (text, column, width) => {
    try {
      parseTolerances(text);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).excerpt).toEqual({ text, column, width });
      return;
    }
    throw new Error("it was read");
  });
});

describe("requirements", () => {
  it.each([
    ["mase<=1.05", [1.05, 0], [1.06]],
    ["mase < 1", [0.9], [1, 2]],
    ["coverage-80>=.7", [0.7], [0.69]],
    ["bias > -1e-3", [0], [-0.1]],
    ["coverage-80 in 0.7..0.9", [0.7, 0.8, 0.9], [0.69, 0.91]],
  ])("%s", (text, good, bad) => {
    const { holds } = parseRequirement(text);
    expect(good.map(holds)).toEqual(good.map(() => true));
    expect(bad.map(holds)).toEqual(bad.map(() => false));
  });

  it("name a model by its whole spec, and any series", () => {
    expect(parseRequirement("lstm:hidden=8,layers=2/mase@a/b c<1")).toMatchObject({
      model: "lstm:hidden=8,layers=2",
      metric: "mase",
      series: "a/b c",
    });
  });

  it.each(["mase", "mase=1", "<1", "mase<x", "mase in 2..1", "mase in 1", "*<1"])(
    "cannot be read from %s",
    (text) => {
      expect(() => parseRequirement(text)).toThrow(UsageError);
    },
  );
});

describe("time budgets", () => {
  it("are times of the reference", () => {
    expect(parseTimeBudgets("lstm=50x,gru=4")).toEqual([
      { text: "lstm=50x", model: "lstm", ratio: 50 },
      { text: "gru=4", model: "gru", ratio: 4 },
    ]);
    for (const text of ["lstm", "lstm=0x", "lstm=fast"]) {
      expect(() => parseTimeBudgets(text)).toThrow(UsageError);
    }
  });
});

describe("a rule about nothing", () => {
  const known = {
    models: ["lstm:hidden=8", "naive"],
    metrics: ["mase", "smape"],
    series: ["shop"],
  };

  it.each([
    [{ tolerance: "masse=1%" }, /rule "masse=1%": there is no metric "masse"/],
    [{ warn: "gru/mase=1%" }, /no model "gru"/],
    [{ require: ["mase@shopp<1"] }, /no series "shopp"/],
    [{ timeBudget: "gru=3x" }, /no model "gru"/],
  ])("is an error: %j", (texts, message) => {
    expect(() => requireKnown(parseRules(texts), known)).toThrow(message);
  });

  it("is none that names a model by name or spec", () => {
    const rules = { tolerance: "*=1%,lstm/mase@shop=2%", require: ["lstm:hidden=8/mase<9"] };
    expect(() => requireKnown(parseRules(rules), known)).not.toThrow();
  });
});

describe("a rule", () => {
  it("without a series is about the mean, or about each where that is wanted", () => {
    const rule = { metric: "mase" };
    expect(applies(rule, "naive", "mase", ["*"], false)).toBe(true);
    expect(applies(rule, "naive", "mase", ["shop"], false)).toBe(false);
    expect(applies(rule, "naive", "mase", ["shop"], true)).toBe(true);
    expect(applies(rule, "naive", "smape", ["*"], true)).toBe(false);
  });
});
