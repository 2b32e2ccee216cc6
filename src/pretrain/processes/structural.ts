import type { Random } from "../../numeric/random.js";
import { chance, cosines, logUniform, pick, seasonProfile, shocks } from "./draws.js";
import { exponential } from "./exponential-smoothing.js";

/**
 * Trend with breaks of slope and level, one or several seasons that may drift or grow with the level, a
 * slow cycle and autocorrelated noise.
 */
export function structuralSeries(random: Random, length: number, season: number): Float64Array {
  const shock = shocks(random);
  const y = new Float64Array(length);
  addTrend(random, y);
  const range = Math.max(1, spread(y));
  if (chance(random, 0.3)) {
    const period = logUniform(random, 0.15, 1.2) * length;
    const size = range * random.uniform(0.05, 0.6);
    const wave = cosines((2 * Math.PI) / period, random.uniform(0, 2 * Math.PI), length);
    for (let t = 0; t < length; t++) y[t] += size * wave[t];
  }
  if (season > 1 && chance(random, 0.9)) {
    const size = range * logUniform(random, 0.03, 1.5);
    addSeason(random, y, season, size);
    const second = longerSeason(season);
    if (season === 24 || season === 48) {
      if (chance(random, 0.7)) addWeek(random, y, season, size);
    } else if (second && chance(random, 0.35)) {
      addSeason(random, y, second, size * logUniform(random, 0.1, 2));
    }
  }
  const noise = range * logUniform(random, 0.005, 0.7);
  const memory = pick(random, [
    [0, 2],
    [random.uniform(0, 0.95), 2],
    [random.uniform(-0.5, 0), 1],
  ]);
  const growing = chance(random, 0.2) ? random.uniform(-0.8, 3) : 0;
  let error = 0;
  for (let t = 0; t < length; t++) {
    error = memory * error + Math.sqrt(1 - memory * memory) * shock();
    y[t] += noise * error * (1 + (growing * t) / length);
  }
  if (chance(random, 0.35)) {
    const unit = logUniform(random, 0.05, 1) / range;
    return exponential(
      y.map((value) => value * unit),
      random,
    );
  }
  const offset = range * random.normal() * 3;
  return y.map((value) => value + offset);
}

/** Straight pieces whose slopes and levels may break; the last pieces may be damped. */
function addTrend(random: Random, y: Float64Array): void {
  const n = y.length;
  const breaks = pick(random, [
    [0, 5],
    [1, 3],
    [2, 2],
    [4, 1],
  ]);
  const places = new Set(Array.from({ length: breaks }, () => random.below(n)));
  let slope = pick(random, [
    [0, 2],
    [random.normal() / n, 3],
    [Math.abs(random.normal()) / n, 3],
  ]);
  const bend = chance(random, 0.25) ? random.uniform(0.97, 1.01) : 1;
  let level = 0;
  for (let t = 0; t < n; t++) {
    if (places.has(t)) {
      if (chance(random, 0.6)) slope = (random.normal() * 1.5) / n;
      if (chance(random, 0.4)) level += random.normal() * 0.6;
    }
    y[t] += 3 * level;
    level += slope;
    slope *= bend;
  }
}

function addSeason(random: Random, y: Float64Array, season: number, size: number): void {
  const profile = seasonProfile(random, season);
  const target = chance(random, 0.3) ? seasonProfile(random, season) : profile;
  const growth = chance(random, 0.3) ? random.uniform(-0.7, 2) : 0;
  for (let t = 0; t < y.length; t++) {
    const late = t / y.length;
    const mixed = profile[t % season] * (1 - late) + target[t % season] * late;
    y[t] += size * (1 + growth * late) * mixed;
  }
}

/** Days of a week that differ in level and in how far the hours of the day differ, weekends most. */
function addWeek(random: Random, y: Float64Array, day: number, size: number): void {
  const level = size * logUniform(random, 0.05, 1.5);
  const other = size * random.uniform(0.1, 1);
  const hours = seasonProfile(random, day).map((value) => value * other);
  const first = random.below(7);
  const restDays = 1 + random.below(2);
  const differing = random.uniform(0, 0.5);
  const weekdays = seasonProfile(random, 7).map((value) => value * differing);
  const ownHours = random.normal();
  const rest = random.normal();
  for (let t = 0; t < y.length; t++) {
    const weekday = (Math.floor(t / day) + first) % 7;
    y[t] += level * weekdays[weekday];
    if (weekday < restDays) y[t] += level * rest + ownHours * hours[t % day];
  }
}

/** The season that commonly lies above another: weeks above days, years above weeks. */
function longerSeason(season: number): number | undefined {
  return { 7: 28, 12: 60, 4: 16, 5: 20 }[season];
}

function spread(y: Float64Array): number {
  let [low, high] = [y[0], y[0]];
  for (const value of y) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}
