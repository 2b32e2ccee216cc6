import { ticks as roundNumbers } from "d3-array";
import { scaleUtc } from "d3-scale";
import { DAY } from "../../data/time/calendar.js";
import { formatTime } from "../../data/time/timestamp.js";
import { grouped } from "../../wording.js";

/** A place on an axis and what is written there, the larger unit below where it begins. */
export interface Tick {
  readonly at: number;
  readonly label: string;
  readonly below?: string;
}

/** Round numbers within the ends of an axis. */
export function numberTicks(low: number, high: number, count: number): Tick[] {
  // Where even the range of numbers is too small.
  const places = Number.isFinite(high - low) ? roundNumbers(low, high, count) : [low, 0, high];
  const step = places.length > 1 ? places[1] - places[0] : Math.abs(high - low);
  const largest = places.reduce((most, at) => Math.max(most, Math.abs(at)), 0);
  return places.map((at) => ({ at, label: tickLabel(at, step, largest) }));
}

const LARGE = [
  [1e12, "tn"],
  [1e9, "bn"],
  [1e6, "m"],
] as const;

/** `0.25`, `1,200`, `3.5m`, `1.2tn`, `2e-9`: all ticks of an axis in one unit. */
function tickLabel(value: number, step: number, largest: number): string {
  if (value === 0) return "0";
  if (largest >= 1e15 || step < 1e-6) {
    return minus(value.toPrecision(digitsOf(largest / step)).replace(/\.?0+(e|$)/, "$1"), value);
  }
  const [unit, name] = LARGE.find(([size]) => largest >= size) ?? [1, ""];
  const decimals = Math.max(0, decimalsOf(step / unit));
  return minus(`${grouped(Math.abs(value / unit).toFixed(decimals))}${name}`, value);
}

function minus(text: string, value: number): string {
  return value < 0 ? `−${text.replace(/^-/, "")}` : text;
}

/** Significant digits that tell multiples of a step apart. */
function digitsOf(steps: number): number {
  let digits = 1;
  for (; steps >= 10 && digits < 15; steps /= 10) digits++;
  return digits + 1;
}

/** Decimals of a round step: 2 for 0.25. */
function decimalsOf(step: number): number {
  let decimals = 0;
  while (decimals < 12 && Math.abs(step - Number(step.toFixed(decimals))) > step * 1e-9) decimals++;
  return decimals;
}

/** Powers of ten, few enough; `low` and `high` are their logarithms. */
export function decadeTicks(low: number, high: number, count: number): Tick[] {
  const first = Math.ceil(low - 1e-9);
  const step = Math.max(1, Math.ceil((high - first) / Math.max(1, count)));
  const all: Tick[] = [];
  for (let decade = Math.floor(high + 1e-9); decade >= first; decade -= step) {
    const label = decade >= -2 && decade <= 4 ? String(10 ** decade) : `1e${decade}`;
    all.unshift({ at: decade, label });
  }
  return all;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/**
 * Round dates: years, months, days, hours, minutes. The year of months, and the day of hours, stands below
 * the first of each.
 */
export function timeTicks(low: number, high: number, count: number): Tick[] {
  const places = scaleUtc()
    .domain([low, high])
    .ticks(count)
    .map((date) => date.getTime());
  const steps = places.slice(1).map((at, i) => at - places[i]);
  const step = steps.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  let before: string | undefined;
  return places.map((at) => {
    const { label, group } = dateLabel(at, places.length > 1 ? step : high - low);
    const below = group === before ? undefined : group;
    before = group;
    return { at, label, ...(below !== undefined && { below }) };
  });
}

/** A date by its smallest unit that matters, and the group in which that is unique. */
function dateLabel(at: number, step: number): { label: string; group?: string } {
  const text = formatTime(at, "millisecond");
  const [, year, month, day, time] = /^(.*?)-(\d\d)-(\d\d)T(.*?)Z?$/.exec(text)!;
  const name = MONTHS[Number(month) - 1];
  if (step >= 360 * DAY) return { label: year };
  if (step >= 27 * DAY) return { label: name, group: year };
  if (step >= DAY) return { label: `${Number(day)} ${name}`, group: year };
  const group = `${Number(day)} ${name} ${year}`;
  if (step >= 60_000) return { label: time.slice(0, 5), group };
  return { label: step >= 1000 ? time.slice(0, 8) : time, group };
}
