import type { Random } from "../../numeric/random.js";
import { chance, logUniform, seasonProfile, shocks } from "./draws.js";

/**
 * A diffusion that switches between two or three regimes of drift, volatility and mean reversion and
 * jumps now and then, with a season on top of some.
 *
 * @see Hamilton (1989) for switching; Merton (1976) for jumps
 */
export function regimeSwitching(random: Random, length: number, season: number): Float64Array {
  const shock = shocks(random);
  const regimes = Array.from({ length: 1 + random.below(3) }, () => ({
    drift: random.normal() * 0.3,
    volatility: logUniform(random, 0.1, 2),
    reversion: chance(random, 0.5) ? random.uniform(0, 0.6) : 0,
    level: random.normal() * 3,
  }));
  const stay = 1 - logUniform(random, 0.005, 0.1);
  const jumps = chance(random, 0.4) ? logUniform(random, 0.002, 0.05) : 0;
  const size = season > 1 && chance(random, 0.5) ? logUniform(random, 0.2, 4) : 0;
  const profile = seasonProfile(random, season);
  let regime = regimes[0];
  let x = random.normal();
  const y = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    if (random.uniform() > stay) regime = regimes[random.below(regimes.length)];
    x += regime.reversion > 0 ? regime.reversion * (regime.level - x) : regime.drift;
    x += regime.volatility * shock();
    if (random.uniform() < jumps) x += random.normal() * 5;
    y[t] = x + size * profile[t % season];
  }
  return y;
}
