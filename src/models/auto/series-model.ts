import { setImmediate } from "node:timers/promises";
import type { Panel } from "../../data/panel/from-table.js";
import { FitError } from "../../errors.js";
import { fitsFor } from "../local.js";
import type { FitContext, FittedModel, Model, State } from "../model.js";
import { InvalidState } from "../state-reader.js";
import {
  agreeing,
  anything,
  flag,
  list,
  object,
  type Schema,
  text,
  vector,
  whole,
} from "../state-schema.js";
import { candidateOf } from "./candidates.js";
import { combinedFit } from "./combined-fit.js";
import { groupOf } from "./group.js";
import type { PanelRule } from "./panel-rule.js";
import { seenPanel } from "./seen-panel.js";
import { panelOfOne, tryCandidates } from "./series-trial.js";
import { isIntermittent } from "./traits.js";
import { errorsOf, quietly, recent, seenBy } from "./trials.js";
import { narrowed, ownWeights } from "./weights.js";

/** What is remembered of one series. */
interface SeriesFit {
  readonly intermittent: boolean;
  readonly members: readonly {
    /** Among the rule's candidates. */
    readonly place: number;
    readonly state: State;
  }[];
  /** [members] */
  readonly weights: Float64Array;
}

const seriesFit: Schema<SeriesFit> = agreeing(
  object({
    intermittent: flag,
    members: list(object({ place: whole(0, 1000), state: anything })),
    weights: vector({ min: 0, max: 1 }),
  }),
  ({ members, weights }) =>
    members.length > 0 && members.length === weights.length
      ? undefined
      : `${weights.length} weights are not those of ${members.length} members`,
);

/** What a fit by a rule must have left. */
const seriesFits = object({ ids: list(text), fits: list(seriesFit) });

/**
 * `auto` with what it learned of the panel as known: each series is forecast for itself, by the candidates
 * and weights of the panel and by how they did in the series.
 */
export function seriesModel(rule: PanelRule): Model {
  const kinds = { regular: kindOf("regular"), intermittent: kindOf("intermittent") };

  function kindOf(kind: "regular" | "intermittent") {
    return { ...rule[kind], members: rule[kind].candidates.map(candidateOf) };
  }

  async function fitOne(one: Panel, context: FitContext): Promise<SeriesFit> {
    const intermittent = isIntermittent(one.series[0]);
    const kind = kinds[intermittent ? "intermittent" : "regular"];
    const seen = recent(seenPanel(one, context.warn).panel);
    const tried = await tryCandidates(kind.members, seen, kind.origins, context);
    const { origins, trials, failures } = tried;
    const [errors] = errorsOf(trials, seen, origins);
    const found: { place: number; trial: number; state: State }[] = [];
    let problem: unknown;
    for (const [trial, { candidate }] of trials.entries()) {
      try {
        const { state } = await candidate.model.fit(
          seenBy(candidate, seen),
          quietly(context, true),
        );
        found.push({ place: kind.members.indexOf(candidate), trial, state });
      } catch (error) {
        if (!(error instanceof FitError)) throw error;
        problem = error;
      }
    }
    if (found.length === 0) {
      const [why = "there are none"] = failures.values();
      throw problem ?? new FitError(`auto: no candidate could be fitted: ${why}`);
    }
    const pooled = narrowed(
      kind.pooled,
      trials.map(({ candidate }) => kind.members.indexOf(candidate)),
    );
    const weights = ownWeights(pooled, errors, intermittent);
    return {
      intermittent,
      members: found.map(({ place, state }) => ({ place, state })),
      weights: narrowed(
        weights,
        found.map(({ trial }) => trial),
      ),
    };
  }

  function fittedOne(
    fit: SeriesFit,
    one: Panel,
    defaults: readonly number[],
    warn?: FitContext["warn"],
  ): FittedModel {
    const { members, pooled, calibration, selection } =
      kinds[fit.intermittent ? "intermittent" : "regular"];
    const unbroken = seenPanel(one);
    const seen = recent(unbroken.panel);
    const state = {
      ids: [one.series[0].id],
      members: fit.members.map(({ place, state }) => {
        const { spec, columns } = members[place];
        return { spec, columns, state };
      }),
      ...{ pooled, weights: [fit.weights], calibration, selection },
    };
    const restored = fit.members.map(({ place, state: own }) =>
      members[place].model.restore(own, seenBy(members[place], seen)),
    );
    const group = groupOf(state, restored, unbroken.panel, selection);
    return combinedFit([group], one, unbroken, defaults, warn);
  }

  function fitted(
    fits: readonly SeriesFit[],
    panel: Panel,
    defaults: readonly number[],
    warn?: FitContext["warn"],
  ): FittedModel {
    const present = [false, true].filter((kind) =>
      fits.some(({ intermittent }) => intermittent === kind),
    );
    return {
      state: {
        rule: rule as unknown as State,
        ids: panel.series.map(({ id }) => id),
        fits: fits as unknown as State,
      },
      forecast: (horizon, levels = defaults) =>
        panel.series.flatMap((series, s) =>
          fittedOne(fits[s], panelOfOne(panel, series), defaults, warn).forecast(horizon, levels),
        ),
      selection: present.map((kind) => rule[kind ? "intermittent" : "regular"].selection),
    };
  }

  return {
    name: "auto",
    local: true,
    calibrated: true,
    async fit(panel, context) {
      const fits: SeriesFit[] = [];
      for (const series of panel.series) {
        // Yields to the event loop, which else could not deliver Ctrl-C between two series.
        if (fits.length > 0) await setImmediate();
        if (context.signal?.aborted && fits.length > 0) break;
        fits.push(await fitOne(panelOfOne(panel, series), context));
        context.onSeries?.({ done: fits.length, all: panel.series.length });
      }
      const done = { ...panel, series: panel.series.slice(0, fits.length) };
      return fitted(fits, done, context.levels ?? [], context.warn);
    },
    restore(state, panel) {
      const { ids, fits } = state as unknown as { ids: readonly string[]; fits: SeriesFit[] };
      return fitted(fitsFor("auto", ids, fits, panel), panel, []);
    },
    requireState(state, panel) {
      const { ids, fits } = seriesFits(state, "state");
      if (ids.length !== fits.length || ids.length === 0 || ids.length > panel.series.length) {
        throw new InvalidState(`state has ${fits.length} fits for ${ids.length} series`);
      }
      for (const [s, { intermittent, members: own }] of fits.entries()) {
        const one = panelOfOne(panel, panel.series[s]);
        if (ids[s] !== panel.series[s].id) {
          throw new InvalidState(`state.ids[${s}] is not a series of the panel`);
        }
        const seen = recent(seenPanel(one).panel);
        const { members } = kinds[intermittent ? "intermittent" : "regular"];
        for (const { place, state: ownState } of own) {
          const member = members[place];
          if (!member) throw new InvalidState(`state.fits[${s}] has a member that is none`);
          member.model.requireState(ownState, seenBy(member, seen));
        }
      }
    },
  };
}
