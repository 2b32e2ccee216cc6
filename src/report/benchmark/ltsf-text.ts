import { type Appearance, paint } from "../text/appearance.js";
import { formatNumber, formatSeconds } from "../text/format.js";
import { table } from "../text/table.js";
import {
  type LongHorizonReport,
  type LongHorizonRow,
  longHorizonNotes,
  longHorizonRows,
  longHorizonTitle,
} from "./ltsf.js";
import { markdownTable } from "./markdown-table.js";

/** For a person: MSE and MAE at each horizon, ours beside the published ones. */
export function longHorizonTable(report: LongHorizonReport, appearance: Appearance): string {
  const chalk = paint(appearance);
  const right = "right" as const;
  const columns = [
    { title: "method" },
    ...report.horizons.map((horizon) => ({ title: String(horizon), align: right })),
    { title: "time", align: right },
  ];
  const rows = longHorizonRows(report).map((row) => {
    const [method, ...cells] = cellsOf(row, appearance.plain);
    return [row.by === "foretell" ? chalk.bold.green(method) : method, ...cells];
  });
  return [
    chalk.bold(longHorizonTitle(report)),
    table(columns, rows, appearance),
    ...longHorizonNotes(report).map((note) => chalk.dim(note)),
    "",
  ].join("\n");
}

/** The report as a Markdown table. */
export function longHorizonMarkdown(report: LongHorizonReport): string {
  const rows = longHorizonRows(report).map((row) => {
    const [method, ...cells] = cellsOf(row, false);
    return [row.by === "foretell" ? `**${method}**` : method, ...cells];
  });
  return [
    `${longHorizonTitle(report)}.`,
    "",
    ...markdownTable(["method", ...report.horizons.map(String), "time"], rows, 1),
    "",
    ...longHorizonNotes(report).map((note) => `- ${note}`),
    "",
  ].join("\n");
}

function cellsOf({ method, scores, seconds }: LongHorizonRow, plain: boolean): string[] {
  const number = (value: number | undefined) => formatNumber(value ?? Number.NaN, 3, plain);
  return [
    method,
    ...scores.map((score) => `${number(score?.mse)} / ${number(score?.mae)}`),
    seconds === undefined ? "" : formatSeconds(seconds),
  ];
}
