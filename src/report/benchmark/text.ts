import { type Appearance, paint } from "../text/appearance.js";
import { formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";
import {
  type BenchmarkReport,
  benchmarkRows,
  describeUndefined,
  isWhole,
  otherSeries,
} from "./report.js";

/** For a person: sMAPE, MASE and OWA over all series, and the OWA of each period. */
export function benchmarkTable(report: BenchmarkReport, appearance: Appearance): string {
  const { competition, periods, published } = report;
  const chalk = paint(appearance);
  const rows = benchmarkRows(report);
  const number = (value: number | undefined, decimals: number) =>
    formatNumber(value ?? Number.NaN, decimals, appearance.plain);
  const several = periods.length > 1;
  const cells = rows.map(({ method, by, standings }) => {
    const all = standings.get("all") ?? (several ? undefined : standings.get(periods[0].name));
    const name = by === "foretell" ? chalk.bold.green(method) : printable(method);
    return [
      name,
      by,
      number(all?.smape, 2),
      number(all?.mase, 3),
      number(all?.owa, 3),
      ...(several ? periods.map((period) => number(standings.get(period.name)?.owa, 3)) : []),
    ];
  });
  const right = "right" as const;
  const columns = [
    { title: "method" },
    { title: "by" },
    ...["sMAPE", "MASE", "OWA"].map((title) => ({ title, align: right })),
    ...(several ? periods.map(({ name }) => ({ title: name, align: right })) : []),
  ];
  const count = periods.reduce((sum, { n }) => sum + n, 0);
  const whole = isWhole(report) ? "" : " of the periods that are here";
  const notes = [
    ...describeUndefined(report),
    several ? `The columns of periods hold their OWA; below 1 is better than Naive2.` : undefined,
    published === undefined
      ? "No published figures are at hand: FORETELL_REFERENCE names the folder of m3-methods.json."
      : `Published: ${printable(published.source)}.`,
    ...otherSeries(report).map(
      ({ period, ours, theirs }) =>
        `Published figures are of ${formatCount(theirs)} ${period} series, here are ${formatCount(ours)}: compare with care.`,
    ),
  ];
  return [
    `${chalk.bold(competition.name.toUpperCase())}, ${formatCount(count)} series${whole}`,
    table(columns, cells, appearance),
    ...notes.filter((note) => note !== undefined).map((note) => chalk.dim(note)),
    "",
  ].join("\n");
}
