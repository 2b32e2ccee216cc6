import { describe, expect, it } from "vitest";
import type { ModelForecast } from "../../../src/evaluation/forecast.js";
import { forecastFigure, forecastPicture } from "../../../src/report/forecast/figure.js";
import { forecastPage } from "../../../src/report/forecast/page.js";
import type { ForecastReport } from "../../../src/report/forecast/report.js";
import { terminalReport } from "../../../src/report/forecast/text.js";

const of = (...values: number[]) => Float64Array.from(values);
const untold = { holdout: undefined, training: undefined, gradientFlow: undefined };
const IDS = ["a", "b"];
const probabilities = [0.1, 0.5, 0.9];

function model(label: string, more: Partial<ModelForecast> = {}): ModelForecast {
  return { label, forecasts: IDS.map((id) => ({ id, mean: of(10, 20) })), ...untold, ...more };
}

function report(
  models: readonly ModelForecast[],
  more: Partial<ForecastReport> = {},
): ForecastReport {
  return {
    panel: {
      source: "in.csv",
      frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
      season: 1,
      series: IDS.map((id) => ({ id, ds: of(0, 1, 2, 3), y: of(1, 2, 3, 4) })),
    },
    ...{ version: "0", horizon: 2, seed: 1, levels: [], models, failures: [] },
    ...{ future: IDS.map(() => of(4, 5)), reference: undefined, ...more },
  };
}

const withQuantiles = model("theta", {
  quantiles: IDS.map(() => [of(8, 16), of(10, 20), of(12, 24)]),
});

describe("the picture of a forecast", () => {
  it("shades what lies between quantiles on both sides, where no intervals were asked for", () => {
    const { plots } = forecastFigure(report([withQuantiles], { quantiles: probabilities }));
    const bands = plots[0]!.marks.filter((mark) => mark.kind === "band");
    expect(bands).toHaveLength(1);
    expect(bands[0]).toMatchObject({ label: "theta, 80 % interval", lo: of(4, 8, 16) });
    const plain = { width: 80, plain: true, color: false };
    const text = terminalReport(report([withQuantiles], { quantiles: probabilities }), plain);
    expect(text).toContain(":: 80 % of theta");
  });

  it("shades what lies between the outermost quantiles where these are no pair, and says which", () => {
    const odd = report([withQuantiles], { quantiles: [0.05, 0.5, 0.9] });
    const bands = forecastFigure(odd).plots[0]!.marks.filter((mark) => mark.kind === "band");
    expect(bands).toMatchObject([{ label: "theta, q-0.05 to q-0.9", lo: of(4, 8, 16) }]);
    const plain = { width: 80, plain: true, color: false };
    expect(terminalReport(odd, plain)).toContain(":: q-0.05 to q-0.9 of theta");
  });

  it("draws a single quantile as a line", () => {
    const one = model("theta", { quantiles: IDS.map(() => [of(12, 24)]) });
    const high = report([one], { quantiles: [0.9] });
    const { marks } = forecastFigure(high).plots[0]!;
    const lines = marks.filter(({ label }) => label === "theta, q-0.9");
    expect(lines).toMatchObject([{ kind: "line", y: of(4, 12, 24) }]);
    const plain = { width: 80, plain: true, color: false };
    expect(terminalReport(high, plain)).toContain(":: q-0.9 of theta");
  });

  it("tells totals in words, with their narrowest interval", () => {
    const totals = IDS.map((id) => ({
      id,
      mean: 1234.5,
      intervals: [95, 80].map((level) => ({ level, lo: 1200 - level, hi: 1300 + level })),
    }));
    const withTotals = report([model("theta", { totals } as object)]);
    expect(forecastPicture(withTotals).notes).toEqual([
      "Total of 2 steps of a: 1,234.5 (80 %: 1,120.0 to 1,380.0).",
      "Total of 2 steps of b: 1,234.5 (80 %: 1,120.0 to 1,380.0).",
    ]);
    const page = forecastPage(withTotals);
    expect(page).not.toContain("Total of 2 steps of a:");
    expect(page).toMatch(/Total of 2 steps[\s\S]*1,234\.5[\s\S]*1,120\.0[\s\S]*Forecast by date/);
  });

  it("is titled by its plans where several were forecast, else by its models", () => {
    const both = [model("low"), model("high")];
    expect(forecastFigure(report(both, { plans: ["low", "high"] })).title).toBe(
      "in.csv: forecast of 2 steps for the plans low, high",
    );
    expect(forecastFigure(report(both)).title).toBe("in.csv: forecast of 2 steps by low and high");
  });
});

describe("the terminal", () => {
  it("says that quantiles have no room, and where they are", () => {
    const models = ["low", "middling-plan", "high"].map((label) => ({ ...withQuantiles, label }));
    const text = terminalReport(report(models, { quantiles: probabilities }), {
      ...{ width: 52, rows: 24, plain: true, color: false },
    });
    expect(text.replaceAll("\n", " ")).toContain("and the quantiles");
  });
});
