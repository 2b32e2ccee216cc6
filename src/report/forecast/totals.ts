import { counted } from "../../wording.js";
import type { Appearance } from "../text/appearance.js";
import { formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";
import { wholeStamp } from "../text/timestamp.js";
import type { ForecastReport } from "./report.js";
import { decimalsOfTotals, endsOf } from "./total-columns.js";

/** Rows of a table of totals on a terminal of a usual height, of series that were chosen there, and on one that is high or a file. */
const MAX_ROWS = 3;
const MAX_ROWS_OF_CHOSEN = 6;
const MAX_ROWS_OF_HIGH = 12;
const HIGH_ROWS = 40;

/** Lines of a table of totals for a terminal; none where none were asked for. */
export function totalLines(report: ForecastReport, appearance: Appearance): string[] {
  const { panel, future, models, horizon, whole, quantiles } = report;
  if (!models[0]?.totals) return [];
  const high = appearance.rows === undefined || appearance.rows >= HIGH_ROWS;
  const most = high ? MAX_ROWS_OF_HIGH : whole ? MAX_ROWS_OF_CHOSEN : MAX_ROWS;
  const { length: count } = panel.series;
  const all = [...new Set(models.flatMap((m) => endsOf(m, quantiles).map(({ suffix }) => suffix)))];
  // All ends where they fit beside each other, else the widest, else none.
  const choices = [all, outermost(all), []];
  const shapes = [
    ...(count > 1 && models.length > 1 ? [{ series: Math.min(count, most), beside: true }] : []),
    { series: Math.min(count, Math.max(1, Math.floor(most / models.length))), beside: false },
  ];
  const tried = shapes.flatMap(({ series, beside }) =>
    choices.map((suffixes) => {
      const text = totalTable(report, appearance, suffixes, series, beside);
      return { text, suffixes, series, rows: 1 + series * (beside ? 1 : models.length) };
    }),
  );
  const { text, suffixes, series } =
    tried.find((one) => one.text.length === one.rows) ?? tried[tried.length - 1]!;
  const [first] = future;
  const [from, to] = [first[0], first[first.length - 1]].map((ds) =>
    wholeStamp(ds, panel.frequency),
  );
  const few =
    series === 1
      ? `, of ${printable(panel.series[0]!.id)}`
      : `, the first ${series} of ${formatCount(count)} series`;
  const lacking = all.length - suffixes.length;
  const ranges = all.some((name) => name.startsWith("q-"))
    ? counted(lacking, "more quantile")
    : counted(lacking / 2, "more interval");
  const without = lacking > 0 ? ` (${ranges}: --format csv)` : "";
  return [
    `total of ${counted(horizon, "step")}, ${from} to ${to}${series < count ? few : ""}${without}`,
    ...text,
  ];
}

/** The ends of the widest interval, which stands last, or the first and last quantile. */
function outermost(suffixes: readonly string[]): readonly string[] {
  const quantiles = suffixes.filter((name) => name.startsWith("q-"));
  if (quantiles.length < 2) return suffixes.slice(-2);
  return [quantiles[0]!, quantiles[quantiles.length - 1]!];
}

/**
 * The lines of a table of totals: more than a row each where it is too wide.
 *
 * @param beside whether models stand beside each other instead of below
 */
function totalTable(
  report: ForecastReport,
  appearance: Appearance,
  suffixes: readonly string[],
  series: number,
  beside: boolean,
): string[] {
  const { panel, models, quantiles } = report;
  const shown = panel.series.slice(0, series);
  const cellsOf = (model: ForecastReport["models"][number], s: number) => {
    const ends = endsOf(model, quantiles);
    const numbers = suffixes.map((name) => ends.find(({ suffix }) => suffix === name)?.of(s));
    return [model.totals![s].mean, ...numbers.map((value) => value ?? Number.NaN)];
  };
  const decimals = decimalsOfTotals(report, series);
  const write = (value: number) => formatNumber(value, decimals, appearance.plain);
  const named = panel.series.length > 1;
  const labelled = models.length > 1 && !beside;
  const columns = [
    ...(named ? [{ title: "series" }] : []),
    ...(labelled ? [{ title: "model" }] : []),
    ...(beside ? models.flatMap(({ label }) => [label, ...suffixes]) : ["total", ...suffixes]).map(
      right,
    ),
  ];
  const rows = shown.flatMap(({ id }, s) => {
    const first = named ? [printable(id)] : [];
    return beside
      ? [[...first, ...models.flatMap((model) => cellsOf(model, s).map(write))]]
      : models.map((model) => [
          ...first,
          ...(labelled ? [model.label] : []),
          ...cellsOf(model, s).map(write),
        ]);
  });
  return table(columns, rows, appearance, { ruled: false }).split("\n");
}
