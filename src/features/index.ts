import { parseSpec, type Spec, specError } from "../spec/grammar.js";
import { bindOptions } from "../spec/options.js";
import { suggestion } from "../suggest.js";
import { analogue } from "./analogue.js";
import { calendar } from "./calendar.js";
import { difference } from "./difference.js";
import { ewm } from "./ewm.js";
import type { Feature, FeatureFamily } from "./feature.js";
import { fourier } from "./fourier.js";
import { lag } from "./lag.js";
import { roll } from "./rolling.js";

/** Every family of features there is, in the order in which they are listed. */
export const featureFamilies: readonly FeatureFamily[] = [
  lag,
  roll,
  difference,
  ewm,
  calendar,
  fourier,
  analogue,
];

/**
 * Loads large data that features need, such as the rules of holidays. Fitting a model with features does
 * this by itself.
 *
 * @example
 * await loadFeatures(["calendar:holiday=DE"]);
 * const table = features(await readPanel("nottem"), ["calendar:holiday=DE"]);
 *
 * @throws UsageError for an unknown family or option, with the nearest name
 */
export async function loadFeatures(specs: readonly string[]): Promise<void> {
  for (const text of specs) {
    const { family, spec } = familyOf(text);
    await family.load?.(bindOptions(spec, family.options));
  }
}

/**
 * A feature from its spec, such as `lag:1,12`.
 *
 * @example
 * const panel = await readPanel("nottem");
 * const feature = createFeature("lag:1,12");
 * feature.columns({ ...panel, ...panel.series[0] }).map(({ name }) => name); // ["y_lag_1", "y_lag_12"]
 *
 * @throws UsageError for an unknown family or option, with the nearest name
 */
export function createFeature(text: string): Feature {
  const { family, spec } = familyOf(text);
  return family.create(bindOptions(spec, family.options));
}

function familyOf(text: string): { readonly family: FeatureFamily; readonly spec: Spec } {
  const spec = parseSpec(text);
  const { name } = spec;
  const family = featureFamilies.find((one) => one.name === name.text);
  if (family) return { family, spec };
  const names = featureFamilies.map((one) => one.name);
  throw specError(
    text,
    name,
    `there is no feature "${name.text}"`,
    suggestion(name.text, names) ?? `The features are ${names.join(", ")}.`,
  );
}
