import type { Panel, PanelOptions } from "../data/panel/from-table.js";
import { UsageError } from "../errors.js";
import type { LabeledModel } from "../evaluation/forecast.js";
import { withIntervals } from "../models/intervals/intervals.js";
import type { Intervals } from "../models/intervals/kinds.js";
import { type Limits, withLimits } from "../models/limits.js";
import type { Model, ModelDefinition } from "../models/model.js";
import {
  givingFeatures,
  requireFitting,
  takersOfFeatures,
} from "../models/registry/give-features.js";
import { loadModel } from "../models/registry/load.js";
import { namesOfAnyDates } from "../models/registry/names.js";
import { nonNegative } from "../models/transforms/non-negative.js";
import { threaded } from "../parallel/fit-series.js";
import { firstFew } from "../wording.js";

/** What forecasts where nobody names a model. */
export const DEFAULT_MODEL = "auto";
/** What is scored where nobody names models. */
export const DEFAULT_MODELS = [DEFAULT_MODEL, "seasonal-naive"];

export interface ChosenModel extends Required<LabeledModel> {
  /** Whether it uses exogenous columns. */
  readonly exogenous: boolean;
  /** Whether it uses static columns. */
  readonly static: boolean;
  /** Whether it takes missing observations as they are. */
  readonly missing: boolean;
  /** Whether it takes dates that stand on no grid. */
  readonly irregular: Required<ModelDefinition>["irregular"];
}

/** How models are made of their specs. */
export interface Choices {
  readonly intervals?: Intervals;
  /** Threads that fit series or train networks; by default series one by one, networks on all cores. */
  readonly threads?: number;
  /** Feature specs added to the inputs of models that take exogenous columns. */
  readonly features?: readonly string[];
  /** What forecasts and intervals are held to. */
  readonly limits?: Limits;
  /**
   * Whether series without negative values are forecast without them, and whether that is said; by default
   * they are unless there is a least value, and nothing is said.
   */
  readonly floor?: "said" | "unsaid" | "none";
}

/**
 * The models of these specs. Those of the same name are told apart by their whole specs.
 *
 * @throws UsageError for a wrong spec, one that is given twice, and features that no model takes
 */
export async function chooseModels(
  specs: readonly string[],
  {
    intervals = "native",
    threads,
    features = [],
    limits = {},
    floor = limits.min === undefined ? "unsaid" : "none",
  }: Choices = {},
): Promise<ChosenModel[]> {
  const held = (model: Model) =>
    withLimits(floor === "none" ? model : nonNegative(model, floor === "said"), limits);
  const given = await givingFeatures(features);
  const parsedSpecs = await Promise.all(specs.map(loadModel));
  const chosen = parsedSpecs.map((parsed) => {
    const { text } = parsed.spec;
    const { exogenous = false, missing = false, irregular = false } = parsed.definition;
    const { static: takesStatic = false } = parsed.definition;
    const model = parsed.create();
    const alone = threads === undefined ? model : threaded(model, text, threads);
    const free = exogenous ? given(alone) : alone;
    const { name } = model;
    return {
      ...{ text, name, exogenous, static: takesStatic, missing, irregular },
      plain: held(free),
      model: held(withIntervals(free, intervals)),
    };
  });
  if (features.length > 0 && !chosen.some(({ exogenous }) => exogenous)) {
    const takers = await takersOfFeatures();
    throw new UsageError(
      `${specs.join(" and ")} ${specs.length > 1 ? "take" : "takes"} no features: ${features.join(", ")}`,
      `These do: ${takers.join(", ")}.`,
    );
  }
  return chosen.map(({ text, name, ...model }, i) => {
    if (specs.indexOf(text) !== i) throw new UsageError(`model ${text} is given twice`);
    const unique = chosen.filter((other) => other.name === name).length === 1;
    return { ...model, label: unique ? name : text };
  });
}

/**
 * What forecasts that are read, rather than scored, are held to: see {@link Choices}.
 *
 * @param addsUp whether they are to add up, which holds what adds up to the limits itself
 */
export function heldTo(limits: Limits, addsUp = false): Pick<Choices, "limits" | "floor"> {
  if (addsUp) return { limits: {}, floor: "none" };
  return { limits, floor: limits.min === undefined ? "said" : "none" };
}

/** How a table is read for these models: what all of them take as it is. */
export function readingFor(
  models: readonly ChosenModel[],
): Required<Pick<PanelOptions, "keepMissing" | "irregular">> {
  const hint = `These models take dates as they are: ${namesOfAnyDates().join(", ")}.`;
  return {
    keepMissing: models.every(({ missing }) => missing),
    irregular: models.every(({ irregular }) => irregular === true)
      ? "allowed"
      : { hint, ifRefused: models.every(({ irregular }) => irregular !== false) },
  };
}

/**
 * Warns of models that will not look at the panel's exogenous or static columns, or at features.
 *
 * @throws UsageError for features that no series is long enough for
 */
export async function warnOfIgnored(
  models: readonly ChosenModel[],
  panel: Panel,
  warn: (message: string) => void,
  features: readonly string[] = [],
): Promise<void> {
  await requireFitting(panel, features);
  const [first] = panel.series;
  const columns = [...(first?.past?.keys() ?? []), ...(first?.future?.keys() ?? [])];
  const fixed = [...(first?.static?.keys() ?? [])];
  const say = (who: readonly ChosenModel[], one: string, several: string, what: string[]) => {
    if (who.length === 0 || what.length === 0) return;
    const labels = firstFew(who.map(({ label }) => label));
    warn(`${labels} ${who.length > 1 ? several : one}: ${what.join(", ")}`);
  };
  const blind = models.filter(({ exogenous }) => !exogenous);
  const without = models.filter((model) => !model.static);
  say(without, "does not use static columns", "do not use static columns", fixed);
  say(blind, "does not use exogenous columns", "do not use exogenous columns", columns);
  say(blind, "takes no features", "take no features", [...features]);
}

/** Warns of models without native intervals when those are requested. */
export function warnOfNoIntervals(
  models: readonly ChosenModel[],
  intervals: Intervals,
  warn: (message: string) => void,
): void {
  const lacking = models.filter(({ model }) => model.intervals === false);
  if (intervals !== "native" || lacking.length === 0) return;
  const labels = firstFew(lacking.map(({ label }) => label));
  const [has, its] = lacking.length > 1 ? ["have", "their"] : ["has", "its"];
  warn(
    `${labels} ${has} no intervals of ${its} own: --intervals conformal makes them of ${its} past errors`,
  );
}
