import { describe, expect, it } from "vitest";
import type { UndefinedReason, UndefinedScore } from "../../../src/evaluation/undefined-scores.js";
import {
  type Undefined,
  undefinedMetrics,
  undefinedNotes,
} from "../../../src/report/text/undefined-metrics.js";

const gap = (
  metric: UndefinedScore["metric"],
  reason: UndefinedReason,
  id = "tea",
  forecasts = 1,
): UndefinedScore => ({
  ...{ metric, reason: reason, id, forecasts },
});

function model(label: string, gaps: UndefinedScore[], [series, forecasts] = [1, 1]): Undefined {
  return { label, undefinedScores: gaps, series: series, forecasts: forecasts };
}

describe("what is not defined", () => {
  it("is told once for metrics and models of which the same is true", () => {
    const gaps = [gap("mase", "short"), gap("owa", "short"), gap("mape", "zero")];
    expect(
      undefinedNotes([model("a", gaps), model("b", gaps)], ["mae", "mase", "mape", "owa"]),
    ).toEqual([
      "MASE and OWA are undefined, because the training part has no observations a season apart",
      "MAPE is undefined, because an observation is 0",
    ]);
  });

  it("names the models where it is not true of all", () => {
    const models = [model("a", [gap("smape", "zeros")]), model("b", [])];
    expect(undefinedNotes(models, ["smape"])).toEqual([
      "sMAPE of a is undefined, because an observation and its forecast are both 0",
    ]);
  });

  it("says of how many series the mean is", () => {
    const gaps = [gap("mape", "zero"), gap("mape", "zero", "milk"), gap("mape", "range", "rum")];
    expect(undefinedNotes([model("a", gaps, [10, 10])], ["mape"])).toEqual([
      "MAPE is undefined for 2 of 10 series, such as tea, because an observation is 0; the mean covers the other 7",
      "MAPE is undefined for 1 of 10 series, such as rum, because a number is beyond the range of doubles; the mean covers the other 7",
    ]);
  });

  it("is told once of metrics that have other reasons, too", () => {
    const gaps = [gap("mase", "short"), gap("owa", "short"), gap("owa", "zeros", "rum")];
    expect(undefinedNotes([model("a", gaps, [10, 10])], ["mase", "owa"])).toEqual([
      "MASE and OWA are undefined for 1 of 10 series, such as tea, because the training part has no observations a season apart; the means cover the others",
      "OWA is undefined for 1 of 10 series, such as rum, because an observation and its forecast are both 0; the mean covers the other 8",
    ]);
  });

  it("counts folds of an only series, and forecasts of several", () => {
    expect(undefinedNotes([model("a", [gap("mape", "zero", "tea", 2)], [1, 5])], ["mape"])).toEqual(
      [
        "MAPE is undefined for 2 of 5 folds, because an observation is 0; the mean covers the other 3",
      ],
    );
    expect(
      undefinedNotes([model("a", [gap("mape", "zero", "tea", 2)], [3, 15])], ["mape"]),
    ).toEqual([
      "MAPE is undefined for 2 of 15 forecasts of 1 series, such as tea, because an observation is 0; the mean covers the other 13",
    ]);
  });

  it("of intervals is that of CRPS", () => {
    const gaps = [gap("crps", "intervals")];
    expect(undefinedNotes([model("a", gaps)], ["coverage", "width", "crps"])).toEqual([
      "coverage, width and CRPS are undefined, because there are no intervals",
    ]);
  });

  it("is not told of metrics that are not shown", () => {
    expect(undefinedNotes([model("a", [gap("mase", "short")])], ["mae", "seconds"])).toEqual([]);
  });

  it("is data too, by metric and reason", () => {
    const gaps = [gap("mape", "zero", "tea", 2), gap("mape", "zero", "rum", 1)];
    expect(undefinedMetrics(model("a", gaps, [3, 6]))).toEqual([
      {
        ...{ metric: "mape", reason: "an observation is 0", forecasts: 3, of: 6 },
        ...{ series: 2, example: "tea" },
      },
    ]);
  });
});
