import { civilFromDays, DAY, daysInMonth, weekday } from "./calendar.js";
import { businessDay, type Frequency } from "./frequency.js";
import { frequency, frequencyOfStep } from "./frequency-alias.js";

/** Counts values. The mode is the most frequent one, the smaller of two that are equally frequent. */
class Tally {
  private readonly counts = new Map<number, number>();
  private value = Number.NaN;
  private run = 0;

  add(value: number, times: number): void {
    // Regular indexes are one long run, for which the map is touched once.
    if (value !== this.value) {
      this.flush();
      this.value = value;
    }
    this.run += times;
  }

  mode(): number {
    this.flush();
    let mode = Number.NaN;
    let highest = 0;
    for (const [value, count] of this.counts) {
      if (count > highest || (count === highest && value < mode)) {
        mode = value;
        highest = count;
      }
    }
    return mode;
  }

  private flush(): void {
    if (this.run > 0) this.counts.set(this.value, (this.counts.get(this.value) ?? 0) + this.run);
    this.run = 0;
  }
}

/** The value that all additions share; undefined once they differ. */
class Agreement {
  private seen = false;
  value: number | undefined;

  add(value: number): void {
    if (!this.seen) {
      this.seen = true;
      this.value = value;
    } else if (value !== this.value) this.value = undefined;
  }
}

/**
 * The frequency of an index, or of several together, from all of its stamps.
 *
 * The step is the most common one, so gaps do no harm; dates of equal day of the month or at month
 * ends step by months, of equal weekday by weeks, without any weekend by business days. Whether
 * every stamp stands on that grid is for `stepsBetween` to say.
 *
 * @example
 * const ds = [0, 1, 2].map((month) => Date.UTC(2024, month, 1));
 * inferFrequency(Float64Array.from(ds)).alias; // "MS"
 *
 * @param ds increasing milliseconds; one index or one a series
 * @returns undefined when no index has two stamps
 */
export function inferFrequency(ds: Float64Array | readonly Float64Array[]): Frequency | undefined {
  const indexes: Shared = new Map();
  for (const index of ds instanceof Float64Array ? [ds] : ds) {
    indexes.set(index, (indexes.get(index) ?? 0) + 1);
  }
  const gaps = new Tally();
  let sameClock = true;
  let sameWeekday = true;
  for (const [index, series] of indexes) {
    for (let i = 1; i < index.length; i++) {
      const gap = index[i] - index[i - 1];
      if (!(gap > 0)) continue;
      gaps.add(gap, series);
      if (gap % DAY !== 0) sameClock = false;
      if (gap % (7 * DAY) !== 0) sameWeekday = false;
    }
  }
  const gap = gaps.mode();
  if (Number.isNaN(gap)) return undefined;
  if (!sameClock) return frequencyOfStep(gap);
  return (
    inferMonths(indexes) ??
    (sameWeekday ? inferWeeks(indexes, gap) : undefined) ??
    inferBusinessDays(indexes) ??
    frequency("D", gap / DAY)
  );
}

/** Distinct indexes, with the number of series of each. */
type Shared = Map<Float64Array, number>;

function inferMonths(indexes: Shared): Frequency | undefined {
  const steps = new Tally();
  const monthOfYear = new Agreement();
  const monthOfQuarter = new Agreement();
  let sameDay = true;
  let atEnd = true;
  const late = latestDay(indexes);
  let lateDay = late > 28;
  for (const [index, series] of indexes) {
    let previous = Number.NaN;
    let firstDay = 0;
    for (let i = 0; i < index.length && (sameDay || atEnd || lateDay); i++) {
      const { year, month, day } = civilFromDays(Math.floor(index[i] / DAY));
      if (i === 0) firstDay = day;
      else if (day !== firstDay) sameDay = false;
      const longest = daysInMonth(year, month);
      if (day !== longest) atEnd = false;
      if (day !== Math.min(late, longest)) lateDay = false;
      const months = year * 12 + month - 1;
      if (months > previous) steps.add(months - previous, series);
      previous = months;
      monthOfYear.add(month - 1);
      monthOfQuarter.add((month - 1) % 3);
    }
    if (!sameDay && !atEnd && !lateDay) return undefined;
  }
  const step = steps.mode();
  if (!sameDay && !atEnd) return { ...frequency("M", step), day: late };
  if (step % 12 === 0) return frequency("Y", step / 12, atEnd, monthOfYear.value);
  if (step % 3 === 0) return frequency("Q", step / 3, atEnd, monthOfQuarter.value);
  return frequency("M", step, atEnd);
}

/** The latest day of the month of any stamp among the first of each index; a look at a few is enough. */
function latestDay(indexes: Shared): number {
  let latest = 0;
  for (const index of indexes.keys()) {
    for (let i = 0; i < Math.min(index.length, 13); i++) {
      latest = Math.max(latest, civilFromDays(Math.floor(index[i] / DAY)).day);
    }
  }
  return latest;
}

function inferWeeks(indexes: Shared, gap: number): Frequency {
  const day = new Agreement();
  for (const index of indexes.keys()) {
    if (index.length > 0) day.add(weekday(Math.floor(index[0] / DAY)));
  }
  return frequency("W", gap / (7 * DAY), false, day.value);
}

function inferBusinessDays(indexes: Shared): Frequency | undefined {
  const steps = new Tally();
  const gap = new Agreement();
  let gaps = 0;
  let crossed = false;
  for (const [index, series] of indexes) {
    for (let i = 0; i < index.length; i++) {
      const day = Math.floor(index[i] / DAY);
      if (weekday(day) > 4) return undefined;
      if (i === 0) continue;
      const before = Math.floor(index[i - 1] / DAY);
      if (day <= before) continue;
      gaps += series;
      gap.add(day - before);
      steps.add(businessDay(day) - businessDay(before), series);
      if (weekday(day) < weekday(before) || day - before >= 7) crossed = true;
    }
  }
  // Dates that never met a weekend, or step evenly over it, do not show business days.
  if (!crossed || (gaps > 1 && gap.value !== undefined)) return undefined;
  return frequency("B", steps.mode());
}
