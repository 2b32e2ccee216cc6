import type { Panel } from "../data/panel.js";
import { readPanel } from "../data/read-panel.js";
import { UsageError } from "../errors.js";
import {
  type BacktestScores,
  backtest,
  type Fold,
  lastFold,
  warnOfMissing,
} from "../evaluation/backtest.js";
import type { Baseline, TableOptions } from "../evaluation/baseline.js";
import { metricsOf, panelDigest } from "../evaluation/measurement.js";
import { withSeason } from "../features/panel-season.js";
import { naive2 } from "../models/baseline/naive2.js";
import { sourceFromBaseline, sourceInBaseline } from "./baseline-file.js";
import { allTakeMissing, type ChosenModel, chooseModels, warnOfIgnored } from "./chosen-models.js";
import { chooseHorizon } from "./horizon.js";
import {
  type DataOptions,
  type FeatureOptions,
  type GlobalOptions,
  type IntervalOptions,
  type ThreadOptions,
  wantedLevels,
} from "./options.js";
import { dataOptions } from "./source.js";

export interface CheckOptions
  extends DataOptions,
    FeatureOptions,
    IntervalOptions,
    ThreadOptions,
    GlobalOptions {
  readonly baseline: string;
  readonly update?: boolean;
  readonly acceptData?: boolean;
  readonly only?: boolean;
  readonly model?: string[];
  readonly horizon?: number;
  readonly seed: number;
  readonly tolerance?: string;
  readonly warn?: string;
  readonly require?: string[];
  readonly perSeries?: boolean;
  readonly exact?: boolean;
  readonly leak?: boolean;
  readonly timeBudget?: string;
  readonly report?: string[];
  readonly format: "table" | "json";
}

const DEFAULT_MODELS = ["lstm", "seasonal-naive"];

/** What is to be measured on one source: as asked for now, else as in the baseline. */
export interface Plan {
  /** As the baseline calls it. */
  readonly source: string;
  /** Where it is found from here. */
  readonly path: string;
  readonly reading: TableOptions;
  readonly horizon: number | undefined;
  readonly seed: number;
  readonly levels: readonly number[];
  readonly specs: readonly string[];
  /** Features that models take as inputs. */
  readonly features: readonly string[];
}

/** A plan with its data. */
export interface Prepared extends Plan {
  readonly panel: Panel;
  readonly fold: Fold;
  readonly sha256: string;
  readonly models: readonly ChosenModel[];
  /** Scores of Naive2. */
  readonly reference: BacktestScores;
}

/**
 * @param sources those of the baseline when empty
 * @param told    whether an option was given rather than taken by default
 * @throws UsageError when there is nothing to check, or something twice
 */
export function choosePlans(
  sources: readonly string[],
  baseline: Baseline | undefined,
  told: (option: keyof CheckOptions) => boolean,
  options: CheckOptions,
): Plan[] {
  const { baseline: file, model, horizon, seed } = options;
  const known = new Map(baseline?.sources.map((one) => [one.source, one]));
  const names =
    sources.length > 0 ? sources.map((one) => sourceInBaseline(one, file)) : [...known.keys()];
  if (names.length === 0) {
    throw new UsageError("there is no source to check", "Name files or bundled datasets.");
  }
  return names.map((source, i) => {
    if (names.indexOf(source) !== i) throw new UsageError(`source ${source} is given twice`);
    const before = known.get(source);
    const asked = told("level") || told("intervals") || before === undefined;
    return {
      source,
      path: sources[i] ?? sourceFromBaseline(source, file),
      reading: { ...before?.reading, ...dataOptions(options) },
      horizon: horizon ?? before?.horizon,
      seed: told("seed") ? seed : (before?.seed ?? seed),
      levels: asked ? wantedLevels(options) : before.levels,
      specs: model ?? before?.models.map(({ spec }) => spec) ?? DEFAULT_MODELS,
      features: options.feature ?? before?.features ?? [],
    };
  });
}

/** Reads the data of a plan and holds the last observations back. */
export async function prepare(
  plan: Plan,
  threads: number,
  warn: (message: string) => void,
): Promise<Prepared> {
  const { features } = plan;
  const models = await chooseModels(plan.specs, { threads, features });
  const read = await readPanel(plan.path, { ...plan.reading, left: allTakeMissing(models) }, warn);
  warnOfIgnored(models, read, warn, features);
  const horizon = chooseHorizon(read, plan.horizon, { short: "left out", beyond: false }, warn);
  const panel = withSeason(read, horizon);
  const fold = lastFold(panel, horizon);
  warnOfMissing([fold], warn);
  const reference = await scoreReference(fold, plan);
  return { ...plan, panel, fold, models, reference, sha256: panelDigest(panel) };
}

export function scoreReference(fold: Fold, { seed, levels }: Plan): Promise<BacktestScores> {
  return backtest([fold], naive2.create({}), { seed, levels, warn: () => {} });
}

/** What rules can be about. */
export function knownTo(prepared: readonly Prepared[]): {
  models: string[];
  metrics: string[];
  series: string[];
} {
  const metrics = prepared.flatMap(({ fold, reference }) =>
    metricsOf(fold, reference, reference).flatMap((measured) => Object.keys(measured.metrics)),
  );
  const ids = prepared.flatMap(({ fold }) => fold.training.series.map(({ id }) => id));
  return {
    models: [...new Set(prepared.flatMap(({ specs }) => specs))],
    metrics: [...new Set(metrics)],
    series: [...new Set(ids)],
  };
}
