import type { Series } from "../data/panel/panel.js";
import { fitWork } from "../parallel/fit-work.js";
import { parseSpec } from "../spec/grammar.js";

/** Microseconds of work in a part, roughly: little enough that to lose it is no harm. */
const PART_MICROSECONDS = 2_000_000;
/** Of one observation, for all that is not fitting: more of quick models would be large to send. */
const BASE_MICROSECONDS = 100;
/** Of one observation, for the candidates that `auto` weighs. */
const AUTO_MICROSECONDS = 1000;

/**
 * Series in parts, in order. Where a part ends depends only on the series and the models, so that who asks
 * for the same forecasts again asks for the same parts.
 */
export function* inParts(
  series: Iterable<Series>,
  specs: readonly string[],
): Generator<readonly Series[]> {
  let part: Series[] = [];
  let work = 0;
  for (const one of series) {
    part.push(one);
    work += specs.reduce((sum, spec) => sum + workOf(spec, one), 0);
    if (work < PART_MICROSECONDS) continue;
    yield part;
    [part, work] = [[], 0];
  }
  if (part.length > 0) yield part;
}

function workOf(spec: string, series: Series): number {
  const fit =
    parseSpec(spec).name.text === "auto"
      ? AUTO_MICROSECONDS * series.y.length
      : fitWork(spec, { series: [series] });
  return BASE_MICROSECONDS * series.y.length + fit;
}
