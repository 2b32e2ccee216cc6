import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { version } from "../../../package.json";
import { type Panel, panelFromColumns } from "../../data/panel/from-table.js";
import { readColumns } from "../../data/read/read-table.js";
import { availableCores } from "../../engine/cores.js";
import { DataError, UsageError } from "../../errors.js";
import {
  defaultHorizons,
  ettSplit,
  type LongHorizonTask,
  longHorizonTask,
  type Split,
  scoreLongHorizon,
} from "../../evaluation/benchmark/long-horizon.js";
import { ettH1Published } from "../../evaluation/benchmark/published-ltsf.js";
import { findModel } from "../../models/index.js";
import type { LongHorizonReport, ModelScores } from "../../report/benchmark/ltsf.js";
import { longHorizonCsv, longHorizonJson } from "../../report/benchmark/ltsf.js";
import { longHorizonMarkdown, longHorizonTable } from "../../report/benchmark/ltsf-text.js";
import { parseSpec } from "../../spec/grammar.js";
import { type ChosenModel, chooseModels } from "../../tasks/choose-models.js";
import { type Outcome, scoreParts } from "../../tasks/score-parts.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { type Console, openConsole } from "../shared/console.js";
import { writeOutput } from "../shared/output.js";
import { scoring } from "../shared/scoring.js";
import { type BenchmarkOptions, benchmarkFormat } from "./benchmark.js";

/**
 * How networks are trained where a spec does not say otherwise: values are standardised already, and
 * an epoch is 16,384 windows drawn from all.
 */
const DEFAULT_OPTIONS: Readonly<Record<string, string | number>> = {
  ...{ batch: 32, epochs: 10, patience: 5, schedule: "cosine", loss: "mse" },
  ...{ log: "no", deseason: "no", difference: "no", "window-scale": "no", unit: "own" },
};

/**
 * `foretell benchmark ltsf`.
 *
 * @returns the exit code
 */
export async function benchmarkLongHorizon(
  files: readonly string[],
  options: BenchmarkOptions,
): Promise<number> {
  const { output, seed, threads, horizons = defaultHorizons } = options;
  const split = options.split ?? ettSplit;
  const longest = Math.max(...horizons);
  if (longest > Math.min(split.validation, split.test)) {
    throw new UsageError(
      `a horizon of ${longest} is longer than the ${Math.min(split.validation, split.test)} rows of a part`,
      "Use shorter --horizons, or a longer validation and test part in --split.",
    );
  }
  const room = Math.max(1, Math.floor((split.training - longest) / 2));
  const given = options.model ?? ["linear"];
  const specs = given.map((text) => withDefaults(text, Math.min(DEFAULT_CONTEXT, room)));
  const labels = (await chooseModels(given, { intervals: "none" })).map(({ label }) => label);
  const models = (await chooseModels(specs, { intervals: "none", threads })).map((chosen, i) => ({
    ...chosen,
    label: labels[i],
    spec: specs[i],
  }));
  if (options.on !== undefined || options.dataAt !== undefined) {
    throw new UsageError(
      `${options.on === undefined ? "--data-at" : "--on"} cannot be used with ltsf`,
      "Its models are fitted on this machine; leave it out.",
    );
  }
  if (options.intervals !== "none") {
    throw new UsageError(
      "--intervals cannot be used with ltsf, which judges forecasts alone",
      "Leave it out.",
    );
  }
  const format = benchmarkFormat(options.format, output);
  const file = fileOf(files, options);
  claimOutputs({ "--output": output }, { "the data": file });
  const console = await openConsole(options);
  return scoring(
    console,
    async (signal) => {
      console.progress.start(`reading ${file}`);
      const task = longHorizonTask(await readSeries(file, console), split);
      console.progress.done();
      return { task, ...(await scoreAll(task, models, horizons, seed, signal, console)) };
    },
    ({ task, scored }, failures) => {
      const report: LongHorizonReport = {
        version,
        source: basename(file),
        seed,
        split,
        series: task.whole.series.length,
        horizons,
        threads: availableCores(),
        models: scored,
        published: isEttH1(file, split) ? ettH1Published : [],
        failures,
      };
      return writeOutput(write(report, format, options), output, format, console);
    },
  );
}

/** Steps of the window that the linear models and PatchTST are published with. */
const DEFAULT_CONTEXT = 336;

/**
 * The spec with {@link DEFAULT_OPTIONS} options where its model is trained on windows and it does not name them.
 *
 * @param context steps of the window that the training part has room for
 */
function withDefaults(text: string, context: number): string {
  const spec = parseSpec(text);
  const { options } = findModel(spec.name.text, { text, part: spec.name });
  if (!Object.hasOwn(options, "unit")) return text;
  const named = new Set(spec.options.map(({ key }) => key.text));
  const added = Object.entries({ context, ...DEFAULT_OPTIONS }).filter(
    ([name]) => !named.has(name),
  );
  const more = added.map(([name, value]) => `${name}=${value}`).join(",");
  if (more === "") return text;
  return `${text}${text.includes(":") ? "," : ":"}${more}`;
}

/** The file named, or ETTh1 in the folder of data. */
function fileOf(files: readonly string[], { data }: BenchmarkOptions): string {
  if (files.length > 1) {
    throw new UsageError("the benchmark of long horizons takes one file", "Name one of them.");
  }
  const [file] = files;
  if (file !== undefined && data !== undefined) {
    throw new UsageError("both a file and --data are given", "Leave one out.");
  }
  if (file !== undefined) return file;
  const folder = data ?? process.env.FORETELL_DATA ?? ".";
  const found = ["ETTh1.csv", "ETTh1.csv.gz"].map((name) => join(folder, name)).find(existsSync);
  if (found !== undefined) return found;
  throw new DataError(`no ETTh1.csv in ${folder}`, {
    hint: "Name its folder with --data or FORETELL_DATA (.csv.gz will do too), or another file.",
  });
}

/** Published figures are of this file, cut as all cut it. */
function isEttH1(file: string, split: Split): boolean {
  return /^ETTh1\./i.test(basename(file)) && split === ettSplit;
}

/** Every column of numbers is a series. */
async function readSeries(file: string, { warn }: Console): Promise<Panel> {
  const columns = await readColumns(file, {}, warn);
  const target = columns.columns.flatMap(({ kind, name }) => (kind === "number" ? [name] : []));
  return panelFromColumns(columns, target.length > 0 ? { target } : {}, warn);
}

/** Scores one model after the other, each at one horizon after the other. */
async function scoreAll(
  task: LongHorizonTask,
  models: readonly (ChosenModel & { readonly spec: string })[],
  horizons: readonly number[],
  seed: number,
  signal: AbortSignal,
  { progress, warn }: Console,
): Promise<Outcome<ModelScores>> {
  const context = { seed, levels: [], signal, warn, ...progress.listeners };
  const { scored, failures } = await scoreParts(
    models,
    horizons,
    { signal, progress },
    ({ label }, horizon) => `fitting ${label}, ${horizon} steps ahead`,
    async ({ model }, horizon) => {
      const start = performance.now();
      const score = await scoreLongHorizon(task, model, horizon, context);
      const seconds = Math.round(performance.now() - start) / 1000;
      return score && { ...score, seconds };
    },
  );
  return {
    scored: scored.map(({ model: { label, spec }, scores }) => ({ label, spec, scores })),
    failures,
  };
}

function write(
  report: LongHorizonReport,
  format: NonNullable<BenchmarkOptions["format"]>,
  options: BenchmarkOptions,
): string {
  switch (format) {
    case "csv":
      return longHorizonCsv(report, options.safeCsv);
    case "json":
      return longHorizonJson(report);
    case "markdown":
      return longHorizonMarkdown(report);
    case "table":
      return longHorizonTable(report, appearanceOfOutput(options));
  }
}
