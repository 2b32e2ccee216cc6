import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import type { ModelForecast } from "../../../src/evaluation/forecast.js";
import { forecastChart } from "../../../src/report/charts/series-chart.js";
import { forecastCsv } from "../../../src/report/forecast/csv.js";
import { forecastJson } from "../../../src/report/forecast/json.js";
import type { ForecastReport } from "../../../src/report/forecast/report.js";
import { forecastTable } from "../../../src/report/forecast/table.js";

const of = (...values: number[]) => Float64Array.from(values);
const untold = { holdout: undefined, training: undefined, gradientFlow: undefined };
const wide: ModelForecast = {
  label: "wide",
  forecasts: [
    {
      id: "a",
      mean: of(10, 20),
      intervals: [
        { level: 80, lo: of(9, 18), hi: of(11, 22) },
        { level: 97.5, lo: of(5, 10), hi: of(15, 30) },
      ],
    },
  ],
  ...untold,
};
const point: ModelForecast = {
  label: "point",
  forecasts: [{ id: "a", mean: of(1, 2) }],
  ...untold,
};

const panel: Panel = {
  source: "a.csv",
  frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
  season: 1,
  series: [{ id: "a", ds: of(0, 1, 2, 3), y: of(1, 2, 3, 4) }],
};

function report(...models: ModelForecast[]): ForecastReport {
  const levels = [80, 97.5];
  const future = [of(4, 5)];
  return {
    ...{ version: "0", panel, horizon: 2, seed: 1, levels, future, models, failures: [] },
    reference: undefined,
  };
}

const appearance = { width: 80, plain: true, color: false };

it("CSV has the ends of each level after the model that gives them", () => {
  expect(forecastCsv(report(wide, point))).toBe(
    [
      "unique_id,ds,wide,wide-lo-80,wide-hi-80,wide-lo-97.5,wide-hi-97.5,point",
      "a,4,10,9,11,5,15,1",
      "a,5,20,18,22,10,30,2",
      "",
    ].join("\n"),
  );
});

it("JSON has them by level, and none for a model that gives none", () => {
  const { levels, series } = JSON.parse(forecastJson(report(wide, point)));
  expect(levels).toEqual([80, 97.5]);
  expect(series[0].intervals).toEqual({
    "80": { lo: [9, 18], hi: [11, 22] },
    "97.5": { lo: [5, 10], hi: [15, 30] },
  });
  expect(series[1].intervals).toEqual({});
});

describe("the table", () => {
  it("has all intervals beside the forecast", () => {
    const { text } = forecastTable(report(wide, point), appearance);
    expect(text).toMatch(/\| ds \| +wide \| +lo-80 \| +hi-80 \| lo-97\.5 \| hi-97\.5 \| +point \|/);
  });

  it("has the widest alone, under the model's name, where all do not fit", () => {
    const { text } = forecastTable(report(wide, point), { ...appearance, width: 40 });
    const [above, head] = text.split("\n");
    expect(above).toMatch(/^ +wide -+ {2}point$/);
    expect(head).toMatch(/^ds +mean +lo-97\.5 +hi-97\.5 +mean$/);
  });

  it("leaves them out where the widest does not fit either", () => {
    const { text } = forecastTable(report(wide, point), { ...appearance, width: 30 });
    expect(text).toMatch(/\| ds +\| +wide \| +point \|/);
  });

  it("of several models is no wider than the terminal, whatever the width", () => {
    const labels = ["wide", "a-model-with-a-long-name", "ets"];
    const models = labels.map((label) => ({ ...wide, label }));
    for (let width = 50; width <= 120; width++) {
      for (const rows of [undefined, 9]) {
        const { text } = forecastTable(report(...models), { ...appearance, width }, rows);
        for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
      }
    }
  });
});

describe("the chart", () => {
  const band = { level: 95, lo: of(-100, -100), hi: of(50, 50) };
  const chart = (color: boolean, drawn = true) =>
    forecastChart(
      panel.series[0],
      of(4, 5),
      [{ label: "wide", mean: of(5, 6), ...(drawn && { band }) }],
      panel.frequency,
      1,
      { ...appearance, color },
    );

  it("reaches from the lower to the upper end, and says what they are", () => {
    expect(chart(false)).toContain(":: 95 % of wide");
    expect(chart(false)).toMatch(/^ *50 \|.*:\n[\s\S]*^-100 \|.*:$/m);
    expect(chart(false, false)).not.toContain(":");
  });

  it("draws it in gray where there is colour", () => {
    expect(chart(true)).toContain("\x1b[90m");
    expect(chart(true)).toContain("95 % of wide");
    expect(chart(true, false)).not.toContain("\x1b[90m");
  });
});
