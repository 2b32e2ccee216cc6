import { type Appearance, paint } from "../text/appearance.js";
import { formatCount, formatNumber, formatSeconds } from "../text/format.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";
import { markdownTable } from "./markdown-table.js";
import {
  type BenchmarkReport,
  benchmarkLevels,
  benchmarkRows,
  describeUndefined,
  isWhole,
  otherSeries,
  shareAt,
} from "./report.js";

/** For a person: the metrics over all series, and the OWA of each period. */
export function benchmarkTable(report: BenchmarkReport, appearance: Appearance): string {
  const chalk = paint(appearance);
  const right = "right" as const;
  const [titles, ...rows] = cellsOf(report, appearance.plain);
  const columns = titles.map((title, i) => (i < 2 ? { title } : { title, align: right }));
  const cells = rows.map(([method, by, ...rest]) => [
    by === "foretell" ? chalk.bold.green(method) : method,
    by,
    ...rest,
  ]);
  return [
    chalk.bold(titleOf(report)),
    table(columns, cells, appearance),
    ...notesOf(report).map((note) => chalk.dim(note)),
    "",
  ].join("\n");
}

/** The same as a Markdown table. */
export function benchmarkMarkdown(report: BenchmarkReport): string {
  const [titles, ...rows] = cellsOf(report, false);
  const cells = rows.map(([method, by, ...rest]) => [
    by === "foretell" ? `\`${method}\`` : method,
    by,
    ...rest,
  ]);
  return [
    `${titleOf(report)}.`,
    "",
    ...markdownTable(titles, cells, 2),
    "",
    ...notesOf(report).map((note) => `- ${note}`),
    `- foretell ${report.version}, seed ${report.seed}.`,
    "",
  ].join("\n");
}

/** Titles, then a row a method. */
function cellsOf(report: BenchmarkReport, plain: boolean): string[][] {
  const { periods, models } = report;
  const number = (value: number | undefined, decimals: number) =>
    formatNumber(value ?? Number.NaN, decimals, plain);
  const several = periods.length > 1;
  const levels = benchmarkLevels(report);
  const rows = benchmarkRows(report).map(({ method, by, standings }) => {
    const all = standings.get("all") ?? (several ? undefined : standings.get(periods[0].name));
    const seconds = models.find(({ label }) => by === "foretell" && label === method)?.seconds;
    const share = (level: number) => {
      const value = shareAt(level, all?.intervals);
      return value === undefined ? "" : number(100 * value, 1);
    };
    return [
      printable(method),
      by,
      number(all?.smape, 2),
      number(all?.mase, 3),
      number(all?.owa, 3),
      ...(levels.length > 0 ? [all?.intervals ? number(all.intervals.crps, 3) : ""] : []),
      ...levels.map(share),
      ...(several ? periods.map((period) => number(standings.get(period.name)?.owa, 3)) : []),
      seconds === undefined ? "" : formatSeconds(seconds),
    ];
  });
  const titles = [
    ...["method", "by", "sMAPE", "MASE", "OWA"],
    ...(levels.length > 0 ? ["CRPS"] : []),
    ...levels.map((level) => `in ${level} %`),
    ...(several ? periods.map(({ name }) => name) : []),
    "time",
  ];
  return [titles, ...rows];
}

function titleOf(report: BenchmarkReport): string {
  const { competition, periods } = report;
  const count = periods.reduce((sum, { n }) => sum + n, 0);
  const whole = isWhole(report) ? "" : " of the periods that are here";
  return `${competition.name.toUpperCase()}, ${formatCount(count)} series${whole}`;
}

function notesOf(report: BenchmarkReport): string[] {
  const { periods, published, competition } = report;
  const judged = benchmarkLevels(report).length > 0;
  const unknown =
    competition.name === "m3"
      ? "No published figures are at hand: FORETELL_REFERENCE names the folder of m3-methods.json."
      : undefined;
  return [
    ...describeUndefined(report),
    periods.length > 1
      ? "The columns of periods hold their OWA; below 1 is better than Naive2."
      : undefined,
    judged
      ? "CRPS is in units of MASE; the columns after it are the percentage of observations inside the intervals."
      : undefined,
    published === undefined ? unknown : `Published: ${printable(published.source)}.`,
    ...otherSeries(report).map(
      ({ period, ours, theirs }) =>
        `Published figures cover ${formatCount(theirs)} ${period} series, these ${formatCount(ours)}: compare with care.`,
    ),
  ].filter((note) => note !== undefined);
}
