import { setImmediate } from "node:timers/promises";
import type { Panel, Series } from "../../data/panel/from-table.js";
import { chooseOrigins, type OriginRule, type Origins } from "../intervals/origins.js";
import type { FitContext, FittedModel, Model, State } from "../model.js";
import { type Candidate, type ChosenCandidate, candidateOf } from "./candidates.js";
import { seenPanel } from "./seen-panel.js";
import { isIntermittent } from "./traits.js";
import { judge, type OwnForecast, recent, type Trial } from "./trials.js";

/** By what series of each kind are tried. */
export interface TrialSetup {
  readonly regular: KindSetup;
  readonly intermittent: KindSetup;
}

interface KindSetup {
  readonly candidates: readonly ChosenCandidate[];
  readonly origins: OriginRule;
}

/** What candidates forecast of one series from its origins, [candidates]. */
export type SeriesTrial = readonly {
  /** [origins]; none where it failed, or the series is too short. */
  readonly forecasts: readonly OwnForecast[];
  readonly failure?: string;
}[];

/** A panel of one series, without what only panels of several can use. */
export function panelOfOne(panel: Panel, { static: _, ...series }: Series): Panel {
  return { ...panel, series: [series] };
}

/** Tries candidates on one series as it is seen. */
export async function tryCandidates(
  candidates: readonly Candidate[],
  seen: Panel,
  rule: OriginRule,
  context: FitContext,
): Promise<{
  readonly origins: Origins;
  readonly trials: readonly Trial[];
  readonly failures: ReadonlyMap<Candidate, string>;
}> {
  const origins = chooseOrigins(seen, context.horizon, rule);
  const failures = new Map<Candidate, string>();
  const trials = await judge(candidates, seen, origins, context, failures);
  return { origins, trials, failures };
}

/**
 * A model that forecasts nothing: its state tells what candidates would have forecast of each series from
 * its origins. As a model that treats each series for itself, it can be fitted on several threads.
 */
export function trialModel({ regular, intermittent }: TrialSetup): Model {
  const kinds = [regular, intermittent].map(({ candidates, origins }) => ({
    candidates: candidates.map(candidateOf),
    origins,
  }));
  const fittedTo = (state: State): FittedModel => ({ state, forecast: () => [] });
  return {
    name: "auto",
    local: true,
    async fit(panel, context) {
      const fits: State[] = [];
      for (const series of panel.series) {
        if (fits.length > 0) await setImmediate();
        if (context.signal?.aborted && fits.length > 0) break;
        const one = panelOfOne(panel, series);
        const { candidates, origins } = kinds[isIntermittent(series) ? 1 : 0];
        const seen = recent(seenPanel(one).panel);
        const { trials, failures } = await tryCandidates(candidates, seen, origins, context);
        fits.push(
          candidates.map((candidate) => {
            const trial = trials.find((one) => one.candidate === candidate);
            const failure = failures.get(candidate);
            return {
              forecasts: (trial?.forecasts[0] ?? []) as unknown as State,
              ...(failure !== undefined && { failure }),
            };
          }),
        );
        context.onSeries?.({ done: fits.length, all: panel.series.length });
      }
      const ids = panel.series.slice(0, fits.length).map(({ id }) => id);
      return fittedTo({ ids, fits });
    },
    restore: fittedTo,
    requireState() {},
  };
}
