import { observations, type Panel, type Series } from "../../data/panel/from-table.js";
import { displayName } from "../../data/source/errors.js";
import { describeFrequency } from "../../data/time/describe-frequency.js";
import type { Frequency } from "../../data/time/frequency.js";
import { counted, listed } from "../../wording.js";
import { type Appearance, paint } from "./appearance.js";
import { formatCount } from "./format.js";
import { printable } from "./printable.js";
import { wholeStamp } from "./timestamp.js";
import { wrap } from "./wrap.js";

/** A one-line summary of the data: series, rows, frequency, season, span; wrapped on a narrow terminal. */
export function dataSummary(panel: Panel, appearance: Appearance): string {
  const facts = dataFacts(panel, appearance.plain);
  const summary = `${paint(appearance).bold(printable(sourceName(panel)))}: ${printable(facts)}`;
  return wrap(summary, appearance.width);
}

/** What reports call the data. */
export function sourceName({ source }: Pick<Panel, "source">): string {
  return displayName(source);
}

/** Series, rows, frequency, season, span and columns in a line. */
export function dataFacts(panel: Panel, plain = false): string {
  const { series, frequency, irregular, season } = panel;
  const lengths = series.map(({ y }) => y.length);
  const { rows: read = lengths.reduce((a, b) => a + b, 0), ahead = 0 } = panel.reading ?? {};
  const rows = read - ahead;
  const filled = lengths.reduce((a, b) => a + b, 0) - rows;
  const shortest = lengths.reduce((a, b) => Math.min(a, b));
  const longest = lengths.reduce((a, b) => Math.max(a, b));
  const unknown = (values: Float64Array) =>
    values.reduce((n, v) => n + (Number.isNaN(v) ? 1 : 0), 0);
  const missing = series.reduce((sum, { y }) => sum + unknown(y), 0);
  // Of dates that are in the table.
  const empty = series.reduce((sum, one) => sum + unknown(observations(one)), 0) - filled;
  const first = series.reduce((from, { ds }) => Math.min(from, ds[0]), Number.POSITIVE_INFINITY);
  const last = series.reduce(
    (to, { ds }) => Math.max(to, ds[ds.length - 1]),
    Number.NEGATIVE_INFINITY,
  );
  const dash = plain ? "-" : "–";
  const parts = [
    ...(series.length > 1
      ? [
          `${formatCount(series.length)} series`,
          `${formatCount(rows)} rows (${shortest === longest ? "" : `${formatCount(shortest)}${dash}`}${formatCount(longest)} each)`,
        ]
      : [counted(rows, "row", formatCount(rows))]),
    ...(ahead > 0 ? [`${formatCount(ahead)} more ahead`] : []),
    ...(missing > 0 ? [`${formatCount(missing)} missing`] : []),
    ...(missing === 0 && filled > 0
      ? [
          `${counted(filled, "date", formatCount(filled))}${empty > 0 ? ` and ${counted(empty, "value", formatCount(empty))}` : ""} missing`,
        ]
      : []),
    irregular
      ? `irregular dates (steps of ${describeStep(frequency)})`
      : describeFrequency(frequency),
    season > 1
      ? `season ${season}${panel.reading?.seasonFrom === "found" ? " found" : ""}`
      : "no season",
    `${wholeStamp(first, frequency)} to ${wholeStamp(last, frequency)}`,
    ...exogenous(series[0]?.past, "known until now"),
    ...exogenous(series[0]?.future, "known ahead"),
    ...(panel.reading?.dialect ? [`read ${written(panel.reading.dialect)}`] : []),
  ];
  return parts.join(", ");
}

/** `as JSON, records "data"`, `with semicolons, decimal commas`. */
function written(dialect: readonly string[]): string {
  return `${/^\p{Lu}/u.test(dialect[0]) ? "as" : "with"} ${dialect.join(", ")}`;
}

/** `with price and promo known ahead`, or nothing. */
function exogenous(columns: Series["past"], known: string): string[] {
  return columns?.size ? [`with ${listed([...columns.keys()])} ${known}`] : [];
}

/** `42s`, `MS`, `3 rows`. */
function describeStep({ unit, multiple, alias }: Frequency): string {
  return unit === "index" ? counted(multiple, "row") : alias;
}
