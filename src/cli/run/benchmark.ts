import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../../package.json";
import { readCompetition } from "../../data/read/competition-files.js";
import { DataError, UsageError } from "../../errors.js";
import { type BacktestScores, backtest as scoreFolds } from "../../evaluation/backtest.js";
import {
  type Competition,
  competitions,
  filesOf,
  type Period,
  standings,
} from "../../evaluation/benchmark/competitions.js";
import type { Split } from "../../evaluation/benchmark/long-horizon.js";
import {
  m4Published,
  type Published,
  parsePublished,
} from "../../evaluation/benchmark/published-m4.js";
import { type Fold, givenFold, warnOfMissing } from "../../evaluation/folds.js";
import type { UndefinedScore } from "../../evaluation/undefined-scores.js";
import { undefinedOwa } from "../../evaluation/undefined-scores.js";
import { naive2 } from "../../models/baseline/naive2.js";
import type { Intervals } from "../../models/intervals/kinds.js";
import { remoteFits } from "../../queue/remote-fits.js";
import {
  type BenchmarkReport,
  benchmarkCsv,
  benchmarkJson,
  describeUndefined,
  type ModelStandings,
} from "../../report/benchmark/report.js";
import { benchmarkMarkdown, benchmarkTable } from "../../report/benchmark/text.js";
import type { Undefined } from "../../report/text/undefined-metrics.js";
import { type ChosenModel, chooseModels } from "../../tasks/choose-models.js";
import { type Outcome, scoreParts } from "../../tasks/score-parts.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { type Console, openConsole } from "../shared/console.js";
import type { Format, GlobalOptions } from "../shared/options.js";
import { chooseFormat, writeOutput } from "../shared/output.js";
import type { QueueOptions } from "../shared/queue.js";
import { scoring } from "../shared/scoring.js";
import { type Workers, withWorkers } from "./with-workers.js";

export interface BenchmarkOptions extends GlobalOptions, QueueOptions {
  readonly model?: string[];
  readonly data?: string;
  readonly seed: number;
  readonly format?: Format | "markdown";
  readonly output?: string;
  readonly safeCsv?: boolean;
  /** How intervals are made; `none` judges no intervals. Not for the long-horizon benchmark. */
  readonly intervals: Intervals;
  readonly threads: number;
  /** Long-horizon benchmark only. */
  readonly horizons?: readonly number[];
  readonly split?: Split;
}

/** Levels of the intervals that are judged, in percent. */
const LEVELS = [80, 95];

function levelsOf(intervals: Intervals): readonly number[] {
  return intervals === "none" ? [] : LEVELS;
}

/** Series of one period, and what Naive2 makes of them. */
interface Round {
  readonly period: Period;
  readonly fold: Fold;
  readonly reference: BacktestScores;
}

/**
 * `foretell benchmark`.
 *
 * @returns the exit code
 */
export async function benchmark(
  name: string,
  files: readonly string[],
  options: BenchmarkOptions,
): Promise<number> {
  const { output, seed, intervals } = options;
  const competition = competitions.find((one) => one.name === name)!;
  const specs = options.model ?? ["theta"];
  const models = await chooseModels(specs, { intervals, threads: options.threads });
  if (options.horizons || options.split) {
    throw new UsageError(
      `--horizons and --split cannot be used with ${name}`,
      "Use them with ltsf, or leave them out.",
    );
  }
  const format = benchmarkFormat(options.format, output);
  claimOutputs({ "--output": output }, {});
  const console = await openConsole(options);
  const published = await publishedOf(competition);
  const scoreOn = (workers?: Workers) =>
    scoring(
      console,
      async (signal) => {
        const rounds = await readRounds(competition, files, options, console);
        const remote =
          workers &&
          remoteFits(workers.queue, {
            ...workers,
            ...{ models, specs, intervals, seed, signal, levels: levelsOf(intervals) },
            ...{ folds: rounds.map(({ fold }) => fold), refit: 1, features: [], limits: {} },
          });
        try {
          const scored = await scoreAll(rounds, remote?.models ?? models, options, signal, console);
          return { rounds, ...scored };
        } finally {
          await remote?.end();
        }
      },
      ({ rounds, scored }, failures) => {
        const report: BenchmarkReport = {
          version,
          competition,
          seed,
          periods: rounds.map(({ period, fold }) => ({ ...period, n: fold.test.length })),
          models: scored,
          published,
          failures,
        };
        if (format === "csv") describeUndefined(report).forEach(console.warn);
        return writeOutput(write(report, format, options), output, format, console);
      },
    );
  return options.on === undefined ? scoreOn() : withWorkers(options, console, scoreOn);
}

/** Markdown is a page of its own here, for documents. */
export function benchmarkFormat(
  format: BenchmarkOptions["format"],
  output: string | undefined,
): Format | "markdown" {
  if (format === "markdown") return format;
  if (format === undefined && output?.endsWith(".md")) return "markdown";
  return chooseFormat(format, output);
}

function write(
  report: BenchmarkReport,
  format: Format | "markdown",
  options: BenchmarkOptions,
): string {
  switch (format) {
    case "csv":
      return benchmarkCsv(report, options.safeCsv);
    case "json":
      return benchmarkJson(report);
    case "table":
      return benchmarkTable(report, appearanceOfOutput(options));
    case "markdown":
      return benchmarkMarkdown(report);
  }
}

/** Methods on exactly the series at hand where a folder of references is named, else what is known. */
async function publishedOf({ name }: Competition): Promise<Published | undefined> {
  const folder = process.env.FORETELL_REFERENCE;
  const file = folder === undefined ? undefined : join(folder, `${name}-methods.json`);
  if (file !== undefined && existsSync(file)) {
    return parsePublished(await readFile(file, "utf8"), file);
  }
  return name === "m4" ? m4Published : undefined;
}

/**
 * The periods whose files there are; `warn` hears of the others.
 *
 * @throws DataError when there are none, or only one file of a period
 */
async function readRounds(
  competition: Competition,
  files: readonly string[],
  { data, output }: BenchmarkOptions,
  { progress, warn }: Console,
): Promise<Round[]> {
  if (files.length > 0 && data !== undefined) {
    throw new UsageError("both files and --data are given", "Leave one out.");
  }
  const folder = data ?? process.env.FORETELL_DATA ?? ".";
  const found = filesOf(competition, files.length > 0 ? files : await filesIn(folder));
  const where = files.length > 0 ? "the files given" : folder;
  const called = (period: Period, part: string) => `${competition.name}-${period.name}-${part}.csv`;
  const foreign = files.find(
    (file) => !found.some(({ train, test }) => train === file || test === file),
  );
  if (foreign !== undefined) {
    throw new UsageError(
      `${foreign} is not called like a file of ${competition.name}`,
      `Names are like ${called(competition.periods[0], "train")}, or give the folder with --data.`,
    );
  }
  const present = found.filter(({ train, test }) => train ?? test);
  if (present.length === 0) {
    const [first] = competition.periods;
    throw new DataError(
      `no files of ${competition.name} in ${where}: neither ${called(first, "train")} and ${called(first, "test")} nor those of ${competition.periods
        .slice(1)
        .map((period) => period.name)
        .join(", ")}`,
      { hint: "Name their folder with --data or FORETELL_DATA; .csv.gz will do too." },
    );
  }
  const read = present.flatMap(({ train, test }) =>
    [train, test].filter((file) => file !== undefined),
  );
  claimOutputs({ "--output": output }, { "the data": read });
  const absent = found.filter((one) => !present.includes(one)).map(({ period }) => period.name);
  if (absent.length > 0 && files.length === 0) {
    warn(`${folder} has no ${competition.name} files of ${absent.join(", ")}: left out`);
  }
  const rounds: Round[] = [];
  for (const { period, train, test } of present) {
    if (train === undefined || test === undefined) {
      const lacking = train === undefined ? "train" : "test";
      throw new DataError(
        `${called(period, lacking)} is missing in ${where}, beside ${train ?? test}`,
        { hint: "A period needs its training and its test file." },
      );
    }
    progress.start(`reading ${period.name} series`);
    const continuation = await readCompetition(train, test, period.season, warn);
    const fold = givenFold(continuation, period.horizon);
    warnOfMissing([fold], warn);
    const context = { seed: 1, levels: [], warn: () => {} };
    const reference = await scoreFolds([fold], naive2.create({}), context);
    rounds.push({ period, fold, reference });
    progress.done();
  }
  return rounds;
}

/** The files in a folder, and in its subfolders Train and Test as M4's own repository has them. */
async function filesIn(folder: string): Promise<string[]> {
  const list = async (path: string) => (await readdir(path)).sort().map((name) => join(path, name));
  try {
    const files = await list(folder);
    for (const name of ["Train", "Test"]) {
      const path = join(folder, name);
      if (existsSync(path)) files.push(...(await list(path)));
    }
    return files;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataError(
      code === "ENOENT" ? `${folder}: no such folder` : `${folder}: cannot be listed (${code})`,
      { hint: "Name the folder of the competition's files with --data." },
    );
  }
}

/** Scores one model after the other, each on one period after the other. */
async function scoreAll(
  rounds: readonly Round[],
  models: readonly ChosenModel[],
  { seed, intervals }: Pick<BenchmarkOptions, "seed" | "intervals">,
  signal: AbortSignal,
  { progress, warn }: Console,
): Promise<Outcome<ModelStandings>> {
  const levels = levelsOf(intervals);
  const context = { seed, levels, signal, warn, ...progress.listeners };
  const { scored, failures } = await scoreParts(
    models,
    rounds,
    { signal, progress },
    ({ label }, { period }) => `fitting ${label} to ${period.name} series`,
    async ({ model }, { period, fold, reference }) => {
      const start = performance.now();
      const scores = await scoreFolds([fold], model, context);
      if (scores.forecasts.length === 0) return undefined;
      const milliseconds = performance.now() - start;
      const ids = fold.training.series.map(({ id }) => id);
      return {
        ...{ period: period.name, scores: scores.series, reference: reference.series },
        coverage: scores.coverage.map(({ level, series }) => ({
          level,
          series: series.map((one) => one.coverage),
        })),
        undefinedScores: [...scores.undefinedScores, ...undefinedOwa(ids, scores, reference)],
        milliseconds,
      };
    },
  );
  return {
    scored: scored.map(({ model: { label }, scores }) => ({
      label,
      standings: standings(scores, scores.length === rounds.length),
      undefined: undefinedIn(label, scores),
      seconds: Math.round(scores.reduce((sum, one) => sum + one.milliseconds, 0)) / 1000,
    })),
    failures,
  };
}

/** Gaps of all periods together; each series is forecast once. */
function undefinedIn(
  label: string,
  periods: readonly {
    readonly undefinedScores: readonly UndefinedScore[];
    readonly scores: readonly unknown[];
  }[],
): Undefined {
  const series = periods.reduce((sum, { scores }) => sum + scores.length, 0);
  return {
    label,
    undefinedScores: periods.flatMap(({ undefinedScores }) => undefinedScores),
    series,
    forecasts: series,
  };
}
