import { mstl as decompose } from "../../analysis/stl.js";
import type { Panel, Series } from "../../data/panel/from-table.js";
import { drift } from "../baseline/drift.js";
import { naive } from "../baseline/naive.js";
import { ets } from "../ets/ets.js";
import type { FittedModel, Model, ModelDefinition } from "../model.js";
import { theta } from "../theta/theta.js";

const options = {
  model: {
    type: "choice",
    choices: ["ets", "theta", "naive", "drift"],
    default: "ets",
    summary: "what forecasts the series without its seasons",
  },
  seasons: {
    type: "integers",
    default: [],
    min: 2,
    max: 100_000,
    summary: "lengths of the seasons, such as 24-168 (default: the data's season)",
  },
  window: {
    type: "integer",
    default: 11,
    min: 0,
    max: 10_001,
    summary:
      "seasons over which a season is smoothed, 4 more for each longer one; 0 for all of them",
  },
} as const;

/**
 * Decomposes a series by STL, or by MSTL for several seasons, yₜ = Σ Sᵢ[t] + rest; forecasts the rest by
 * another model; and adds the last season of each component. A season needs more than two of its length
 * in the series, else it stays in the rest.
 *
 * Intervals are those of the other model: the seasons count as known. Each series that a restored fit
 * continues is decomposed by itself.
 *
 * @example
 * const fitted = await createModel("mstl:seasons=24-168,model=theta").fit(panel, context);
 * fitted.forecast(24);
 *
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), "STL"; Bandara, Hyndman & Bergmeir (2021),
 *   "MSTL"
 */
export const mstl: ModelDefinition<typeof options> = {
  name: "mstl",
  summary: "seasons taken out by STL, the rest forecast by another model",
  options,
  create({ model, seasons, window }) {
    const rest = modelOfRest(model);
    const splitAll = (panel: Panel) => {
      const lengths = [...new Set(seasons.length > 0 ? seasons : [panel.season])];
      const splits = panel.series.map(({ y }) =>
        split(
          y,
          lengths.filter((length) => length > 1 && y.length > 2 * length).sort((a, b) => a - b),
          window,
        ),
      );
      const series = panel.series.map((series, s): Series => ({ ...series, y: splits[s].rest }));
      return { splits, without: { ...panel, season: 1, series } };
    };
    return {
      name: "mstl",
      local: true,
      async fit(panel, context) {
        const { splits, without } = splitAll(panel);
        return withSeasons(await rest.fit(without, context), splits);
      },
      restore(state, panel) {
        const { splits, without } = splitAll(panel);
        return withSeasons(rest.restore(state, without), splits);
      },
      requireState(state, panel) {
        rest.requireState(state, { ...panel, season: 1 });
      },
    };
  },
};

function modelOfRest(name: (typeof options.model.choices)[number]): Model {
  switch (name) {
    case "ets":
      return ets.create({
        error: "auto",
        trend: "auto",
        season: "N",
        multiplicative: false,
        criterion: "aicc",
      });
    case "theta":
      return theta.create({ kind: "dynamic" });
    case "naive":
      return naive.create({});
    case "drift":
      return drift.create({});
  }
}

/** The sum of a series' seasons and the rest, [n] each. */
interface Split {
  readonly seasonal: Float64Array;
  readonly rest: Float64Array;
  /** Sum of the seasons h + 1 steps ahead. */
  ahead(h: number): number;
}

function split(y: Float64Array, periods: readonly number[], window: number): Split {
  const components = decompose(y, periods, (place) =>
    window === 0 ? "periodic" : window + 4 * place,
  );
  const seasonal = y.map((_, t) => components.reduce((sum, component) => sum + component[t], 0));
  return {
    seasonal,
    rest: y.map((value, t) => value - seasonal[t]),
    ahead: (h) =>
      components.reduce((sum, component, i) => {
        const period = periods[i];
        return sum + component[y.length - period + (h % period)];
      }, 0),
  };
}

/** The fit of the rest, as one of the whole. */
function withSeasons(fitted: FittedModel, splits: readonly Split[]): FittedModel {
  return {
    state: fitted.state,
    forecast: (horizon, levels) =>
      fitted.forecast(horizon, levels).map(({ id, mean, intervals = [] }, s) => {
        const added = mean.map((_, h) => splits[s].ahead(h));
        const plus = (values: Float64Array) => values.map((value, h) => value + added[h]);
        return {
          id,
          mean: plus(mean),
          intervals: intervals.map(({ level, lo, hi }) => ({ level, lo: plus(lo), hi: plus(hi) })),
        };
      }),
    fittedValues: () =>
      fitted.fittedValues!().map((values, s) =>
        values.map((value, t) => value + splits[s].seasonal[t]),
      ),
  };
}
