import type { Panel, PanelFeatures, Series } from "../data/panel/panel.js";
import { stepFrom } from "../data/time/frequency.js";
import type { FeatureColumn } from "../features/feature.js";
import { featuresBySeries } from "../features/table.js";

/**
 * Features of each series, known in every row of it and ahead. In rows that a feature does not know it
 * takes the series to have stood at its first value before its start, so that nothing of later rows
 * shows in earlier ones; ahead, what was known last.
 *
 * @param warn hears of series that are too short for a feature the others have
 */
export function featureColumns(
  panel: Panel,
  { specs, horizon }: PanelFeatures,
  warn: (message: string) => void = () => {},
): FeatureColumn[][] {
  const tables = featuresBySeries(panel, specs, { horizon, warn });
  const unknown = Math.max(0, ...tables.flatMap(({ columns }) => columns.map(unknownRows)));
  // Whole seasons, so that waves of the season stay where they are.
  const before = Math.ceil(unknown / panel.season) * panel.season;
  const longer = before > 0 ? { ...panel, series: panel.series.map(started) } : panel;
  const earlier =
    before > 0 ? featuresBySeries(longer, specs, { horizon, warn: () => {} }) : tables;
  return tables.map(({ columns }, s) =>
    columns.map((column, c) => ({
      ...column,
      values: known(column.values, earlier[s].columns[c].values.subarray(before)),
    })),
  );

  function started({ id, ds, y }: Series): Series {
    const stamps = Float64Array.from({ length: before }, (_, t) =>
      stepFrom(ds[0], panel.frequency, t - before),
    );
    return {
      id,
      ds: joined(stamps, ds),
      y: joined(new Float64Array(before).fill(y[0]), y),
    };
  }
}

/** Rows at the start in which a feature is not known. */
function unknownRows({ values }: FeatureColumn): number {
  const first = values.findIndex(Number.isFinite);
  return first < 0 ? values.length : first;
}

/** What is known of rows, else what is known of them after a longer past, else what was known last. */
function known(values: Float64Array, earlier: Float64Array): Float64Array {
  let last = 0;
  return values.map((value, t) => {
    last = [value, earlier[t], last].find(Number.isFinite)!;
    return last;
  });
}

/** One after the other. */
export function joined(first: Float64Array, next: Float64Array): Float64Array {
  const whole = new Float64Array(first.length + next.length);
  whole.set(first);
  whole.set(next, first.length);
  return whole;
}
