import type { Panel, Series } from "../../data/panel/from-table.js";
import type { Frequency } from "../../data/time/frequency.js";
import type { Scores } from "../../evaluation/metrics.js";
import type { SolverEffort } from "../../models/model.js";
import type { ForecastReport } from "../forecast/report.js";
import { type Appearance, paint } from "./appearance.js";
import { decimalsFor, formatCount, formatNumber } from "./number.js";
import { printable } from "./printable.js";
import { table } from "./table.js";
import { wholeStamp } from "./timestamp.js";
import { undefinedNotes } from "./undefined-metrics.js";

/** What was understood of the data, in a line: series, rows, frequency, season, span. */
export function dataSummary(panel: Panel, appearance: Appearance): string {
  const { series, frequency, irregular, season } = panel;
  const lengths = series.map(({ y }) => y.length);
  const rows = panel.reading?.rows ?? lengths.reduce((a, b) => a + b, 0);
  const shortest = lengths.reduce((a, b) => Math.min(a, b));
  const longest = lengths.reduce((a, b) => Math.max(a, b));
  const missing = series.reduce((sum, { y }) => sum + y.filter(Number.isNaN).length, 0);
  const first = series.reduce((from, { ds }) => Math.min(from, ds[0]), Number.POSITIVE_INFINITY);
  const last = series.reduce(
    (to, { ds }) => Math.max(to, ds[ds.length - 1]),
    Number.NEGATIVE_INFINITY,
  );
  const dash = appearance.plain ? "-" : "–";
  const parts = [
    ...(series.length > 1
      ? [
          `${formatCount(series.length)} series`,
          `${formatCount(rows)} rows (${shortest === longest ? "" : `${shortest}${dash}`}${longest} each)`,
        ]
      : [`${formatCount(rows)} row${rows === 1 ? "" : "s"}`]),
    ...(missing > 0 ? [`${formatCount(missing)} missing`] : []),
    irregular
      ? `irregular dates (steps of ${stepInWords(frequency)})`
      : frequencyInWords(frequency),
    season > 1
      ? `season ${season}${panel.reading?.seasonFrom === "found" ? " found" : ""}`
      : "no season",
    `${wholeStamp(first, frequency)} to ${wholeStamp(last, frequency)}`,
    ...exogenous("past", series[0]?.past),
    ...exogenous("future", series[0]?.future),
    ...(panel.reading?.dialect ? [`read with ${panel.reading.dialect.join(", ")}`] : []),
  ];
  const source = panel.source === "-" ? "stdin" : panel.source;
  return `${paint(appearance).bold(printable(source))}: ${printable(parts.join(", "))}`;
}

/** `past temperature and visitors`, or nothing. */
function exogenous(kind: string, columns: Series["past"]): string[] {
  return columns?.size ? [`${kind} ${[...columns.keys()].join(" and ")}`] : [];
}

/** `monthly (MS)`, `every 15 minutes (15min)`, `no dates`. */
export function frequencyInWords({ unit, multiple, alias }: Frequency): string {
  if (unit === "index") return "no dates";
  const [adverb, noun] = WORDS[unit];
  return `${multiple === 1 ? adverb : `every ${multiple} ${noun}`} (${alias})`;
}

/** `42s`, `MS`, `3 rows`. */
function stepInWords({ unit, multiple, alias }: Frequency): string {
  return unit === "index" ? `${multiple} row${multiple === 1 ? "" : "s"}` : alias;
}

const WORDS: Record<Exclude<Frequency["unit"], "index">, [string, string]> = {
  ms: ["every millisecond", "milliseconds"],
  s: ["every second", "seconds"],
  min: ["every minute", "minutes"],
  h: ["hourly", "hours"],
  D: ["daily", "days"],
  B: ["every business day", "business days"],
  W: ["weekly", "weeks"],
  M: ["monthly", "months"],
  Q: ["quarterly", "quarters"],
  Y: ["yearly", "years"],
};

/**
 * Hold-out metrics of each model beside those of seasonal naive.
 *
 * @returns nothing when no model was judged
 */
export function holdoutTable(report: ForecastReport, appearance: Appearance): string | undefined {
  const { models, reference, panel } = report;
  const judged = models.filter(({ holdout }) => holdout !== undefined);
  if (judged.length === 0) return undefined;
  const h = judged[0].holdout!.h;
  const count = judged[0].holdout!.series.filter((scores) => scores !== undefined).length;
  const rows = judged.map(({ label, holdout }) => ({ label, ...holdout! }));
  if (reference && !rows.some(({ label }) => label === "seasonal-naive")) {
    rows.push({ label: "seasonal-naive", ...reference });
  }
  const decimals = decimalsFor(
    rows.flatMap(({ mean }) => [mean.mae, mean.rmse]),
    4,
  );
  const cells = ({ mae, rmse, smape, mase }: Scores) => [
    formatNumber(mae, decimals, appearance.plain),
    formatNumber(rmse, decimals, appearance.plain),
    formatNumber(smape, 2, appearance.plain),
    formatNumber(mase, 3, appearance.plain),
  ];
  const what = panel.series.length > 1 ? `, mean of ${formatCount(count)} series` : "";
  return [
    `last ${h} observation${h === 1 ? "" : "s"} held back${what}:`,
    table(
      [
        { title: "model" },
        { title: "MAE", align: "right" },
        { title: "RMSE", align: "right" },
        { title: "sMAPE", align: "right" },
        { title: "MASE", align: "right" },
      ],
      rows.map(({ label, mean }) => [label, ...cells(mean)]),
      appearance,
    ),
    ...undefinedNotes(
      rows.map(({ label, gaps }) => ({ label, gaps, series: count, forecasts: count })),
      ["mae", "rmse", "smape", "mase"],
    ).map((note) => paint(appearance).dim(note)),
  ].join("\n");
}

/** Inputs of trees that are told. */
const INPUTS = 4;

/** What training did, in a line. */
export function trainingSummary({
  label,
  training,
}: Pick<ForecastReport["models"][number], "label" | "training">): string {
  if (!training) return "";
  const { epochs, loss, validationLoss, parameters, receptive, importance, solver } = training;
  const digits = (value: number) => formatNumber(value, decimalsFor([value], 3));
  const sight = receptive
    ? `; sees ${formatCount(receptive.field)} steps, its window has ${formatCount(receptive.window)}`
    : "";
  const validation = Number.isNaN(validationLoss) ? "" : `, validation ${digits(validationLoss)}`;
  if (importance) {
    const first = importance.slice(0, INPUTS);
    const inputs = first.map(({ input, share }) => `${input} ${Math.round(100 * share)} %`);
    const gain = inputs.length > 0 ? `; gain from ${inputs.join(", ")}` : "";
    return `${label}: ${epochs} trees, loss ${digits(loss)}${validation}${gain}`;
  }
  return `${label}: ${epochs} epochs, loss ${digits(loss)}${validation}, ${formatCount(parameters)} parameters${sight}${solverInWords(solver)}`;
}

/** What the solver looked at and did, on the ways there; on the ways back where it solved there too. */
function solverInWords(solver: SolverEffort | undefined): string {
  if (!solver) return "";
  const { evaluations, accepted, rejected } = solver.forward;
  const refused = rejected > 0 ? ` (${formatCount(rejected)} more rejected)` : "";
  return `; solver: ${formatCount(accepted)} steps${refused}, ${formatCount(evaluations)} evaluations and ${formatCount(solver.backward.evaluations)} on the way back`;
}
