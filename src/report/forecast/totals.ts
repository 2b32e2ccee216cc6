import type { Appearance } from "../text/appearance.js";
import { decimalsOf, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";
import { wholeStamp } from "../text/timestamp.js";
import type { ForecastReport } from "./report.js";
import { endsOf } from "./total-columns.js";

/** Series whose totals a terminal shows. */
const MAX_SERIES = 5;

/** Lines of a table of totals for a terminal; none where none were asked for. */
export function totalLines(report: ForecastReport, appearance: Appearance): string[] {
  const { panel, future, models, horizon } = report;
  if (!models[0]?.totals) return [];
  const shown = panel.series.slice(0, MAX_SERIES);
  const numbers = shown.flatMap((_, s) =>
    models.flatMap((model) => [model.totals![s].mean, ...endsOf(model).map(({ of }) => of(s))]),
  );
  const decimals = decimalsOf(numbers, 5);
  const write = (value: number) => formatNumber(value, decimals, appearance.plain);
  const suffixes = [...new Set(models.flatMap((m) => endsOf(m).map(({ suffix }) => suffix)))];
  const [first] = future;
  const when = `${wholeStamp(first[0], panel.frequency)} to ${wholeStamp(first[first.length - 1], panel.frequency)}`;
  const rows = shown.flatMap(({ id }, s) =>
    models.map((model) => {
      const ends = endsOf(model);
      return [
        ...(panel.series.length > 1 ? [printable(id)] : []),
        ...(models.length > 1 ? [model.label] : []),
        `${horizon} steps`,
        write(model.totals![s].mean),
        ...suffixes.map((name) => {
          const end = ends.find(({ suffix }) => suffix === name);
          return write(end ? end.of(s) : Number.NaN);
        }),
      ];
    }),
  );
  const text = table(
    [
      ...(panel.series.length > 1 ? [{ title: "series" }] : []),
      ...(models.length > 1 ? [{ title: "model" }] : []),
      { title: when },
      ...["total", ...suffixes].map(right),
    ],
    rows,
    appearance,
    { ruled: false },
  );
  const left = panel.series.length - shown.length;
  return [
    ...text.split("\n"),
    ...(left > 0 ? [`and totals of ${formatCount(left)} more series: --format csv has them`] : []),
  ];
}
