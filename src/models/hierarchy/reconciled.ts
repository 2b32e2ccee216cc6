import { observations, type Panel } from "../../data/panel/from-table.js";
import { normalQuantile } from "../../numeric/normal.js";
import { isNonNegative, type Limits, limited } from "../limits.js";
import type { FitContext, FittedModel, Model, SeriesForecast } from "../model.js";
import { theta } from "../theta/theta.js";
import type { HierarchyNode } from "./hierarchy.js";
import type { Reconciliation } from "./kinds.js";
import {
  addedUp,
  bottomUp,
  minimumTrace,
  type Reconciler,
  shrunkCovariance,
  topDown,
} from "./reconcile.js";

/** Fewest steps at which the errors of all nodes are known, for correlations. */
const MIN_ERRORS = 8;

/**
 * A model whose forecasts of a hierarchy add up. Each node is forecast by itself, and what does not add
 * up is shared out. Intervals keep their shape and change their width as the variance of the
 * reconciled errors does.
 *
 * Correlations are those of the model's one-step errors, or of Theta's where it gives none; then variances
 * are those of the model's own intervals one step ahead.
 *
 * @param nodes  of the panel that it is fitted to; of a panel that lacks some, forecasts stay as they are
 * @param limits that the observed series are held to; sums are sums of these. The least value is 0 by
 *   default where nothing below it was observed.
 */
export function reconciled(
  model: Model,
  nodes: readonly HierarchyNode[],
  how: Reconciliation,
  limits: Limits = {},
): Model {
  const { withoutBreaks: _, spread: __, pooled: ___, shared: ____, ...own } = model;
  return {
    ...own,
    local: false,
    async fit(panel, context) {
      const fitted = await model.fit(panel, context);
      if (panel.series.length !== nodes.length) return fitted;
      if (fitted.forecast(1, []).length < nodes.length) {
        context.warn(`interrupted: the forecasts of ${model.name} do not add up`);
        return fitted;
      }
      const floored = limits.min === undefined && panel.series.every(isNonNegative);
      const held = floored ? { ...limits, min: 0 } : limits;
      const reconciler = await reconcilerOf(fitted, panel, nodes, how, context);
      const { forecastWindows: _windows, ...rest } = fitted;
      const adding = (within: Limits) => (horizon: number, levels?: readonly number[]) =>
        addingUp(fitted.forecast(horizon, levels), nodes, reconciler, within);
      const forecast = adding(held);
      return {
        ...rest,
        forecast,
        unlimited: {
          forecast: adding({}),
          holds: (free, rounded = true) => {
            const within = rounded ? held : { ...held, integer: false };
            const means = adding(within)(free[0].mean.length, []).map(({ mean }) => mean);
            const limitsOf = ofSums(within, nodes);
            return free.map(({ mean }, place) => (values) => {
              const moved = values.map((value, h) => value + (means[place][h] - mean[h]));
              return limited(moved, limitsOf(place));
            });
          },
        },
      };
    },
  };
}

async function reconcilerOf(
  fitted: FittedModel,
  panel: Panel,
  nodes: readonly HierarchyNode[],
  how: Reconciliation,
  context: FitContext,
): Promise<Reconciler> {
  if (how === "top-down") return topDown(nodes);
  const covariance = await covarianceOf(fitted, panel, context);
  return how === "mint" ? minimumTrace(nodes, covariance) : bottomUp(nodes, covariance);
}

async function covarianceOf(
  fitted: FittedModel,
  panel: Panel,
  context: FitContext,
): Promise<Float64Array> {
  const own = fitted.fittedValues?.();
  const other = own
    ? undefined
    : await theta
        .create({ kind: "dynamic", seasons: [] })
        .fit(panel, { ...context, warn: () => {} });
  const errors = errorsOf(panel, own ?? other!.fittedValues!());
  const m = panel.series.length;
  const common = stepsKnownToAll(errors);
  const { covariance } =
    common.length >= MIN_ERRORS
      ? shrunkCovariance(errors.map((e) => Float64Array.from(common, (back) => e[e.length - back])))
      : { covariance: diagonal(errors.map(variance)) };
  if (own) return covariance;
  const deviations = deviationsOf(fitted);
  if (!deviations) return covariance;
  return covariance.map((value, k) => {
    const [i, j] = [Math.floor(k / m), k % m];
    const scale = Math.sqrt(covariance[i * m + i] * covariance[j * m + j]);
    return scale > 0 ? (value / scale) * deviations[i] * deviations[j] : 0;
  });
}

/** One-step errors of each series, NaN where there is none. */
function errorsOf({ series }: Panel, fitted: readonly Float64Array[]): Float64Array[] {
  return series.map((one, s) => observations(one).map((value, t) => value - fitted[s][t]));
}

/** Steps, counted back from the end from 1 on, at which every series has an error. */
function stepsKnownToAll(errors: readonly Float64Array[]): number[] {
  const shortest = errors.reduce((n, e) => Math.min(n, e.length), Number.POSITIVE_INFINITY);
  return Array.from({ length: shortest }, (_, k) => shortest - k).filter((back) =>
    errors.every((e) => Number.isFinite(e[e.length - back])),
  );
}

function variance(errors: Float64Array): number {
  const known = errors.filter(Number.isFinite);
  return known.reduce((sum, e) => sum + e * e, 0) / Math.max(1, known.length);
}

function diagonal(values: readonly number[]): Float64Array {
  const m = values.length;
  const matrix = new Float64Array(m * m);
  values.forEach((value, i) => {
    matrix[i * m + i] = value;
  });
  return matrix;
}

/** Standard deviations one step ahead, by the width of the narrowest intervals; none without intervals. */
function deviationsOf(fitted: FittedModel): number[] | undefined {
  const forecasts = fitted.forecast(1);
  const found = forecasts.map(({ intervals }) => intervals?.[0]);
  if (found.some((interval) => interval === undefined)) return undefined;
  return found.map((interval) => {
    const { level, lo, hi } = interval!;
    return (hi[0] - lo[0]) / (2 * normalQuantile(0.5 + level / 200));
  });
}

function addingUp(
  forecasts: readonly SeriesForecast[],
  nodes: readonly HierarchyNode[],
  { apply, widths }: Reconciler,
  limits: Limits,
): SeriesForecast[] {
  const horizon = forecasts[0].mean.length;
  const means = forecasts.map(() => new Float64Array(horizon));
  for (let h = 0; h < horizon; h++) {
    const together = apply(Float64Array.from(forecasts, ({ mean }) => mean[h]));
    const held = limited(together, limits);
    const values = addedUp(nodes, held);
    for (const place of means.keys()) means[place][h] = values[place];
  }
  const limitsOf = ofSums(limits, nodes);
  return forecasts.map(({ id, mean, intervals }, place) => {
    const moved = (end: Float64Array) =>
      limited(
        end.map((value, h) => means[place][h] + widths[place] * (value - mean[h])),
        limitsOf(place),
      );
    return {
      id,
      mean: means[place],
      ...(intervals && {
        intervals: intervals.map(({ level, lo, hi }) => ({ level, lo: moved(lo), hi: moved(hi) })),
      }),
    };
  });
}

/** The limits of each node where the observed series are held to these: a sum of three to three times as much. */
function ofSums(
  { min, max, ...limits }: Limits,
  nodes: readonly HierarchyNode[],
): (place: number) => Limits {
  const counts = addedUp(nodes, new Float64Array(nodes.length).fill(1));
  return (place) => ({
    ...limits,
    ...(min !== undefined && { min: min * counts[place] }),
    ...(max !== undefined && { max: max * counts[place] }),
  });
}
