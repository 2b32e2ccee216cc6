import { version } from "../../package.json";
import { stampsAhead } from "../data/panel/future-index.js";
import type { Panel, Series } from "../data/panel/panel.js";
import type { TimePrecision } from "../data/time/timestamp.js";
import type { WidePanel } from "../data/wide/wide-panel.js";
import { FitError } from "../errors.js";
import { levelsToFit } from "../evaluation/distribution.js";
import { encodeState } from "../models/file/bare-state.js";
import { spreadOf } from "../models/intervals/known-spread.js";
import { speakers } from "../models/intervals/speakers.js";
import type { FitContext } from "../models/model.js";
import { forecastColumnNames } from "../report/forecast/column-names.js";
import { finestPrecision } from "../report/text/timestamp.js";
import { type ChosenModel, chooseModels } from "../tasks/choose-models.js";
import { modelOf } from "./forecast-series.js";
import type { PanelFrame, Plan, PlannedModel } from "./plan.js";

/** What a plan is made of, besides the data. */
export interface PlanSettings
  extends Pick<
    Plan,
    "horizon" | "levels" | "quantiles" | "seed" | "intervals" | "limits" | "safe"
  > {
  readonly specs: readonly string[];
  /** Threads that may learn at once what is common to all series. */
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly warn: (message: string) => void;
  /** Hear how learning goes on. */
  readonly listeners?: Pick<FitContext, "onSeries" | "onProgress" | "onBatch">;
}

/**
 * Decides what is common to all series of a panel.
 *
 * @param panel the whole panel with its season, or of a larger one those series that speak for it, the
 *   first one first
 * @param precision of the dates of the whole panel, where `panel` is a part of it
 * @param wide      the whole panel, where `panel` is a part of it
 * @throws FitError where no series can be forecast, so that nobody would know the columns
 */
export async function makePlan(
  panel: Panel,
  settings: PlanSettings,
  precision: TimePrecision = precisionOfPanel(panel, settings.horizon),
  wide: WidePanel = panel,
): Promise<Plan> {
  const { specs, horizon, levels, quantiles, seed, intervals, limits, safe, threads } = settings;
  const { signal, warn, listeners } = settings;
  const some = speakers(panel);
  const models = await chooseModels(specs, { intervals, limits, threads });
  const learnedLevels = levelsToFit(levels, { quantiles }) ?? [];
  const context = {
    ...{ horizon, seed, levels: learnedLevels, threads, warn },
    ...(signal && { signal }),
    ...listeners,
  };
  const planned: PlannedModel[] = [];
  for (const [m, { label, model }] of models.entries()) {
    const state = await (model.shared?.learn(wide, context) ?? model.pooled?.learn(some, context));
    signal?.throwIfAborted();
    const learned =
      state === undefined ? undefined : Buffer.from(encodeState(state)).toString("base64");
    planned.push({ spec: specs[m], label, ...(learned !== undefined && { learned }) });
  }
  const frame = frameOf(panel);
  const plan: Omit<Plan, "columns"> = {
    schema: "foretell/plan@1",
    version,
    models: planned,
    ...{ horizon, levels, seed, intervals, limits, safe },
    spread: spreadOf(some),
    ...(quantiles && { quantiles }),
    panel: frame,
    ...(frame.frequency.unit !== "index" && { precision }),
  };
  return { ...plan, columns: ["unique_id", "ds", ...(await columnsOf(plan, some, models))] };
}

/** The precision of all dates of a panel and of its forecasts. */
export function precisionOfPanel({ series, frequency }: Panel, horizon: number): TimePrecision {
  if (frequency.unit === "index") return "day";
  return finestPrecision(stamps());

  function* stamps() {
    for (const one of series) {
      yield one.ds;
      yield stampsAhead(one, frequency, horizon);
    }
  }
}

function frameOf({
  series: _,
  reading: _reading,
  features: _features,
  ...frame
}: Panel): PanelFrame {
  return frame;
}

/**
 * The columns of the models, as the first series has them that can be forecast.
 *
 * @throws the error of the first series where none can
 */
async function columnsOf(
  plan: Omit<Plan, "columns">,
  panel: Panel,
  models: readonly ChosenModel[],
): Promise<string[]> {
  let problem: unknown;
  for (const series of panel.series) {
    try {
      return await columnsOfSeries(plan, series, models);
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      problem ??= error;
    }
  }
  throw problem;
}

async function columnsOfSeries(
  plan: Omit<Plan, "columns">,
  series: Series,
  models: readonly ChosenModel[],
): Promise<string[]> {
  const names: string[] = [];
  for (const [m, { label }] of models.entries()) {
    const forecast = modelOf(plan, plan.models[m], models[m].model);
    const [{ intervals, quantiles }] = await forecast([series], () => {});
    names.push(
      ...forecastColumnNames({
        label,
        levels: intervals.map(({ level }) => level),
        probabilities: quantiles.length > 0 ? (plan.quantiles ?? []) : [],
        samples: 0,
      }),
    );
  }
  return names;
}
