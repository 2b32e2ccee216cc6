import type { Panel } from "../data/panel.js";
import { UsageError } from "../errors.js";
import { createModel, findModel } from "../models/index.js";
import { type Intervals, withIntervals } from "../models/intervals.js";
import type { Model } from "../models/model.js";
import { parseSpec } from "../spec.js";

export interface ChosenModel {
  /** Column name: the model's name, or its whole spec where the name alone would not be unique. */
  readonly label: string;
  readonly model: Model;
  /** The same without intervals from past errors: enough to judge its means. */
  readonly plain: Model;
  /** Whether it uses exogenous columns. */
  readonly exogenous: boolean;
}

/**
 * The models of these specs. Those of the same name are told apart by their whole specs.
 *
 * @throws UsageError for a wrong spec, or one that is given twice
 */
export function chooseModels(
  specs: readonly string[],
  intervals: Intervals = "native",
): ChosenModel[] {
  const models = specs.map((spec) => {
    const plain = createModel(spec);
    return { spec, plain, model: withIntervals(plain, intervals) };
  });
  return models.map(({ spec, model, plain }, i) => {
    if (specs.indexOf(spec) !== i) throw new UsageError(`model ${spec} is given twice`);
    const alone = models.filter((other) => other.model.name === model.name).length === 1;
    const { exogenous = false } = findModel(parseSpec(spec).name.text);
    return { label: alone ? model.name : spec, model, plain, exogenous };
  });
}

/** Warns of models that will not look at the panel's exogenous columns. */
export function warnOfIgnored(
  models: readonly ChosenModel[],
  { series }: Panel,
  warn: (message: string) => void,
): void {
  const columns = [...(series[0]?.past?.keys() ?? []), ...(series[0]?.future?.keys() ?? [])];
  if (columns.length === 0) return;
  for (const { label, exogenous } of models) {
    if (!exogenous) warn(`${label} does not use exogenous columns: ${columns.join(", ")}`);
  }
}
