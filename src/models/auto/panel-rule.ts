import type { Panel } from "../../data/panel/from-table.js";
import { FitError } from "../../errors.js";
import { firstFew } from "../../wording.js";
import { type Calibration, calibrationState } from "../intervals/calibration.js";
import { chooseOrigins, type OriginRule } from "../intervals/origins.js";
import { MAX_SPEAKERS } from "../intervals/speakers.js";
import type { CandidateSelection, FitContext, Model } from "../model.js";
import {
  agreeing,
  flag,
  list,
  MAX_HORIZON,
  object,
  optional,
  type Schema,
  vector,
  whole,
} from "../state-schema.js";
import { type ChosenCandidate, candidateOf, chooseCandidates } from "./candidates.js";
import { calibrated } from "./claims.js";
import { type GroupState, MIN_WEIGHT } from "./group.js";
import { memberSpec, selectionState } from "./group-state.js";
import { observedValues, seenPanel } from "./seen-panel.js";
import type { SeriesTrial, TrialSetup } from "./series-trial.js";
import { toldSeasons } from "./told-seasons.js";
import { columnsOf, isIntermittent } from "./traits.js";
import { columnsHelp, errorsOf, recent, type Trial } from "./trials.js";
import { chooseWeights, meanWeights, narrowed, ownWeights } from "./weights.js";

/** Share of the series for which a candidate may fail before it is left out for all. */
const MAX_FAILING = 0.01;

/** What `auto` learns of a large panel: with it each series is forecast for itself, wherever it is. */
export interface PanelRule {
  readonly regular: KindRule;
  readonly intermittent: KindRule;
}

/** The rule for series of one kind. */
export interface KindRule {
  /** Those with weight. */
  readonly candidates: readonly ChosenCandidate[];
  /** [candidates] */
  readonly pooled: Float64Array;
  readonly origins: OriginRule;
  readonly calibration: Calibration;
  readonly selection: GroupState["selection"];
}

const kindRule: Schema<KindRule> = agreeing(
  object({
    candidates: list(object({ spec: memberSpec, columns: flag })),
    pooled: vector({ min: 0, max: 1 }),
    origins: object({
      steps: whole(1, MAX_HORIZON),
      most: whole(1, 1000),
      least: optional(whole(1, 100_000)),
    }),
    calibration: calibrationState,
    selection: selectionState,
  }),
  ({ candidates, pooled }) => {
    if (candidates.length === 0) return "it has no candidates";
    if (candidates.length === pooled.length) return undefined;
    return `${pooled.length} weights are not those of ${candidates.length} candidates`;
  },
);

export const panelRule: Schema<PanelRule> = object({
  regular: kindRule,
  intermittent: kindRule,
});

/** Of few series networks are candidates, which use them. */
function warnOfStatics({ series }: Panel, warn: FitContext["warn"]): void {
  const names = [...(series[0]?.static?.keys() ?? [])];
  if (names.length === 0) return;
  warn(
    `auto forecasts each of more than ${MAX_SPEAKERS.toLocaleString("en-US")} series for itself, without static columns: ${firstFew(names)}; -m boosted-trees and networks use them`,
  );
}

/**
 * Learns from some series of a panel by what rule all of them are forecast. Each is tried for itself, as it
 * will be forecast; weights and the size of errors are those of all together.
 *
 * @param trialOf the trials, which may be made on several threads
 * @throws FitError where no candidate can be fitted
 */
export async function learnRule(
  given: Panel,
  chosen: { readonly named: readonly string[]; readonly budget: number },
  context: FitContext,
  trialOf: (setup: TrialSetup) => Model,
): Promise<PanelRule> {
  warnOfStatics(given, context.warn);
  const unbroken = seenPanel(given);
  const seen = recent(unbroken.panel);
  const observed = observedValues(given, unbroken);
  const kinds = given.series.map(isIntermittent);
  const ofKind = (intermittent: boolean): Panel => ({
    ...seen,
    series: seen.series.filter((_, s) => kinds[s] === intermittent),
  });
  const parts = { regular: ofKind(false), intermittent: ofKind(true) };
  const setupOf = (part: Panel, intermittent: boolean) => {
    // Where no series is of the kind, others among the many may be.
    const some = part.series.length > 0 ? part : seen;
    const { told, rule } = toldSeasons(some, context.horizon, { ...chosen, intermittent });
    const options = { ...chosen, intermittent, alone: true, told };
    return {
      candidates: chooseCandidates(some, options, (model) => model).map(({ spec, columns }) => ({
        spec,
        columns,
      })),
      origins: rule,
    };
  };
  const setup: TrialSetup = {
    regular: setupOf(parts.regular, false),
    intermittent: setupOf(parts.intermittent, true),
  };
  const { state } = await trialOf(setup).fit(given, context);
  context.signal?.throwIfAborted();
  const { fits } = state as unknown as { readonly fits: readonly SeriesTrial[] };
  const ruleOf = (intermittent: boolean): KindRule => {
    const kind = intermittent ? "intermittent" : "regular";
    const own = fits.filter((_, s) => kinds[s] === intermittent);
    return ruleOfKind(setup[kind], parts[kind], own, { intermittent, observed, context });
  };
  return { regular: ruleOf(false), intermittent: ruleOf(true) };
}

function ruleOfKind(
  setup: TrialSetup["regular"],
  part: Panel,
  fits: readonly SeriesTrial[],
  {
    intermittent,
    observed,
    context,
  }: {
    readonly intermittent: boolean;
    readonly observed: ReadonlyMap<string, Float64Array>;
    readonly context: FitContext;
  },
): KindRule {
  const origins = chooseOrigins(part, context.horizon, setup.origins);
  const judged = origins.held.filter((own) => own.length > 0).length;
  const failures = setup.candidates.map((_, c) => fits.flatMap((fit) => fit[c].failure ?? []));
  const trials = setup.candidates.flatMap((candidate, c): Trial[] =>
    failures[c].length > MAX_FAILING * judged
      ? []
      : [
          {
            candidate: candidateOf(candidate),
            forecasts: fits.map((fit) => fit[c].forecasts),
            seconds: 0,
          },
        ],
  );
  if (trials.length === 0) {
    throw new FitError(`auto: no candidate could be fitted: ${failures.flat()[0]}`);
  }
  const helps = columnsHelp(trials, part, origins, intermittent);
  const kept = trials.filter(({ candidate }) => helps || !candidate.columns);
  const errors = errorsOf(kept, part, origins);
  const { steps } = origins;
  const weights = chooseWeights(kept.length, errors, steps, intermittent);
  const average = part.series.length > 0 ? meanWeights(weights, kept.length) : weights.pooled;
  const places = kept.flatMap((_, c) => (average[c] < MIN_WEIGHT ? [] : [c]));
  const members = places.map((place) => kept[place]);
  const pooled = narrowed(weights.pooled, places);
  const own = errorsOf(members, part, origins).map((one) => ownWeights(pooled, one, intermittent));
  const weighed = own.length > 0 ? meanWeights({ series: own }, members.length) : pooled;
  const asFits = members.map((trial) => ({ trial }));
  return {
    candidates: members.map(({ candidate: { spec, columns } }) => ({ spec, columns })),
    pooled,
    origins: setup.origins,
    calibration: calibrated(asFits, own, part, origins, observed, intermittent),
    selection: {
      series: part.series.length,
      kind: intermittent ? "intermittent" : "regular",
      origins: origins.held.reduce((most, { length }) => Math.max(most, length), 0),
      columns: columnsOf(part),
      columnsUsed: members.some(({ candidate }) => candidate.columns),
      candidates: setup.candidates.map((candidate, c): CandidateSelection => {
        const is = ({ candidate: other }: Trial) =>
          other.spec === candidate.spec && other.columns === candidate.columns;
        const [place, member] = [kept.findIndex(is), members.findIndex(is)];
        const out = !trials.some(is);
        return {
          ...candidate,
          weight: member < 0 ? 0 : weighed[member],
          loss: place < 0 ? Number.NaN : weights.losses[place],
          steps: place < 0 ? new Float64Array() : weights.steps[place],
          ...(out && { failure: failures[c][0] }),
        };
      }),
    },
  };
}
