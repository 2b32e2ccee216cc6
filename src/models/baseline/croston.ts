import { normalQuantile } from "../../numeric/normal.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { lastObserved } from "./naive.js";
import { outliersAside } from "./outliers-aside.js";

const options = {
  variant: {
    type: "choice",
    choices: ["croston", "sba", "tsb"],
    default: "sba",
    summary: "Croston's own, Syntetos & Boylan's without its bias, or Teunter, Syntetos & Babai's",
  },
  alpha: {
    type: "number",
    default: 0.1,
    min: 0.001,
    max: 1,
    summary: "smoothing of the size of demands",
  },
  beta: {
    type: "number",
    default: 0.1,
    min: 0.001,
    max: 1,
    summary: "smoothing of the intervals between them, or of their probability (tsb)",
  },
} as const;

type Variant = (typeof options.variant.choices)[number];

/** Expected demand of the next period. */
interface Demand {
  readonly size: number;
  /** Probability of a demand in a period. */
  readonly probability: number;
}

/**
 * Intermittent demand: the sizes z of demands and the intervals p between them are smoothed separately,
 * whenever there is a demand:
 *
 *   z' = z + α(y − z)    p' = p + β(gap − p)    ŷ = z/p at every step
 *
 * SBA removes the bias of the ratio, ŷ = (1 − β/2) z/p. TSB smooths the probability of a demand in every
 * period instead, so that the forecast fades when demand ends.
 *
 * Intervals are quantiles of the demand of one period: nothing, or a normally distributed size, which is
 * not beyond zero where no demand was. Outliers count in the forecast, and not there ({@link outliersAside}).
 *
 * @example
 * const fitted = await createModel("croston:variant=tsb").fit(panel, context);
 * fitted.forecast(6)[0].mean; // the same expected demand in each of 6 periods
 *
 * @see Croston (1972), "Forecasting and stock control for intermittent demands"; Syntetos & Boylan
 *   (2005), "The accuracy of intermittent demand estimates"; Teunter, Syntetos & Babai (2011),
 *   "Intermittent demand: linking forecasting to inventory obsolescence"
 */
export const croston: ModelDefinition<typeof options> = {
  name: "croston",
  summary: "intermittent demand: sizes and intervals smoothed apart (croston, sba, tsb)",
  options,
  bounded: true,
  ratio: true,
  missing: true,
  create: ({ variant, alpha, beta }) =>
    outliersAside(
      localModel({
        name: "croston",
        schema: () => deviationState,
        fit({ id, y }, _, { warn }) {
          lastObserved(id, y);
          if (y.some((value) => value < 0)) {
            warn(`croston: series "${id}" has negative values, which count as demand too`);
          }
          return { deviation: follow(y, variant, alpha, beta).deviation };
        },
        forecast({ deviation }, { id, y }, _, { horizon, levels }) {
          lastObserved(id, y);
          const { next } = follow(y, variant, alpha, beta);
          const mean = new Float64Array(horizon).fill(rate(next, variant, beta));
          const quantile = mixed(y) ? mixedQuantile : oneSidedQuantile;
          const ends = (p: number) => new Float64Array(horizon).fill(quantile(p, next, deviation));
          return {
            mean,
            intervals: levels.map((level) => ({
              level,
              lo: ends(0.5 - level / 200),
              hi: ends(0.5 + level / 200),
            })),
          };
        },
        fittedValues: (_, { y }) => follow(y, variant, alpha, beta).fitted,
      }),
      (y) => rate(follow(y, variant, alpha, beta).next, variant, beta),
    ),
};

function rate({ size, probability }: Demand, variant: Variant, beta: number): number {
  // Demand in every period leaves no ratio to be biased.
  const biased = variant === "sba" && probability < 1;
  return size * probability * (biased ? 1 - beta / 2 : 1);
}

/** Smooths sizes and intervals over the series, from the first demand on. */
function follow(y: Float64Array, variant: Variant, alpha: number, beta: number) {
  const fitted = new Float64Array(y.length).fill(Number.NaN);
  let next: Demand = { size: 0, probability: 0 };
  let started = false;
  let gap = 0;
  let squares = 0;
  let demands = 0;
  let known = 0;
  // A single demand has no interval to another one: all that is known is that it was one of so many values.
  const sofar = (): Demand =>
    started && demands === 0 && variant !== "tsb" ? { ...next, probability: 1 / known } : next;
  for (let t = 0; t < y.length; t++) {
    const value = y[t];
    if (started) fitted[t] = rate(sofar(), variant, beta);
    if (Number.isNaN(value)) continue;
    known++;
    gap++;
    if (value === 0) {
      if (started && variant === "tsb") {
        next = { ...next, probability: next.probability * (1 - beta) };
      }
      continue;
    }
    if (!started) {
      started = true;
      next = { size: value, probability: 1 / gap };
    } else {
      const error = value - next.size;
      squares += error * error;
      demands++;
      const { probability } = next;
      next = {
        size: next.size + alpha * error,
        probability:
          variant === "tsb"
            ? probability + beta * (1 - probability)
            : 1 / (1 / probability + beta * (gap - 1 / probability)),
      };
    }
    gap = 0;
  }
  return { next: sofar(), fitted, deviation: Math.sqrt(squares / Math.max(1, demands)) };
}

/** Whether there are demands of either sign. */
function mixed(y: Float64Array): boolean {
  return y.some((value) => value < 0) && y.some((value) => value > 0);
}

/** Quantile of a demand that is 0 with 1 − probability, else of a normally distributed size of one sign. */
function oneSidedQuantile(p: number, { size, probability }: Demand, deviation: number): number {
  const none = 1 - probability;
  // The more extreme sizes are on the side of the demand's sign, nothing on the other.
  const rank = size < 0 ? 1 - p : p;
  if (rank <= none) return 0;
  const share = (rank - none) / probability;
  const spread = share < 1 ? deviation * normalQuantile(share) : 0;
  return size < 0 ? Math.min(0, size - spread) : Math.max(0, size + spread);
}

/** The same with sizes on both sides of zero: below it some of them, at it no demand, above it the others. */
function mixedQuantile(p: number, { size, probability }: Demand, deviation: number): number {
  const below = size + deviation * normalQuantile(Math.min(p / probability, 1));
  if (below < 0) return below;
  const above = size + deviation * normalQuantile(Math.max((p - 1 + probability) / probability, 0));
  return Math.max(above, 0);
}
