import { describe, expect, it, vi } from "vitest";
import { makePlan } from "../../src/bulk/make-plan.js";
import { partWorker } from "../../src/bulk/part-work.js";
import { type Plan, requirePlan } from "../../src/bulk/plan.js";
import { headerOf } from "../../src/bulk/rows.js";
import { decodeSeries, encodeSeries } from "../../src/bulk/series-bytes.js";
import { modelOfAll, modelOfFew } from "../../src/cli/run/parts/by-series.js";
import { parseCsv } from "../../src/data/format/csv.js";
import { panelFromColumns } from "../../src/data/panel/from-table.js";
import type { Panel } from "../../src/data/panel/panel.js";
import { models } from "../../src/models/index.js";
import type { Intervals } from "../../src/models/intervals/kinds.js";
import { Random } from "../../src/numeric/random.js";
import { chooseModels } from "../../src/tasks/choose-models.js";
import { forecast } from "../../src/tasks/forecast.js";

const silent = () => {};

// Models are fitted to thousands of series.
vi.setConfig({ testTimeout: 240_000 });

interface Wish {
  readonly specs: readonly string[];
  readonly intervals?: Intervals;
  readonly horizon?: number;
  readonly min?: number;
  readonly quantiles?: readonly number[];
}

async function planned(panel: Panel, wish: Wish): Promise<Plan> {
  const { specs, intervals = "auto", horizon = 4, min, quantiles } = wish;
  const levels = quantiles ? [] : [80, 95];
  const limits = { min };
  return makePlan(panel, {
    ...{ specs, intervals, horizon, levels, limits, seed: 1, safe: false, threads: 1 },
    ...(quantiles && { quantiles }),
    warn: silent,
  });
}

/** Parts of the panel forecast one by one, as on other machines. */
async function inParts(panel: Panel, wish: Wish): Promise<string> {
  const plan = requirePlan(JSON.parse(JSON.stringify(await planned(panel, wish))));
  const work = await partWorker({ plan, format: "csv" });
  let text = headerOf(plan, "csv");
  for (let from = 0; from < panel.series.length; from += 3) {
    const bytes = encodeSeries(panel.series.slice(from, from + 3));
    const { bytes: rows, failures } = await work(decodeSeries(bytes, "part"));
    expect(failures).toEqual([]);
    text += Buffer.from(rows).toString();
  }
  return text;
}

async function inMemory(panel: Panel, wish: Wish): Promise<string> {
  const { specs, intervals = "auto", horizon = 4, min, quantiles } = wish;
  const outcome = await forecast(panel, {
    ...{ model: specs, intervals, horizon, judged: false, threads: 1 },
    ...(min !== undefined && { min }),
    ...(quantiles && { quantiles, levels: [] }),
  });
  return outcome.toCsv();
}

/** Monthly series of several lengths and kinds: trends, seasons, demand that is mostly none, constants. */
function table(seed: number, { series = 7, gaps = false, column = false } = {}): string {
  const random = new Random(seed);
  let text = `unique_id,ds,y${column ? ",price" : ""}\n`;
  for (let s = 0; s < series; s++) {
    const length = 20 + random.below(40);
    const start = random.below(24);
    const kind = (seed + s) % 4;
    for (let t = 0; t < length + (column ? 6 : 0); t++) {
      const month = start + t;
      const date = `${2010 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
      const season = [0, 3, 9, 4, 1, -2, -7, -3, 0, 5, 2, -4][month % 12];
      const price = column ? `,${(5 + random.uniform()).toFixed(2)}` : "";
      const noise = random.normal();
      const y = [
        50 + 0.4 * t + 3 * season + 2 * noise,
        random.uniform() < 0.7 ? 0 : random.below(9),
        12,
        100 * (1 + 0.01 * t) + 5 * noise,
      ][kind];
      if (gaps && t > 0 && t < length - 1 && random.uniform() < 0.1) continue;
      const missing = t >= length || (gaps && random.uniform() < 0.05);
      text += `s${s},${date},${missing ? "" : y.toFixed(3)}${price}\n`;
    }
  }
  return text;
}

function panelOfText(text: string, options = {}): Panel {
  const bytes = new TextEncoder().encode(text);
  return panelFromColumns(parseCsv({ name: "panel.csv", bytes }), options, silent);
}

const BY_SERIES = [
  ...["naive", "seasonal-naive", "naive2", "drift", "mean", "window-average", "croston"],
  ...["theta", "ets", "ar", "fft", "mstl", "ensemble", "hmm"],
];

describe("parts of a panel, forecast by a plan", () => {
  it.each([
    "linear",
    "lstm:hidden=4,epochs=1",
    "segrnn:hidden=4,epochs=1,loss=quantile",
    "boosted-trees:trees=10",
    "boosted-trees:trees=10,loss=quantile",
    "zero",
  ])("are together what %s, which learns from all series, forecasts of the whole", async (spec) => {
    const panel = panelOfText(table(3, { series: 20, column: spec === "linear" }), {
      future: spec === "linear" ? ["price"] : [],
    });
    expect(await inParts(panel, { specs: [spec] })).toBe(await inMemory(panel, { specs: [spec] }));
    const wish = { specs: [spec], quantiles: [0.1, 0.9], min: 3 };
    expect(await inParts(panel, wish)).toBe(await inMemory(panel, wish));
  });

  it.each(BY_SERIES)("are together what %s forecasts of the whole panel", async (spec) => {
    for (const seed of [1, 2]) {
      const panel = panelOfText(table(seed, { gaps: seed === 2 }));
      expect(await inParts(panel, { specs: [spec] })).toBe(
        await inMemory(panel, { specs: [spec] }),
      );
    }
  });

  it.each(["native", "calibrated", "conformal", "bootstrap", "none"] as const)(
    "have the same %s intervals",
    async (intervals) => {
      const panel = panelOfText(table(3));
      const wish = { specs: ["theta", "ar"], intervals };
      if (intervals === "none") {
        const plan = await planned(panel, wish);
        expect(plan.models.every(({ learned }) => learned === undefined)).toBe(true);
      } else expect(await inParts(panel, wish)).toBe(await inMemory(panel, wish));
    },
  );

  it("are the same of models with columns, limits and quantiles", async () => {
    const panel = panelOfText(table(4, { series: 4, column: true }), { future: ["price"] });
    expect(panel.series[0].future?.get("price")?.length).toBeGreaterThan(20);
    for (const wish of [
      { specs: ["arima:order=1-0-0,season=0-0-0"], min: 10 },
      { specs: ["theta", "naive"], quantiles: [0.1, 0.5, 0.9] },
    ]) {
      expect(await inParts(panel, wish)).toBe(await inMemory(panel, wish));
    }
  });

  it("are the same of a panel larger than the sample from which errors are learned", async () => {
    const many = table(5, { series: 2300 });
    const panel = panelOfText(many);
    const wish = { specs: ["seasonal-naive", "naive2"], intervals: "calibrated" as const };
    expect(await inParts(panel, wish)).toBe(await inMemory(panel, wish));
  });

  it("hold the dates and times of the whole panel in one precision", async () => {
    const hours = Array.from(
      { length: 30 },
      (_, h) => `a,2024-01-01T${String(h % 24).padStart(2, "0")}:00,${h}`,
    );
    const text = `unique_id,ds,y\n${hours.slice(0, 24).join("\n")}\nb,2024-01-01,3\nb,2024-01-02,4\n`;
    const panel = panelOfText(text, { freq: "h", missing: "zero" });
    const wish = { specs: ["naive"], horizon: 2 };
    const text2 = await inParts(panel, wish);
    expect(text2).toBe(await inMemory(panel, wish));
    expect(text2).toContain("b,2024-01-02T01:00:00,");
  });
});

describe("a plan", () => {
  it("is not made for models that look at all series together", async () => {
    const together = [];
    for (const { name } of models) {
      const label = modelOfAll(await chooseModels([name], { intervals: "auto" }));
      if (label === undefined) continue;
      together.push(label);
    }
    expect(together).toContain("lag-regression");
    expect(together).not.toContain("lstm");
    expect(together.filter((name) => BY_SERIES.includes(name))).toEqual([]);
    expect(modelOfAll(await chooseModels(["theta"], { intervals: "adaptive" }))).toBe("theta");
    expect(modelOfAll(await chooseModels(["auto"], { intervals: "adaptive" }))).toBe("auto");
    const auto = await chooseModels(["theta", "auto"], { intervals: "auto" });
    expect(modelOfAll(auto)).toBeUndefined();
    expect(modelOfFew(auto, 2000)).toEqual({ label: "auto", above: 2000 });
    expect(modelOfFew(auto, 2001)).toBeUndefined();
  });

  it("of another version is refused", async () => {
    const plan = await planned(panelOfText(table(6)), { specs: ["naive"] });
    expect(() => requirePlan({ ...plan, version: "0.0.1" })).toThrow("made by foretell 0.0.1");
    expect(() => requirePlan({ ...plan, schema: "x" })).toThrow("this is not a plan of foretell");
    expect(() => requirePlan(null)).toThrow("this is not a plan of foretell");
  });
});

describe("a series that cannot be forecast", () => {
  it("is told, and the others are forecast", async () => {
    const panel = panelOfText(table(7));
    const plan = await planned(panel, { specs: ["theta"] });
    const broken = { ...panel.series[1], y: panel.series[1].y.map(() => Number.POSITIVE_INFINITY) };
    const series = [panel.series[0], broken, panel.series[2]];
    const work = await partWorker({ plan, format: "csv" });
    const { bytes, rows, failures } = await work(series);
    expect(failures).toEqual([
      { id: "s1", model: "theta", message: expect.stringContaining("Infinity") },
    ]);
    const [, length, , rest] = rows;
    expect([...rows]).toEqual([0, length, 2, rest]);
    const texts = [bytes.subarray(0, length), bytes.subarray(length, length! + rest!)].map((own) =>
      Buffer.from(own).toString(),
    );
    expect(texts.join("")).toBe(Buffer.from(bytes).toString());
    expect(texts.map((text) => text.split("\n").length - 1)).toEqual([4, 4]);
  });
});

describe("bytes of series", () => {
  it("are refused when cut off or changed", () => {
    const bytes = encodeSeries(panelOfText(table(8)).series);
    expect(() => decodeSeries(bytes.subarray(0, bytes.length - 8), "part")).toThrow("cut off");
    const changed = bytes.slice();
    changed[changed.length - 1] ^= 1;
    expect(() => decodeSeries(changed, "part")).toThrow("damaged");
  });
});
