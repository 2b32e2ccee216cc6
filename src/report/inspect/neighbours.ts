import { MAX_COMPARED, type Neighborhood } from "../../analysis/similar-series.js";
import type { Frequency } from "../../data/time/frequency.js";
import { zNormalise } from "../../dtw/index.js";
import { plot } from "../charts/plot.js";
import { type Appearance, paint } from "../text/appearance.js";
import { formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";
import { shortStamp } from "../text/timestamp.js";

const ROWS = 10;

/**
 * The nearest series, and the nearest of all drawn over the one in question, both in standard
 * deviations, along the path that pairs them. Under it stands how they are paired: `=` one to one,
 * `<` where the neighbour waits, `>` where it runs ahead.
 */
export function neighboursReport(
  { series, neighbours, path }: Neighborhood,
  frequency: Frequency,
  appearance: Appearance,
): string {
  const { plain } = appearance;
  const chalk = paint(appearance);
  const [first] = neighbours;
  const [a, b] = [series, first.series].map(({ y }) => zNormalise(y.slice(-MAX_COMPARED)));
  const ds = series.ds.slice(-MAX_COMPARED);
  const columns = Math.min(path.a.length, Math.max(10, appearance.width - 12));
  const step = columns > 1 ? (path.a.length - 1) / (columns - 1) : 0;
  const drawn = Array.from({ length: columns }, (_, column) => Math.round(column * step));
  const under = (column: number) => {
    const [before, now] = [drawn[Math.max(0, column - 1)], drawn[column]];
    const own = path.a[now] - path.a[before];
    const other = path.b[now] - path.b[before];
    return own === other ? "=" : own > other ? "<" : ">";
  };
  const chart = plot(
    [
      { values: drawn.map((k) => b[path.b[k]]), color: "cyan", mark: "o" },
      { values: drawn.map((k) => a[path.a[k]]) },
    ],
    {
      label: (column) => shortStamp(ds[path.a[drawn[column]]], frequency),
      origin: 0,
      strides: Array.from({ length: columns }, (_, stride) => stride + 1),
      under,
    },
    ROWS,
    appearance,
  );
  const stroke = plain ? "--" : "──";
  const list = table(
    [{ title: "neighbour" }, { title: "DTW distance", align: "right" }],
    neighbours.map((one) => [printable(one.series.id), formatNumber(one.distance, 3, plain)]),
    appearance,
  );
  return [
    `nearest to ${printable(series.id)}:`,
    list,
    "",
    `${stroke} ${printable(series.id)}   ${chalk.cyan(`${stroke} o`)} ${printable(first.series.id)}, aligned (= in step, < waits, > runs ahead)`,
    chart,
  ].join("\n");
}
