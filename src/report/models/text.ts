import type { ModelDefinition } from "../../models/model.js";
import type { Appearance } from "../text/appearance.js";
import { table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import { type ModelTraits, traitsOf } from "./traits.js";

/** A row a model: what it is, how fast, and what it takes beside the series. */
export function modelRows(models: readonly ModelDefinition[]) {
  return models.map((definition) => {
    const traits = traitsOf(definition);
    const { name: model, summary } = definition;
    return { model, summary, speed: traits.speed, takes: takes(traits) };
  });
}

/** What a model takes that others do not: `columns, gaps, uneven`. */
function takes({ exogenous, gaps, irregular }: ModelTraits): string {
  return [
    ...(exogenous ? ["columns"] : []),
    ...(gaps ? ["gaps"] : []),
    ...(irregular === "no" ? [] : ["uneven"]),
  ].join(", ");
}

/** Where to begin, and what the words of the table mean. */
const NOTES = [
  "Where to start: auto, the default, tries the quick ones and combines those that did best. Compare with seasonal-naive, which every model should beat: foretell backtest FILE -m auto -m seasonal-naive. Add ets, arima or theta for a few series; boosted-trees or lstm for many alike, or with columns that explain them.",
  "Speed is for one series of a few hundred observations: instant, some seconds, or slow, which trains a network for longer. Columns are exogenous, gaps are missing values that are not filled first, and uneven are dates that are not evenly spaced.",
  "foretell models NAME lists the options of one.",
];

/** The list for a person. */
export function modelsText(models: readonly ModelDefinition[], appearance: Appearance): string {
  const columns = ["model", "for what", "speed", "takes"].map((title) => ({ title }));
  const rows = modelRows(models).map(({ model, summary, speed, takes }) => [
    ...[model, summary, speed, takes],
  ]);
  const notes = NOTES.map((note) => wrap(note, appearance.width));
  return `${table(columns, rows, appearance, { ruled: false })}\n\n${notes.join("\n")}\n`;
}
