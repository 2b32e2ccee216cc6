import { setImmediate } from "node:timers/promises";
import { observations, type Panel } from "../../data/panel/from-table.js";
import { sliceSeries } from "../../data/panel/series.js";
import { FitError } from "../../errors.js";
import { normalQuantile } from "../../numeric/normal.js";
import { knownBefore, type Origins } from "../intervals/origins.js";
import type { FitContext, SeriesForecast } from "../model.js";
import type { Candidate } from "./candidates.js";
import type { ShareDone } from "./share-done.js";
import { withoutColumns } from "./traits.js";
import { chooseWeights, type OriginErrors } from "./weights.js";

/** Latest observations of a series that are looked at. */
const MAX_OBSERVATIONS = 4096;
/**
 * How much better candidates with columns must do than those without, as a share of the loss: so much with
 * many origins, and so much more with a single one, falling with the root of their number.
 */
const COLUMNS_MUST_SAVE = 0.02;
const COLUMNS_MUST_SAVE_ONCE = 0.3;
/** Level of the members' intervals that give their deviations. */
export const OWN_LEVEL = 80;

/** A candidate's forecasts from the origins, [series][origins]. */
export interface Trial {
  readonly candidate: Candidate;
  readonly forecasts: readonly (readonly OwnForecast[])[];
  readonly seconds: number;
}

/** A forecast, and the standard deviation that its model claims; NaN where it claims none. */
export interface OwnForecast {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Fits each candidate before the earliest origin of each series and forecasts from all of them. */
export async function judge(
  candidates: readonly Candidate[],
  panel: Panel,
  { steps, held }: Origins,
  context: FitContext,
  failures: Map<Candidate, string>,
  share?: ShareDone,
): Promise<Trial[]> {
  const places = panel.series.map((_, s) => s).filter((s) => held[s].length > 0);
  const rounds = held.reduce((most, own) => Math.max(most, own.length), 0);
  const known = (s: number, origin: number) => knownBefore(panel, panel.series[s], held[s][origin]);
  const before: Panel = {
    ...panel,
    series: places.map((s) => known(s, held[s].length - 1)),
  };
  const later = Array.from({ length: rounds }, (_, origin) => {
    const some = places.filter((s) => held[s].length > origin);
    return { some, panel: { ...panel, series: some.map((s) => known(s, origin)) } };
  });
  const trials: Trial[] = [];
  for (const candidate of candidates) {
    // Fits of few series hold this thread: between them a signal is heard.
    await setImmediate();
    const started = performance.now();
    const forecasts = panel.series.map((): OwnForecast[] => []);
    if (places.length > 0 && !context.signal?.aborted) {
      try {
        const fitted = await candidate.model.fit(
          seenBy(candidate, before),
          quietly(share?.within(candidate, context) ?? context, false),
        );
        for (const { some, panel: part } of later) {
          const own = owned(
            candidate.model
              .restore(fitted.state, seenBy(candidate, part))
              .forecast(steps, [OWN_LEVEL]),
          );
          for (const [i, s] of some.entries()) if (own[i]) forecasts[s].push(own[i]);
        }
      } catch (error) {
        if (!(error instanceof FitError)) throw error;
        failures.set(candidate, error.message);
        continue;
      } finally {
        share?.add(candidate);
      }
    }
    trials.push({ candidate, forecasts, seconds: since(started) });
  }
  return trials;
}

/** Errors of each series and origin, [candidates][steps]. */
export function errorsOf(trials: readonly Trial[], panel: Panel, { held, steps }: Origins) {
  return panel.series.map((series, s) => {
    const actual = observations(series);
    const origins = held[s].flatMap((back, origin): OriginErrors[] => {
      const from = actual.length - back;
      const errors = trials.map(({ forecasts }) => {
        const mean = forecasts[s][origin]?.mean;
        return Float64Array.from({ length: steps }, (_, h) =>
          mean === undefined ? Number.NaN : actual[from + h] - mean[h],
        );
      });
      return errors.every((own) => own.some((error) => !Number.isNaN(error))) ? [errors] : [];
    });
    return { origins };
  });
}

/** Whether the best candidate with columns does better than the best one without. */
export function columnsHelp(
  trials: readonly Trial[],
  panel: Panel,
  origins: Origins,
  intermittent: boolean,
): boolean {
  if (!trials.some(({ candidate }) => candidate.columns)) return false;
  const errors = errorsOf(trials, panel, origins);
  const { losses } = chooseWeights(trials.length, errors, origins.steps, intermittent);
  const least = (columns: boolean) =>
    trials.reduce(
      (min, { candidate }, c) => (candidate.columns === columns ? Math.min(min, losses[c]) : min),
      Number.POSITIVE_INFINITY,
    );
  const pairs = errors.reduce((sum, { origins }) => sum + origins.length, 0);
  const share = COLUMNS_MUST_SAVE + COLUMNS_MUST_SAVE_ONCE / Math.sqrt(pairs);
  return least(true) < (1 - share) * least(false);
}

/** Means and deviations of forecasts with intervals at {@link OWN_LEVEL}. */
export function owned(forecasts: readonly SeriesForecast[]): OwnForecast[] {
  const half = normalQuantile(0.5 + OWN_LEVEL / 200);
  return forecasts.map(({ mean, intervals }) => {
    const own = intervals?.[0];
    return {
      mean,
      deviation: own
        ? mean.map((_, h) => (own.hi[h] - own.lo[h]) / (2 * half))
        : mean.map(() => Number.NaN),
    };
  });
}

export function seenBy({ columns }: Candidate, panel: Panel): Panel {
  return columns ? panel : withoutColumns(panel);
}

/** Members say nothing of oddities: they are weighed. Only fits to everything show how gradients flow. */
export function quietly({ onFlow, ...context }: FitContext, last: boolean): FitContext {
  return { ...context, levels: [OWN_LEVEL], warn: () => {}, ...(last && onFlow && { onFlow }) };
}

/** The latest observations of each series. */
export function recent(panel: Panel): Panel {
  if (panel.series.every(({ y }) => y.length <= MAX_OBSERVATIONS)) return panel;
  return {
    ...panel,
    series: panel.series.map((one) =>
      one.y.length > MAX_OBSERVATIONS ? sliceSeries(one, one.y.length - MAX_OBSERVATIONS) : one,
    ),
  };
}

export function since(started: number): number {
  return (performance.now() - started) / 1000;
}
