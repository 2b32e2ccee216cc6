import { exp, log } from "../../numeric/elementary.js";
import type { Random } from "../../numeric/random.js";
import { chance, logUniform, seasonProfile } from "./draws.js";

/** Counts around a slowly moving mean with a season: of events (Poisson), or of demand that comes seldom. */
export function countSeries(random: Random, length: number, season: number): Float64Array {
  const seldom = chance(random, 0.5);
  const mean = seldom ? logUniform(random, 0.1, 1) : logUniform(random, 0.5, 60);
  const size = season > 1 && chance(random, 0.7) ? random.uniform(0, 0.8) : 0;
  const profile = seasonProfile(random, season);
  const wander = logUniform(random, 0.001, 0.1);
  const trend = chance(random, 0.3) ? random.normal() / length : 0;
  const demand = logUniform(random, 1, 12);
  let level = 0;
  return Float64Array.from({ length }, (_, t) => {
    level += wander * random.normal() + trend;
    const rate = mean * exp(Math.min(3, level + size * profile[t % season]));
    if (!seldom) return poisson(random, rate);
    return random.uniform() < 1 - exp(-rate) ? 1 + poisson(random, demand) : 0;
  });
}

/** By waiting times for small rates, rounded normal for large ones. */
function poisson(random: Random, rate: number): number {
  if (rate > 30) return Math.max(0, Math.round(rate + Math.sqrt(rate) * random.normal()));
  let count = 0;
  for (let time = -log(1 - random.uniform()); time < rate; count++) {
    time -= log(1 - random.uniform());
  }
  return count;
}
