import type { Panel } from "../../data/panel/from-table.js";
import { FitError, UsageError } from "../../errors.js";
import { suggestion } from "../../suggest.js";
import { MAX_SPEAKERS, speakers } from "../intervals/speakers.js";
import type { FitContext, MemberChange, Model, ModelDefinition, State } from "../model.js";
import { definitions, findDefinition } from "../registry/definitions.js";
import { holding } from "../robust.js";
import { InvalidState } from "../state-reader.js";
import { list, object } from "../state-schema.js";
import { standsAlone } from "./candidates.js";
import { combinedFit } from "./combined-fit.js";
import { fitGroup, type Group, type GroupState, requireGroup, restoreGroup } from "./group.js";
import { groupState } from "./group-state.js";
import { learnRule, type PanelRule, panelRule } from "./panel-rule.js";
import { observedValues, seenPanel } from "./seen-panel.js";
import { seriesModel } from "./series-model.js";
import { type TrialSetup, trialModel } from "./series-trial.js";
import { isIntermittent } from "./traits.js";

const options = {
  candidates: {
    type: "words",
    default: [],
    summary: "models that are weighed, such as theta+ets+lstm (default: by the data)",
  },
  budget: {
    type: "number",
    default: 0,
    min: 0,
    max: 1e12,
    summary:
      "units of work for candidates, about a microsecond each; 0 for 6 million a series and 60 million at most, or, beyond 2,000 series, 15 million for each 2,000",
  },
} as const;

/** What is remembered: one group of regular and one of intermittent series, where there are both. */
interface AutoState {
  readonly groups: readonly GroupState[];
}

/** What is remembered of a large panel, besides fits of its series. */
interface RuleState {
  readonly rule: PanelRule;
}

/** A part that a worker is told to make. */
type Part = { readonly rule: PanelRule } | { readonly setup: TrialSetup };

/**
 * A combination of the models that fit the data, weighed by how they did within the training part.
 *
 * Candidates are fitted to what was known before the earliest of some origins in the last half of
 * each series, forecast from all of them, and are weighed by their errors ({@link chooseWeights}); those
 * with weight are fitted to everything and combined ({@link combine}). No fit has
 * been seen by it or by the choice. Intervals are quantiles of the combination's own errors from these
 * origins ({@link reachOf}). Series that are short get weights that need no evidence.
 *
 * Panels of more than {@link MAX_SPEAKERS} series are forecast series by series, by weights and errors that
 * are learned of so many of them. Networks, which learn from all series together, are no candidates then.
 *
 * Intermittent series are treated apart: Croston's family, weighed by squared errors. Exogenous columns
 * are used where the candidates that see them do better from the origins than those that do not.
 *
 * @see Montero-Manso, Athanasopoulos, Hyndman & Talagala (2020), "FFORMA", and Petropoulos & Svetunkov
 *   (2020), "A simple combination of univariate models", for combinations of such candidates
 */
export const auto: ModelDefinition<typeof options> = {
  name: "auto",
  summary: "the models that fit the data, combined by how they did in the past",
  options,
  speed: "seconds",
  exogenous: true,
  static: true,
  irregular: "if-refused",
  create({ candidates, budget }) {
    for (const name of candidates) requireKnown(name);
    return autoModel({ named: [...new Set(candidates)], budget }, (model) => model);
  },
};

function requireKnown(name: string): void {
  if (findDefinition(name)) return;
  const names = definitions.map((definition) => definition.name);
  throw new UsageError(
    `auto: there is no candidate "${name}"`,
    suggestion(name, names) ?? `The models are ${names.join(", ")}.`,
  );
}

function autoModel(
  chosen: { readonly named: readonly string[]; readonly budget: number },
  change: MemberChange,
): Model {
  const changed = (part: Part) => change(memberOf(part), "auto", part as unknown as State);
  const learn = (panel: Panel, context: FitContext) =>
    learnRule(panel, chosen, context, (setup) => changed({ setup }));
  const bySeries = chosen.named.every(standsAlone);
  return {
    name: "auto",
    calibrated: true,
    spread: (other) => autoModel(chosen, other),
    member: (part) => memberOf(part as unknown as Part),
    ...(bySeries && {
      pooled: {
        above: MAX_SPEAKERS,
        learn: async (panel, context) =>
          (await learn(speakers(panel), context)) as unknown as State,
        given: (learned) => seriesModel(learned as unknown as PanelRule),
      },
    }),
    withoutBreaks: (given) => {
      const unbroken = seenPanel(given);
      return {
        ...unbroken,
        hold: holding("auto", given, unbroken),
      };
    },
    async fit(panel, context) {
      const some = speakers(panel);
      if (bySeries && some !== panel) {
        const rule = await learn(some, context);
        return changed({ rule }).fit(panel, context);
      }
      const groups: Group[] = [];
      const unbroken = seenPanel(panel);
      const observed = observedValues(panel, unbroken);
      let before = 0;
      for (const { part, intermittent } of kindsOf(panel, unbroken.panel)) {
        const { onShare } = context;
        const from = before;
        const own = onShare && {
          onShare: (share: number) =>
            onShare((from + share * part.series.length) / panel.series.length),
        };
        const how = { ...chosen, intermittent, observed };
        groups.push(await fitGroup(part, how, { ...context, ...own }, change));
        before += part.series.length;
        if (context.signal?.aborted) break;
      }
      if (groups.length === 0) throw new FitError("auto: there are no series to fit");
      const ids = new Set(groups.flatMap(({ fitted }) => fitted.map(({ id }) => id)));
      const done = { ...panel, series: panel.series.filter(({ id }) => ids.has(id)) };
      const seen = seenPanel(done, context.warn);
      return combinedFit(groups, done, seen, context.levels ?? [], context.warn);
    },
    requireState(state, panel) {
      if (isOfSeries(state)) {
        const { rule } = object({ rule: panelRule })(state, "state");
        return seriesModel(rule).requireState(state, panel);
      }
      const { groups } = object({ groups: list(groupState) })(state, "state");
      if (groups.length === 0) throw new InvalidState("state.groups is empty");
      const seen = seenPanel(panel).panel;
      for (const group of groups) requireGroup(group, seen);
    },
    restore(state, given) {
      if (isOfSeries(state)) return seriesModel(state.rule).restore(state, given);
      const unbroken = seenPanel(given);
      const { panel } = unbroken;
      const { groups } = state as unknown as AutoState;
      const alone = panel.series.length === 1 && groups.length === 1 && groups[0].ids.length === 1;
      const parts = groups.map(({ ids }) => {
        const known = new Set(ids);
        return panel.series.filter(({ id }) => alone || known.has(id));
      });
      const found = new Set(parts.flat());
      // What was never seen goes to the first group, whose members say what they cannot forecast.
      parts[0].push(...panel.series.filter((one) => !found.has(one)));
      return combinedFit(
        groups.flatMap((group, g) =>
          parts[g].length > 0 ? [restoreGroup(group, { ...panel, series: parts[g] })] : [],
        ),
        given,
        unbroken,
        [],
      );
    },
  };
}

function memberOf(part: Part): Model {
  return "rule" in part ? seriesModel(part.rule) : trialModel(part.setup);
}

function isOfSeries(state: State): state is State & RuleState {
  return typeof state === "object" && state !== null && "rule" in state;
}

/** Intermittent series and others, each in the panel's order, as they are seen. */
function kindsOf(given: Panel, panel: Panel): { part: Panel; intermittent: boolean }[] {
  const intermittent = given.series.map(isIntermittent);
  return [false, true].flatMap((kind) => {
    const series = panel.series.filter((_, s) => intermittent[s] === kind);
    return series.length > 0 ? [{ part: { ...panel, series }, intermittent: kind }] : [];
  });
}
