import { scaleLinear } from "d3-scale";
import type { Axis, Mark, Plot } from "./figure.js";

export interface Domain {
  readonly low: number;
  readonly high: number;
}

/** Bands that reach further than this many times the range of the lines are cut off. */
const MAX_BAND_REACH = 4;

/** The ends of both axes of a plot, round upwards and downwards, and whether something lies beyond them. */
export function domainsOf(plot: Plot): { x: Domain; y: Domain; cut: boolean } {
  const lines = extent(plot.marks.flatMap((mark) => valuesOf(mark, false)));
  const all = extent(plot.marks.flatMap((mark) => valuesOf(mark, true)));
  const reach = MAX_BAND_REACH * (lines.high - lines.low || Math.abs(lines.high) || 1);
  const low = Math.max(all.low, lines.low - reach);
  const high = Math.min(all.high, lines.high + reach);
  return {
    x: widened(extent(plot.marks.flatMap(placesOf)), 1),
    y: niceDomain({ low, high }, plot.y),
    cut: all.low < low || all.high > high,
  };
}

function* finite(values: ArrayLike<number>): Generator<number> {
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) yield values[i];
}

/** Smallest and largest of what a mark shows, bands only where they count. */
function valuesOf(mark: Mark, bands: boolean): number[] {
  switch (mark.kind) {
    case "at":
      return [];
    case "level":
      return [mark.y];
    case "band":
      return bands ? ends([...finite(mark.lo), ...finite(mark.hi)]) : [];
    default:
      return ends([...finite(mark.y)]);
  }
}

function placesOf(mark: Mark): number[] {
  if (mark.kind === "level") return [];
  return mark.kind === "at" ? [mark.x] : ends([...finite(mark.x)]);
}

function ends(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const { low, high } = extent(values);
  return [low, high];
}

function extent(values: readonly number[]): Domain {
  if (values.length === 0) return { low: 0, high: 0 };
  return {
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
  };
}

function widened({ low, high }: Domain, by: number): Domain {
  return low < high ? { low, high } : { low: low - by, high: high + by };
}

/** Share of the largest value below which an axis begins at 0: lines that fall so far are seen against it. */
const NEAR_ZERO = 0.4;

function niceDomain({ low, high }: Domain, { kind, fromZero = false }: Axis): Domain {
  if (kind === "decades") {
    const floor = Math.floor(low + 1e-9);
    const ceiling = Math.ceil(high - 1e-9);
    return ceiling > floor ? { low: floor, high: ceiling } : { low: floor - 1, high: ceiling };
  }
  const zero =
    fromZero || (low >= 0 && low < NEAR_ZERO * high) || (high <= 0 && high > NEAR_ZERO * low);
  const from = zero ? Math.min(0, low) : low;
  const to = zero ? Math.max(0, high) : high;
  const wide = widened({ low: from, high: to }, Math.abs(from) / 10 || 1);
  if (!Number.isFinite(wide.high - wide.low)) return wide;
  const [down, up] = scaleLinear().domain([wide.low, wide.high]).nice(5).domain();
  return { low: down, high: up };
}
