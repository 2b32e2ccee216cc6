import { counted } from "../../wording.js";
import type { Appearance } from "../text/appearance.js";
import { decimalsOf, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";
import { wholeStamp } from "../text/timestamp.js";
import type { ForecastReport } from "./report.js";
import { endsOf } from "./total-columns.js";

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
  const shown = panel.series.slice(0, Math.max(1, Math.floor(most / models.length)));
  const numbers = shown.flatMap((_, s) =>
    models.flatMap((model) => [
      model.totals![s].mean,
      ...endsOf(model, quantiles).map(({ of }) => of(s)),
    ]),
  );
  const decimals = decimalsOf(numbers, 5);
  const write = (value: number) => formatNumber(value, decimals, appearance.plain);
  const all = [...new Set(models.flatMap((m) => endsOf(m, quantiles).map(({ suffix }) => suffix)))];
  const [first] = future;
  const [from, to] = [first[0], first[first.length - 1]].map((ds) =>
    wholeStamp(ds, panel.frequency),
  );
  const linesWith = (suffixes: readonly string[]) =>
    table(
      [
        ...(panel.series.length > 1 ? [{ title: "series" }] : []),
        ...(models.length > 1 ? [{ title: "model" }] : []),
        ...["total", ...suffixes].map(right),
      ],
      shown.flatMap(({ id }, s) =>
        models.map((model) => {
          const ends = endsOf(model, quantiles);
          return [
            ...(panel.series.length > 1 ? [printable(id)] : []),
            ...(models.length > 1 ? [model.label] : []),
            write(model.totals![s].mean),
            ...suffixes.map((name) => {
              const end = ends.find(({ suffix }) => suffix === name);
              return write(end ? end.of(s) : Number.NaN);
            }),
          ];
        }),
      ),
      appearance,
      { ruled: false },
    ).split("\n");
  // All intervals where they fit beside each other, else the widest.
  const choices = [all, all.slice(-2)].map(linesWith);
  const rows = 1 + shown.length * models.length;
  const text = choices.find(({ length }) => length === rows) ?? choices[1]!;
  const { length: count } = panel.series;
  const few =
    shown.length === 1
      ? `, of ${printable(shown[0]!.id)}`
      : `, the first ${shown.length} of ${formatCount(count)} series`;
  return [
    `total of ${counted(horizon, "step")}, ${from} to ${to}${shown.length < count ? few : ""}`,
    ...text,
  ];
}
