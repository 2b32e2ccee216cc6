import type { Panel, Series } from "../../data/panel/from-table.js";
import { type Frequency, stepFrom } from "../../data/time/frequency.js";
import type { ChartedForecast } from "./series-chart.js";

/** Steps on either side of the last observation, at the most: more than a chart is wide. */
const MAX_STEPS = 1000;

interface Charted {
  readonly series: Series;
  readonly future: Float64Array;
  readonly forecasts: readonly ChartedForecast[];
}

/**
 * A series of irregular dates and its forecasts as a chart draws them, a step apart: on straight lines
 * between observations, and on from the last one.
 */
export function inEvenSteps({ series, future, forecasts }: Charted, frequency: Frequency): Charted {
  const isKnown = (_: number, t: number) => !Number.isNaN(series.y[t]);
  const [ds, y] = [series.ds.filter(isKnown), series.y.filter(isKnown)];
  const last = ds[ds.length - 1];
  const end = future[future.length - 1] ?? last;
  const back = steps(last, frequency, -1, (stamp) => stamp >= ds[0]).reverse();
  const past = Float64Array.of(...back, last);
  const even = steps(last, frequency, 1, (stamp) => stamp <= end);
  const ahead = Float64Array.from(even.length > 0 ? even : [end]);
  const times = Float64Array.of(last, ...future);
  const on = (values: Float64Array) =>
    at(ahead, times, Float64Array.of(y[y.length - 1], ...values));
  return {
    series: { ...series, ds: past, y: at(past, ds, y) },
    future: ahead,
    forecasts: forecasts.map(({ label, mean, band }) => ({
      label,
      mean: on(mean),
      ...(band && { band: { level: band.level, lo: on(band.lo), hi: on(band.hi) } }),
    })),
  };
}

/** The first series of a panel as a chart draws it, a step apart where its dates are irregular. */
export function firstInEvenSteps({ series, irregular, frequency }: Panel): Series {
  const alone = { series: series[0], future: new Float64Array(), forecasts: [] };
  return irregular ? inEvenSteps(alone, frequency).series : alone.series;
}

function steps(
  from: number,
  frequency: Frequency,
  way: 1 | -1,
  isWithin: (stamp: number) => boolean,
): number[] {
  const stamps: number[] = [];
  for (let k = 1; k <= MAX_STEPS; k++) {
    const stamp = stepFrom(from, frequency, way * k);
    if (!isWithin(stamp)) break;
    stamps.push(stamp);
  }
  return stamps;
}

/** Values at stamps that lie within the times, on straight lines between those known. */
function at(stamps: Float64Array, times: Float64Array, values: Float64Array): Float64Array {
  let next = 0;
  return stamps.map((stamp) => {
    while (times[next] < stamp) next++;
    const [after, before] = [times[next], times[next - 1] ?? times[next]];
    const share = after > before ? (stamp - before) / (after - before) : 1;
    const from = values[Math.max(0, next - 1)];
    return from + share * (values[next] - from);
  });
}
