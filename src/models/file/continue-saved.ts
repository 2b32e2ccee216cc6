import type { Panel } from "../../data/panel/panel.js";
import { type Apart, type Joined, withHistory } from "../../data/panel/prepend-history.js";
import { medianSteps } from "../../data/panel/time-steps.js";
import { describeFrequency } from "../../data/time/describe-frequency.js";
import { stepFrom } from "../../data/time/frequency.js";
import { DataError } from "../../errors.js";
import type { SavedModel } from "./model-file.js";

export type { Apart };

/**
 * New data as a saved model takes them: at its frequency, and behind the observations of the same series
 * that the model was fitted to where those lead up to the new ones.
 *
 * @param panel what was read, with the columns that the model was fitted with
 * @param file  how messages call the model's file
 * @returns the panel, the series that got rows put before their own, and those that could have but for a gap
 *   or other values
 * @throws DataError when the dates of the new data are not a step of the model's frequency apart
 */
export function continueSaved(
  { panel: known }: Pick<SavedModel, "panel">,
  panel: Panel,
  file: string,
): { panel: Panel; joined: Joined[]; apart: Apart[] } {
  return withHistory(atFrequencyOf(known, panel, file), known);
}

/** A few rows may look like another frequency, so every step is compared with the model's. */
function atFrequencyOf(known: Panel, panel: Panel, file: string): Panel {
  const { frequency } = known;
  if (panel.frequency.alias === frequency.alias) {
    if (known.irregular) requireSimilarIntervals(known, panel, file);
    return { ...panel, frequency };
  }
  const fits =
    panel.frequency.unit !== "index" &&
    frequency.unit !== "index" &&
    panel.series.every(({ ds }) =>
      ds.every((stamp, t) => t === 0 || stamp === stepFrom(ds[t - 1], frequency, 1)),
    );
  if (fits) return { ...panel, frequency };
  const learned =
    frequency.unit === "index"
      ? "was trained on rows without dates"
      : `is ${describeFrequency(frequency)}`;
  throw new DataError(
    `the data are ${describeFrequency(panel.frequency)}, the model in ${file} ${learned}`,
    {
      hint: "Bring them to that frequency, or train another model.",
      location: { file: panel.source },
    },
  );
}

/** Largest ratio, either way, of the median interval of new irregular dates to that learned from. */
const MAX_INTERVAL_RATIO = 24;

/** @throws DataError when the dates are so much closer or further apart that nothing learned applies */
function requireSimilarIntervals(known: Panel, panel: Panel, file: string): void {
  if (panel.series.every(({ ds }) => ds.length < 2)) return;
  const ratio = medianSteps({ ...panel, frequency: known.frequency }) / medianSteps(known);
  if (ratio <= MAX_INTERVAL_RATIO && ratio >= 1 / MAX_INTERVAL_RATIO) return;
  const [times, apart] = ratio > 1 ? [ratio, "far apart"] : [1 / ratio, "close"];
  throw new DataError(
    `its dates are ${Math.round(times)} times as ${apart} as those that the model in ${file} has learned`,
    { hint: "Train another model.", location: { file: panel.source } },
  );
}
