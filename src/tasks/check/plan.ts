import { withSeason } from "../../analysis/panel-seasonality.js";
import type { Panel } from "../../data/panel/from-table.js";
import { panelOfTable } from "../../data/read/read-panel.js";
import type { Columns } from "../../data/table/columns.js";
import { DataError, UsageError } from "../../errors.js";
import { type BacktestScores, backtest } from "../../evaluation/backtest.js";
import type { Baseline, BaselineSource, TableOptions } from "../../evaluation/check/baseline.js";
import type { MeasuredSource } from "../../evaluation/check/compare.js";
import { withOtherRows } from "../../evaluation/check/leakage.js";
import { metricsOf, panelDigest } from "../../evaluation/check/measurement.js";
import { type Fold, warnOfMissing } from "../../evaluation/folds.js";
import { rollingFolds } from "../../evaluation/rolling-origin.js";
import { naive2 } from "../../models/baseline/naive2.js";
import type { Intervals } from "../../models/intervals/kinds.js";
import { type ChosenModel, chooseModels, DEFAULT_MODELS, heldTo } from "../choose-models.js";
import { chooseOrigins, type Origins } from "../choose-origins.js";
import { readForModels } from "../prepare.js";
import { sourceFromBaseline, sourceInBaseline } from "./baseline-file.js";

/** What is asked for; what is not explicit comes from the baseline. */
export interface PlanOptions {
  /** The baseline's file. */
  readonly baseline: string;
  readonly model?: readonly string[];
  readonly horizon?: number;
  readonly seed: number;
  /** How the sources are read, without the table that is joined. */
  readonly reading: TableOptions;
  readonly join?: string;
  readonly intervals: Intervals;
  readonly level: readonly number[];
  readonly folds: number;
  readonly step?: number;
  readonly feature?: readonly string[];
  readonly threads?: number;
  readonly leak?: boolean;
}

/** Options that a baseline records, and that may be given all the same. */
export type Recorded = "intervals" | "level" | "seed" | "folds";

/** How one source is measured: as requested now, else as in the baseline. */
export interface Plan {
  /** As the baseline calls it. */
  readonly source: string;
  /** Path from the working directory. */
  readonly path: string;
  readonly reading: TableOptions;
  /** Path of the joined table from the working directory. */
  readonly join: string | undefined;
  readonly horizon: number | undefined;
  readonly seed: number;
  readonly levels: readonly number[];
  readonly intervals: Intervals;
  readonly folds: number;
  /** The horizon when undefined. */
  readonly step?: number | undefined;
  readonly specs: readonly string[];
  /** Features that models take as inputs. */
  readonly features: readonly string[];
  /** The baseline, where all of the plan comes from it. */
  readonly file: string | undefined;
}

/** A plan with its data. */
export interface Prepared extends Omit<Plan, "folds" | "step"> {
  /** Its folds with other futures, where leaks are looked for. */
  readonly others: (() => Promise<readonly Fold[]>) | undefined;
  readonly panel: Panel;
  /** The oldest first. */
  readonly folds: readonly Fold[];
  readonly origins: Origins;
  readonly sha256: string;
  readonly models: readonly ChosenModel[];
  /** Scores of Naive2. */
  readonly reference: BacktestScores;
}

/**
 * @param sources those of the baseline when empty
 * @param isExplicit    whether an option was given rather than taken by default
 * @throws UsageError when there is nothing to check, or something twice
 */
export function choosePlans(
  sources: readonly string[],
  baseline: Baseline | undefined,
  isExplicit: (option: Recorded) => boolean,
  options: PlanOptions,
): Plan[] {
  const { baseline: file, model, horizon, seed, join } = options;
  const known = new Map(baseline?.sources.map((one) => [one.source, one]));
  const names =
    sources.length > 0 ? sources.map((one) => sourceInBaseline(one, file)) : [...known.keys()];
  if (names.length === 0) {
    throw new UsageError("there is no source to check", "Name files or bundled datasets.");
  }
  if (join === "-" && names.length > 1) {
    throw new UsageError("stdin can be joined with one source only", "Put it into a file.");
  }
  const given =
    model !== undefined ||
    options.feature !== undefined ||
    join !== undefined ||
    Object.keys(options.reading).length > 0;
  return names.map((source, i) => {
    if (names.indexOf(source) !== i) throw new UsageError(`source ${source} is given twice`);
    const before = known.get(source);
    const intervals = isExplicit("intervals") ? options.intervals : (before?.intervals ?? "native");
    // No levels in a baseline: it was written without intervals.
    const explicitLevels =
      isExplicit("level") || (isExplicit("intervals") && before?.levels.length === 0);
    const levels = explicitLevels || before === undefined ? options.level : before.levels;
    const reading = {
      ...before?.reading,
      ...options.reading,
      ...(join !== undefined && { join: sourceInBaseline(join, file) }),
    };
    return {
      source,
      path: sources[i] ?? sourceFromBaseline(source, file),
      reading,
      join: join ?? (reading.join && sourceFromBaseline(reading.join, file)),
      horizon: horizon ?? before?.horizon,
      seed: isExplicit("seed") ? seed : (before?.seed ?? seed),
      levels: intervals === "none" ? [] : levels,
      intervals: intervals === "none" ? "native" : intervals,
      folds: isExplicit("folds") ? options.folds : (before?.folds ?? options.folds),
      step: options.step ?? before?.step,
      specs: model ?? before?.models.map(({ spec }) => spec) ?? DEFAULT_MODELS,
      features: options.feature ?? before?.features ?? [],
      file: before && !given ? file : undefined,
    };
  });
}

/**
 * Reads the data of a plan and holds the last observations of each fold back.
 *
 * @throws DataError of the baseline for what would be wrong usage had a person written it
 */
export async function prepare(
  plan: Plan,
  options: Pick<PlanOptions, "threads" | "leak">,
  warn: (message: string) => void,
): Promise<Prepared> {
  try {
    return await prepareFolds(plan, options, warn);
  } catch (error) {
    if (plan.file === undefined || !(error instanceof UsageError)) throw error;
    throw new DataError(`${plan.source}: ${error.message}`, {
      hint: error.hint ?? "Write it anew: foretell check … --update.",
      location: { file: plan.file },
    });
  }
}

async function prepareFolds(
  plan: Plan,
  { threads, leak }: Pick<PlanOptions, "threads" | "leak">,
  warn: (message: string) => void,
): Promise<Prepared> {
  const { features, intervals } = plan;
  const models = await chooseModels(plan.specs, {
    ...{ features, intervals, ...heldTo({}) },
    ...(threads !== undefined && { threads }),
  });
  const read = await readForModels(
    [plan.path],
    models,
    { ...plan.reading, join: plan.join },
    { feature: features },
    warn,
  );
  const [table] = read.tables;
  const origins = chooseOrigins(read.panel, plan, warn);
  const panel = withSeason(read.panel, origins.holdout);
  const folds = rollingFolds(panel, { ...origins, window: "expanding" });
  warnOfMissing(folds, warn);
  const reference = await scoreReference(folds, plan);
  // Otherwise the table is given free.
  const others = leak
    ? () => withOtherFutures(table, panel, folds, read.reading, origins)
    : undefined;
  return { ...plan, others, panel, folds, origins, models, reference, sha256: panelDigest(panel) };
}

export function scoreReference(
  folds: readonly Fold[],
  { seed, levels }: Pick<Plan, "seed" | "levels">,
): Promise<BacktestScores> {
  return backtest(folds, naive2.create({}), { seed, levels, warn: () => {} });
}

/**
 * The folds as they would be had each been read from a table with another future: other values wherever
 * rows come after its cutoff.
 */
async function withOtherFutures(
  table: Columns,
  panel: Panel,
  folds: readonly Fold[],
  options: TableOptions,
  origins: Origins,
): Promise<Fold[]> {
  const others: Fold[] = [];
  for (const [k, { training }] of folds.entries()) {
    const other = await panelOfTable(withOtherRows(table, panel, training), options, () => {});
    const season = withSeason(other, origins.holdout);
    others.push(rollingFolds(season, { ...origins, window: "expanding" })[k]);
  }
  return others;
}

/** The settings of a source that a baseline records. */
export function settingsOf(one: Prepared): Omit<MeasuredSource, "results"> {
  const { source, reading, seed, levels, intervals, features, sha256, origins } = one;
  const { horizon, folds, step } = origins;
  return {
    ...{ source, reading, horizon, seed, levels, intervals, folds, features, sha256 },
    // A step that followed from the horizon is left out, so that it goes on to follow it.
    ...(folds > 1 && step !== horizon && { step }),
  };
}

/**
 * The models, metrics and series that rules can name.
 *
 * @param recorded sources of the baseline that stay in it
 */
export function knownTo(
  prepared: readonly Prepared[],
  recorded: readonly BaselineSource[],
): {
  models: string[];
  metrics: string[];
  series: string[];
} {
  const last = ({ folds }: Prepared) => folds[folds.length - 1];
  const metrics = prepared.flatMap((one) =>
    metricsOf(last(one), one.reference, one.reference).flatMap(({ metrics }) =>
      Object.keys(metrics),
    ),
  );
  const ids = prepared.flatMap((one) => last(one).training.series.map(({ id }) => id));
  const models = recorded.flatMap((source) => source.models);
  const scores = models.flatMap(({ measurement }) => measurement.scores);
  const forecasts = models.flatMap(({ measurement }) => measurement.forecasts);
  return {
    models: distinct([
      ...prepared.flatMap(({ specs }) => specs),
      ...models.map(({ spec }) => spec),
    ]),
    metrics: distinct([...metrics, ...scores.flatMap((one) => Object.keys(one.metrics))]),
    series: distinct([...ids, ...forecasts.map(({ unique_id }) => unique_id)]),
  };
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}
