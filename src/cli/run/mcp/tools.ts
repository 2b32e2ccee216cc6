import * as z from "zod";
import type { DocumentName } from "../../../report/schemas.js";

/** A tool: what it is given, and the command line that does it. */
export interface Tool {
  readonly name: "inspect" | "forecast" | "backtest" | "check" | "models";
  readonly description: string;
  /** Inputs are called as the options of the command, with _ for -. */
  readonly input: z.ZodObject;
  /** The document that it answers with. */
  readonly output: DocumentName;
  readonly writes: boolean;
}

const names = z.array(z.string().min(1)).min(1);
const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const data = {
  source: z
    .string()
    .min(1)
    .optional()
    .describe("path or URL of a table (CSV, JSON, Parquet, Excel), or a bundled dataset"),
  csv: z.string().min(1).optional().describe("the table itself as CSV, instead of source"),
  rows: z
    .array(z.record(z.string(), cell))
    .min(1)
    .optional()
    .describe('the table itself as rows such as {"ds": "2024-01-01", "y": 3}, instead of source'),
};

const columns = {
  time: z.string().optional().describe("column of dates; found by default"),
  target: names.optional().describe("columns to forecast; found by default"),
  id: names.optional().describe("columns that name the series of a long table"),
  past: names.optional().describe("exogenous columns known only until now"),
  future: names.optional().describe("exogenous columns with values beyond the last observation"),
  exogenous: names.optional().describe('columns that explain the target; ["auto"] for all'),
  static: names.optional().describe("columns with one value a series"),
  freq: z.string().optional().describe("time between observations: 15min h D B W-SUN MS QS YS"),
  season: whole(1, 1e6).optional().describe("observations in a season, 1 for none"),
  aggregate: z
    .enum(["sum", "mean"])
    .optional()
    .describe("how rows are combined into steps of freq"),
  missing: z
    .enum(["error", "interpolate", "ffill", "seasonal", "zero", "drop"])
    .optional()
    .describe("how missing values are filled"),
};

const model = z
  .array(z.string().min(1))
  .min(1)
  .optional()
  .describe('models with options, such as ["ets", "lstm:hidden=64"]; the tool models lists them');
const horizon = whole(1, 1e6).optional().describe("steps ahead; a season or two by default");
const level = z
  .array(z.number().min(1).lt(100))
  .min(1)
  .optional()
  .describe("levels of the intervals in percent, [80, 95] by default");
const seed = whole(0, 2 ** 32 - 1)
  .optional()
  .describe("of all random numbers, 1 by default");
const folds = whole(1, 10_000).optional().describe("past origins to forecast from");
const step = whole(1, 1e6).optional().describe("rows from one fold to the next");

/** The tools, in the order in which they are used. */
export const tools: readonly Tool[] = [
  {
    name: "inspect",
    description:
      "What a table of dated values holds and how it is read: columns, frequency, season, gaps, outliers, columns that could explain the target, and the forecast to run next. Use it first.",
    input: z.strictObject({ ...data, ...columns }),
    output: "inspect",
    writes: false,
  },
  {
    name: "forecast",
    description:
      "Forecast a table of dated values, with intervals, and with the errors of a forecast of its last observations (holdout) beside seasonal naive.",
    input: z.strictObject({
      ...data,
      ...columns,
      model,
      horizon,
      level,
      quantiles: z.array(z.number().gt(0).lt(1)).min(1).optional(),
      min: z.number().optional().describe("smallest value that forecasts may take"),
      max: z.number().optional().describe("largest value that forecasts may take"),
      integer: z.boolean().optional().describe("whole numbers, for counts"),
      seed,
    }),
    output: "forecast",
    writes: false,
  },
  {
    name: "backtest",
    description:
      "Rank models by the errors of forecasts from past origins, on data they have not seen. Use it to choose a model, and include seasonal-naive.",
    input: z.strictObject({
      ...data,
      ...columns,
      model,
      horizon,
      folds,
      step,
      metrics: names.optional().describe("mae, rmse, mape, smape, mase, rmsse, owa, wape, crps, …"),
      level,
      per_series: z.boolean().optional().describe("scores of each series too"),
      per_step: z.boolean().optional().describe("scores at each step ahead too"),
      seed,
    }),
    output: "backtest",
    writes: false,
  },
  {
    name: "check",
    description:
      "Compare forecasts with a committed baseline file: verdict fail where something got worse. With update, write that file.",
    input: z.strictObject({
      source: data.source.describe("what to compare; all sources of the baseline by default"),
      baseline: z.string().min(1).describe("path of the JSON file"),
      target: columns.target,
      model,
      horizon,
      folds,
      step,
      tolerance: z.string().optional().describe("acceptable loss: mase=2%,rmse=0.5"),
      require: names.optional().describe('limits that must hold: ["lstm/mase<=1.05"]'),
      update: z.boolean().optional().describe("write the baseline"),
    }),
    output: "check",
    writes: true,
  },
  {
    name: "models",
    description:
      "The models there are: what each is for, how fast it is, what it takes, and its options with types, ranges and defaults.",
    input: z.strictObject({ name: z.string().min(1).optional().describe("only this one") }),
    output: "models",
    writes: false,
  },
];

/** Options of which each value is given by itself, as a comma may be part of it. */
const REPEATED = ["model", "require"];

/** The command line of a call, and what it reads from stdin. */
export interface Call {
  readonly args: readonly string[];
  readonly stdin: string;
}

/**
 * The command line that does what a tool is asked for.
 *
 * @throws Error for inputs that are not as the tool's schema, in words
 */
export function callOf(tool: Tool, given: unknown): Call {
  const parsed = tool.input.safeParse(given ?? {});
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { source, csv, rows, name, ...options } = parsed.data as Inputs;
  const sources = [source, csv, rows].filter((one) => one !== undefined);
  if (sources.length > 1) throw new Error("give one of source, csv and rows, not several");
  if ("csv" in tool.input.shape && sources.length === 0) {
    throw new Error("give the table: a source, or csv or rows with the data themselves");
  }
  if (source === "-")
    throw new Error("source is a path, a URL or a dataset: send data as csv or rows");
  const stdin = csv ?? rows?.map((row) => `${JSON.stringify(row)}\n`).join("") ?? "";
  const positional = [source ?? (stdin === "" ? name : "-")].filter((one) => one !== undefined);
  const args = [tool.name, ...Object.entries(options).flatMap(flagsOf), "--format=json"];
  return { args: [...args, "--", ...positional], stdin };
}

interface Inputs {
  readonly source?: string;
  readonly csv?: string;
  readonly rows?: readonly Readonly<Record<string, z.infer<typeof cell>>>[];
  readonly name?: string;
  readonly [option: string]: unknown;
}

function flagsOf([name, value]: [string, unknown]): string[] {
  const flag = `--${name.replaceAll("_", "-")}`;
  if (value === undefined || value === false) return [];
  if (value === true) return [flag];
  if (!Array.isArray(value)) return [`${flag}=${value}`];
  if (REPEATED.includes(name)) return value.map((one) => `${flag}=${one}`);
  return [`${flag}=${value.join(",")}`];
}
