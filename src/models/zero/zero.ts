import type { Panel, Series } from "../../data/panel/from-table.js";
import { withArena } from "../../engine/memory.js";
import { UsageError } from "../../errors.js";
import type { OptionSchema } from "../../spec/options.js";
import type {
  FitContext,
  FittedModel,
  Model,
  ModelDefinition,
  SeriesForecast,
  State,
} from "../model.js";
import { robust } from "../robust.js";
import { fieldsOf, InvalidState, wholeOf } from "../state-reader.js";
import { countObserved } from "./adjusted-series.js";
import { forecastInstances } from "./forecaster.js";
import { describeInstance, PATCH } from "./instance.js";
import { type ZeroShape, zeroNetwork } from "./network.js";
import { loadPretrained, type PretrainedNetwork } from "./pretrained.js";
import { MEDIAN, QUANTILES, quantileAt } from "./quantiles.js";
import { randomWalkQuantiles } from "./short-series.js";
import { tune } from "./tuning.js";

/** Fewest observations of which the network has seen anything alike. */
const MIN_LENGTH = 5;
/** Steps ahead that it was trained to forecast. */
const TRAINED_HORIZON = 64;
/** Largest sizes that a file may ask for. */
const MAX_HIDDEN = 1024;
const MAX_BLOCKS = 16;

const options = {
  tune: {
    type: "boolean",
    default: false,
    summary: "train further on the given series, and keep the result where it helps",
  },
  layers: {
    type: "choice",
    default: "all",
    choices: ["all", "last"],
    summary: "which layers tune trains",
  },
} as const satisfies OptionSchema;

/**
 * A recurrent network that was trained on synthetic series alone and forecasts any series as it is: fitting
 * learns nothing, unless it is told to `tune`. Saved fits hold the weights, so that they forecast the same
 * with later versions.
 *
 * @see Auer et al. (2025), "TiRex: zero-shot forecasting across long and short horizons with enhanced
 *   in-context learning"; Moroshan et al. (2025), "TempoPFN: synthetic pre-training of linear RNNs for
 *   zero-shot time series forecasting"
 */
export const zero: ModelDefinition<typeof options> = {
  name: "zero",
  summary: "a recurrent network that was trained beforehand and learns nothing of the series",
  options,
  missing: true,
  create({ tune: tuned, layers }): Model {
    if (!tuned && layers !== options.layers.default) {
      throw new UsageError(
        `layers=${layers} says what tune=true trains, and nothing is tuned`,
        `Write zero:tune=true,layers=${layers}, or leave it out.`,
      );
    }
    const given = (pretrained: PretrainedNetwork): Model => ({
      name: "zero",
      local: true,
      async fit(panel, context) {
        for (const one of panel.series) warnOfLimits([one], context);
        return fittedTo(panel, pretrained, context.levels ?? []);
      },
      restore: (_, panel) => fittedTo(panel, pretrained, []),
      requireState: () => {},
    });
    return robust({
      name: "zero",
      // What it knows does not come from the panel.
      ...(!tuned && {
        shared: {
          learn: async () => stateOf(await loadPretrained()),
          given: (learned) => given(networkOf(learned)),
        },
      }),
      async fit(panel, context) {
        const { levels = [] } = context;
        warnOfLimits(panel.series, context);
        const pretrained = await loadPretrained();
        return fittedTo(
          panel,
          tuned ? await tune(panel, pretrained, layers, context) : pretrained,
          levels,
        );
      },
      restore(state, panel) {
        return fittedTo(panel, networkOf(state), []);
      },
      requireState(state) {
        const { weights, ...sizes } = fieldsOf(state, "state");
        const shape = {
          hidden: wholeOf(sizes.hidden, "state.hidden", 1, MAX_HIDDEN),
          blocks: wholeOf(sizes.blocks, "state.blocks", 1, MAX_BLOCKS),
        };
        const { size } = zeroNetwork(shape).parameters;
        if (!(weights instanceof Float32Array) || weights.length !== size) {
          throw new InvalidState(`state.weights must be ${size} floats`);
        }
        if (!weights.every(Number.isFinite)) throw new InvalidState("state.weights must be finite");
      },
    });
  },
};

function stateOf({ shape, weights }: PretrainedNetwork): State {
  return { ...shape, weights };
}

function networkOf(state: State): PretrainedNetwork {
  const { hidden, blocks, weights } = state as unknown as ZeroShape & PretrainedNetwork;
  return { shape: { hidden, blocks }, weights };
}

/** Warns of series that are too short, and of a horizon beyond the trained one. */
function warnOfLimits(
  series: readonly Series[],
  { horizon, warn }: Pick<FitContext, "horizon" | "warn">,
): void {
  const short = series.filter(({ y }) => countObserved(y) < MIN_LENGTH);
  if (short.length > 0) {
    const more = short.length > 1 ? ` and ${short.length - 1} more` : "";
    warn(
      `zero: series "${short[0].id}"${more} has fewer than ${MIN_LENGTH} observations: its last value is repeated`,
    );
  }
  if (horizon > TRAINED_HORIZON) {
    warn(
      `zero: it was trained to forecast ${TRAINED_HORIZON} steps ahead; what lies beyond is extrapolated`,
    );
  }
}

function fittedTo(
  panel: Panel,
  pretrained: PretrainedNetwork,
  defaults: readonly number[],
): FittedModel {
  const { shape, weights } = pretrained;
  return {
    state: stateOf(pretrained),
    forecast: (horizon, levels = defaults) => {
      const network = zeroNetwork(shape);
      const { series, season } = panel;
      const ahead = Math.ceil(horizon / PATCH);
      const known = series.filter(({ y }) => countObserved(y) >= MIN_LENGTH);
      const instances = known.map(({ y }) => describeInstance(y, season, ahead));
      const quantiles = withArena((arena) => {
        const address = arena.allocate(network.parameters.size);
        arena.view(address, network.parameters.size).set(weights);
        return forecastInstances(arena, network, address, instances);
      });
      const found = new Map(known.map((item, i) => [item, quantiles[i]]));
      return series.map((item) =>
        forecastOf(
          item.id,
          found.get(item) ?? randomWalkQuantiles(item.y, horizon),
          horizon,
          levels,
        ),
      );
    },
  };
}

/** @param quantiles [at least horizon, QUANTILES], ascending */
function forecastOf(
  id: string,
  quantiles: Float64Array,
  horizon: number,
  levels: readonly number[],
): SeriesForecast {
  const at = (h: number) => quantiles.subarray(h * QUANTILES.length, (h + 1) * QUANTILES.length);
  const each = (value: (known: Float64Array) => number) =>
    Float64Array.from({ length: horizon }, (_, h) => value(at(h)));
  return {
    id,
    mean: each((known) => known[MEDIAN]),
    intervals: levels.map((level) => ({
      level,
      lo: each((known) => quantileAt(known, 0.5 - level / 200)),
      hi: each((known) => quantileAt(known, 0.5 + level / 200)),
    })),
  };
}
