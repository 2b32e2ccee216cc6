import { grouped } from "../../wording.js";

/** A vertical scale whose rows stand for round numbers. */
export interface RowScale {
  /** The row of a value, counted from 1 at the bottom, with decimals. */
  toRow(value: number): number;
  /** What stands beside each row from the top down, a row each; nothing beside rows between round numbers. */
  readonly labels: readonly string[];
}

/** Closer to the smallest doubles there is no arithmetic left to draw with. */
const MIN_RANGE = 1e-290;
const STEPS = [1, 2, 2.5, 5] as const;
/** Rows from one label to the next. */
const STRIDES = [1, 2, 3, 4, 5] as const;

/**
 * The scale of at most so many rows that holds all values from `low` to `high` and is as fine as it can be
 * where labels are multiples of 1, 2, 2.5 or 5 times a power of ten. It ends at the row of the highest
 * value, or at the label right above, unless `allRows` are wanted.
 */
export function roundScale(least: number, most: number, rows: number, allRows = false): RowScale {
  const [low, high] = widened(least, most);
  // Halves keep the range of the largest doubles finite.
  const range = high / 2 - low / 2;
  const power = Math.floor(Math.log10(range)) - 2;
  const sizes = [0, 1, 2, 3].flatMap((up) => STEPS.map((step) => step * powerOfTen(power + up)));
  const choices = sizes.flatMap((step) => STRIDES.map((stride) => ({ step, stride })));
  const fitting = choices.filter(({ step, stride }) => {
    const each = step / stride;
    const bottom = Math.round(low / each);
    // A value is drawn at the row that is nearest.
    return Number.isFinite(bottom) && Math.round(high / each) - bottom <= rows - 1;
  });
  const finest = fitting.reduce(
    (fine, { step, stride }) => Math.min(fine, step / stride),
    Number.POSITIVE_INFINITY,
  );
  if (!Number.isFinite(finest)) return evenScale(low, high, rows);
  // Of scales that are about as fine, the one with a label every other row is read best.
  const upTo = (coarsening: number) =>
    fitting
      .filter((one) => one.step / one.stride <= finest * coarsening)
      .map((one) => ({ ...one, unease: unease(one, low, rows) }))
      .sort((x, y) => x.unease - y.unease);
  // One label alone does not say how far apart rows are, which a constant line need not.
  const tells = (one: RowsPerLabel) => low < least || labelsOf(one, low, rows) > 1;
  const near = upTo(MAX_COARSENING);
  const best = near.find(tells) ?? upTo(MAX_COARSENING_OF_FEW).find(tells) ?? near[0];
  const { step, stride } = best;
  const each = step / stride;
  const bottom = Math.round(low / each);
  const label = labelOf(step, Math.max(Math.abs(low), Math.abs(high)));
  const top = allRows ? bottom + rows - 1 : topOf(best, low, high, rows);
  return {
    toRow: (value) => 1 + value / each - bottom,
    labels: Array.from({ length: top - bottom + 1 }, (_, row) => {
      const place = top - row;
      const value = (place / stride) * step;
      return place % stride === 0 && Number.isFinite(value) ? label(value) : "";
    }),
  };
}

/** How much coarser than it could be a scale may be, for better labels. */
const MAX_COARSENING = 1.2501;
/** The same where so few rows would have one label alone. */
const MAX_COARSENING_OF_FEW = 2.01;
/** Labels that a scale should have at least. */
const MIN_LABELS = 3;

/** What lies between two labels, and in how many rows. */
interface RowsPerLabel {
  readonly step: number;
  readonly stride: number;
}

/** The highest row that is needed: empty ones above it say nothing, unless a chart would have one label alone. */
function topOf(one: RowsPerLabel, low: number, high: number, rows: number): number {
  const each = one.step / one.stride;
  const bottom = Math.round(low / each);
  const highest = Math.round(high / each);
  const tellsDistance = (top: number) => top > bottom && labelsOf(one, low, top - bottom + 1) > 1;
  const endsBelowLabel = highest % one.stride !== 0 && (highest + 1) % one.stride === 0;
  if (endsBelowLabel || !tellsDistance(highest)) {
    const next = Math.ceil((highest + 1) / one.stride) * one.stride;
    return Math.min(next, bottom + rows - 1);
  }
  return highest;
}

function labelsOf({ step, stride }: RowsPerLabel, low: number, rows: number): number {
  const bottom = Math.round((low / step) * stride);
  return Math.floor((bottom + rows - 1) / stride) - Math.ceil(bottom / stride) + 1;
}

/** How far the labels are from one every other row; 2.5 is less round than other steps. */
function unease(one: RowsPerLabel, low: number, rows: number): number {
  const labels = labelsOf(one, low, rows);
  const fraction = one.step.toExponential(6).startsWith("2.5");
  return (
    Math.abs(labels - Math.max(MIN_LABELS, rows / 2)) +
    2 * Math.max(0, MIN_LABELS - labels) +
    (fraction ? 1.5 : 0)
  );
}

/** Ends that are apart even where all values are equal. */
function widened(low: number, high: number): [number, number] {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(largest * 1e-9, MIN_RANGE)) return [low, high];
  const around = largest > MIN_RANGE ? largest * 0.1 : 1;
  return [Math.max(low - around, -Number.MAX_VALUE), Math.min(high + around, Number.MAX_VALUE)];
}

/** Rows from end to end, where numbers are too large or too small to be made round. */
function evenScale(low: number, high: number, rows: number): RowScale {
  const range = high / 2 - low / 2;
  return {
    toRow: (value) => 1 + ((value / 2 - low / 2) / range) * (rows - 1),
    labels: Array.from({ length: rows }, (_, i) =>
      (2 * (high / 2 - (i / (rows - 1)) * range)).toExponential(2),
    ),
  };
}

function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

const LARGE = [
  [1e12, "tn"],
  [1e9, "bn"],
  [1e6, "m"],
] as const;

/** Writes multiples of a step alike: `0.25`, `1,200`, `3.5m`, `4.2e-7`. */
function labelOf(step: number, largest: number): (value: number) => string {
  if (largest >= 1e15 || largest < 1e-4) {
    const digits = Math.min(15, Math.max(0, decades(largest) - decades(step)) + 1);
    return (value) => (value === 0 ? "0" : value.toExponential(digits).replace(/\.?0+e/, "e"));
  }
  const [unit, name] = LARGE.find(([size]) => largest >= size) ?? [1, ""];
  let decimals = 0;
  const scaled = step / unit;
  while (decimals < 12 && Math.abs(scaled - Number(scaled.toFixed(decimals))) > scaled * 1e-6) {
    decimals++;
  }
  return (value) => {
    const text = (value / unit).toFixed(decimals);
    return Number(text) === 0 ? text.replace("-", "") : `${grouped(text)}${name}`;
  };
}

function decades(value: number): number {
  return Math.floor(Math.log10(value));
}
