import { createModel } from "../../models/index.js";
import type { ModelDefinition } from "../../models/model.js";

/** What a model is given and gives, and how long it takes. */
export interface ModelTraits {
  /** One series of a few hundred observations: at once, some seconds, or longer. */
  readonly speed: "instant" | "seconds" | "slow";
  /** Whether it is fitted to each series, or once to all of them. */
  readonly learns: "each series" | "all series";
  /** Whether it uses exogenous columns, and those with one value a series. */
  readonly exogenous: boolean;
  readonly static: boolean;
  /** Whether it takes missing values as they are; they are filled for the others. */
  readonly gaps: boolean;
  /** Whether it takes dates that are not evenly spaced; or those only that would else be refused. */
  readonly irregular: "yes" | "if refused" | "no";
  /** Whether forecasts of a series that grows go on growing. */
  readonly growth: boolean;
  /** Whether its intervals are its own or made of its past errors. */
  readonly intervals: "own" | "past errors";
}

/** The traits of a model with its default options. */
export function traitsOf(definition: ModelDefinition): ModelTraits {
  const { name, speed = "instant", exogenous, missing, irregular } = definition;
  const { local, intervals, calibrated } = createModel(name);
  return {
    speed,
    learns: local ? "each series" : "all series",
    exogenous: exogenous === true,
    static: definition.static === true,
    gaps: missing === true,
    irregular: irregular === true ? "yes" : irregular === "if-refused" ? "if refused" : "no",
    growth: definition.bounded !== true,
    intervals: intervals === false || calibrated ? "past errors" : "own",
  };
}
