import type { Panel } from "../../data/panel/from-table.js";
import type { FittedModel, Model, ModelDefinition } from "../model.js";
import { robust } from "../robust.js";
import { withKnownEffects } from "../transforms/known-effects.js";
import { requireColumns } from "../validated.js";
import { fitTrees } from "./fit.js";
import { type FittedTrees, forecastPanel, treesFromState } from "./forecast.js";

const options = {
  lags: {
    type: "integers",
    summary: "observations looked at, such as 2-3-12; 0 for those of a season, 12 to 24 of them",
    default: [0],
    min: 0,
    max: 500,
  },
  trees: {
    type: "integer",
    summary: "most trees; held-back observations decide how many are kept",
    default: 400,
    min: 1,
    max: 10_000,
  },
  leaves: {
    type: "integer",
    summary: "most leaves of a tree",
    default: 15,
    min: 2,
    max: 255,
  },
  least: {
    type: "integer",
    summary: "fewest samples in a leaf",
    default: 20,
    min: 1,
    max: 100_000,
  },
  rate: {
    type: "number",
    summary: "share of the best step that a leaf takes",
    default: 0.1,
    min: 0.001,
    max: 1,
  },
  penalty: {
    type: "number",
    summary: "samples by which a leaf is drawn to zero",
    default: 1,
    min: 0,
    max: 1e6,
  },
  share: {
    type: "number",
    summary: "share of the features that a tree may look at",
    default: 0.5,
    min: 0.01,
    max: 1,
  },
  loss: {
    type: "choice",
    summary:
      "absolute or squared errors; quantile: absolute ones, and ends of intervals as learned",
    choices: ["absolute", "squared", "quantile"],
    default: "absolute",
  },
  log: {
    type: "choice",
    summary: "logarithms of positive series, or auto to choose on held-back observations",
    choices: ["auto", "yes", "no"],
    default: "auto",
  },
  deseason: {
    type: "choice",
    summary: "seasons taken out first, no to go on from the last one, or auto to choose",
    choices: ["auto", "yes", "no"],
    default: "auto",
  },
} as const;

/**
 * Gradient-boosted regression trees, the same for all series of a panel and all steps ahead:
 *
 *   (ŷₙ₊ₕ − yₙ)/√h = Σₖ treeₖ(h, drift, lags, means, slopes, seasons, columns)
 *
 * Trees know nothing beyond what they have seen, so series are made alike first: logarithms, without their
 * season, in units of their mean change over a season, relative to the last value; or with their season,
 * relative to the same place of the last one. Which of these, and how many trees to grow, is judged by the
 * last observations; then trees are grown from all. Steps beyond the horizon of the fit continue its forecast. Seasons
 * lie by the index of each series, which may be one that the fit has not seen.
 *
 * @see Friedman (2001), "Greedy function approximation: a gradient boosting machine"; Makridakis,
 *   Spiliotis & Assimakopoulos (2022), "M5 accuracy competition: results, findings, and conclusions", for
 *   boosted trees over whole panels
 */
export const boostedTrees: ModelDefinition<typeof options> = {
  name: "boosted-trees",
  summary: "gradient-boosted regression trees on lags and columns, over all series",
  options,
  speed: "seconds",
  exogenous: true,
  static: true,
  create: (chosen) => {
    const given = (learned: FittedTrees): Model => ({
      name: "boosted-trees",
      local: true,
      intervals: chosen.loss === "quantile",
      async fit(panel) {
        requireColumns("boosted-trees", learned, panel);
        return restored(learned, panel);
      },
      restore: (_, panel) => restored(learned, panel),
      requireState: () => {},
    });
    return withKnownEffects(
      robust({
        name: "boosted-trees",
        intervals: chosen.loss === "quantile",
        shared: {
          learn: async (panel, context) => (await fitTrees(panel, chosen, context)).learned,
          given: (learned) => given(treesFromState(learned)),
        },
        async fit(panel, context) {
          const { learned, training } = await fitTrees(panel, chosen, context);
          return { ...restored(learned, panel), training };
        },
        restore(state, panel) {
          const learned = treesFromState(state);
          requireColumns("boosted-trees", learned, panel);
          return restored(learned, panel);
        },
        requireState(state) {
          treesFromState(state);
        },
      }),
    );
  },
};

function restored(learned: FittedTrees, panel: Panel): FittedModel {
  return {
    state: learned,
    forecast: (horizon, levels = learned.levels) => forecastPanel(learned, panel, horizon, levels),
  };
}
