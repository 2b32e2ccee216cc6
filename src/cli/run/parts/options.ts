import { statSync } from "node:fs";
import type { Shard } from "../../../bulk/shard.js";
import { UsageError } from "../../../errors.js";
import type { Naming } from "../../../report/forecast/names.js";
import type { ChosenModel } from "../../../tasks/choose-models.js";
import type { FileFormat } from "../../shared/formats/file-format.js";
import type { DistributionOptions, FittingOptions, LimitOptions } from "../../shared/options.js";
import type { QueueOptions } from "../../shared/queue.js";
import { modelOfAll, modelOfFew } from "./by-series.js";

/** Options of forecasts that are made part by part. */
export interface PartsOptions extends QueueOptions {
  readonly resume?: boolean;
  readonly errors?: string;
  readonly strict?: boolean;
  readonly shard?: Shard;
}

/** The options of a forecast that matter to its parts. */
export interface ForecastInPartsOptions
  extends FittingOptions,
    DistributionOptions,
    LimitOptions,
    PartsOptions {
  readonly hierarchy?: readonly string[];
  readonly output?: string;
  readonly futureFile?: string;
  readonly names?: Naming;
  readonly series?: readonly string[];
  readonly safeCsv?: boolean;
  readonly gradients?: boolean;
  readonly diagnostics?: boolean;
  readonly explain?: boolean;
}

/** Formats that are written part by part. */
const FORMATS = ["csv", "ndjson", "parquet"] as const;
export type PartsFormat = (typeof FORMATS)[number];

/** Series from which on a panel is forecast part by part, where that gives the same. */
const MIN_SERIES = 5000;

/** Whether something is asked for that only forecasts part by part give. */
function asksForParts(options: PartsOptions): boolean {
  return namesOf(options).length > 0;
}

function namesOf({ resume, errors, strict, shard, on }: PartsOptions): string[] {
  return [
    ...(resume ? ["--resume"] : []),
    ...(errors !== undefined ? ["--errors"] : []),
    ...(strict ? ["--strict"] : []),
    ...(shard ? ["--shard"] : []),
    ...(on !== undefined ? ["--on"] : []),
  ];
}

/** Whether a panel is large enough to be forecast part by part unasked. */
function isLarge(series: number): boolean {
  return series >= MIN_SERIES;
}

/** Bytes from which on a file is not held, where its rows can be read by themselves. */
const MIN_FILE_BYTES = 2 ** 26;

/**
 * Whether a file is one that need not be held: of 64 MB, or of as many bytes as `FORETELL_HELD_BYTES` says.
 *
 * @throws UsageError where that is no whole number
 */
export function isLargeFile(path: string): boolean {
  const { FORETELL_HELD_BYTES: held } = process.env;
  if (held !== undefined && !/^\d+$/.test(held)) {
    throw new UsageError(
      `FORETELL_HELD_BYTES must be a whole number of bytes, not "${held}"`,
      "It is the size of the largest file to hold in memory, such as 500000000.",
    );
  }
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size >= Number(held ?? MIN_FILE_BYTES);
}

/**
 * Whether a forecast can be made part by part. What it writes is the same then.
 *
 * @throws UsageError where that is asked for and cannot be done
 */
export function canBeInParts(
  models: readonly ChosenModel[],
  format: FileFormat,
  options: ForecastInPartsOptions,
): boolean {
  const { resume, shard, output } = options;
  const asked = namesOf(options);
  if (resume && output === undefined) {
    throw new UsageError(
      "--resume needs --output: the work of an interrupted run is kept beside its file",
      "For example: foretell forecast panel.csv -m theta -o out.csv --resume.",
    );
  }
  if (shard && output === undefined) {
    throw new UsageError(
      "--shard needs --output: foretell merge reads files",
      `For example: -o part-${shard.index}.csv.`,
    );
  }
  const reason = reasonAgainst(models, format, options);
  if (reason === undefined) return true;
  if (asked.length === 0) return false;
  const names = asked.join(" and ");
  throw new UsageError(
    `${names} ${asked.length > 1 ? "work" : "works"} only where series are forecast one by one, but ${reason.why}`,
    reason.hint,
  );
}

function reasonAgainst(
  models: readonly ChosenModel[],
  format: FileFormat,
  options: ForecastInPartsOptions,
): { readonly why: string; readonly hint: string } | undefined {
  const { samples, total, names, feature = [], output } = options;
  if (!(FORMATS as readonly FileFormat[]).includes(format)) {
    return {
      why: `${format === "table" ? "a table on the screen" : format} shows all of them together`,
      hint: `Choose --format ${FORMATS.join(" or --format ")}.`,
    };
  }
  if (format === "parquet" && output === undefined) {
    return {
      why: "Parquet on stdout holds all of them together",
      hint: "Name a file: -o out.parquet.",
    };
  }
  if (output !== undefined && !isPlain(output)) {
    return { why: `${output} is not a plain file`, hint: "Name a file with -o." };
  }
  if (samples !== undefined) {
    return { why: "sample paths are drawn for all series together", hint: "Leave --samples out." };
  }
  if (options.hierarchy) {
    return { why: "those of a hierarchy must add up", hint: "Leave --hierarchy out." };
  }
  if (total) return { why: "--total writes one table of all", hint: "Leave --total out." };
  if (options.series !== undefined) {
    return { why: "--series chooses among all of them", hint: "Leave --series out." };
  }
  if (names === "own") {
    return {
      why: "--names own writes one table of all",
      hint: "Leave --names out.",
    };
  }
  if (feature.length > 0) {
    return { why: "features are computed for all series together", hint: "Leave --feature out." };
  }
  const { diagnostics, gradients, explain } = options;
  if (diagnostics || gradients || explain) {
    const name = diagnostics ? "--diagnostics" : gradients ? "--gradients" : "--explain";
    return { why: `${name} reports on all of them together`, hint: `Leave ${name} out.` };
  }
  const label = modelOfAll(models);
  if (label === undefined) return undefined;
  return {
    why: `${label} looks at all series together`,
    hint: "Others do not: theta, ets, arima, naive and the like, auto with its own intervals, and networks and boosted-trees, which learn once. Intervals must not be adaptive.",
  };
}

/**
 * Whether a panel is to be forecast part by part, now that it is known how many series it has.
 *
 * @throws UsageError where that is asked for and cannot be done
 */
export function isForParts(
  models: readonly ChosenModel[],
  series: number,
  options: PartsOptions,
): boolean {
  const few = modelOfFew(models, series);
  if (few === undefined) return isLarge(series) || asksForParts(options);
  if (!asksForParts(options)) return false;
  const asked = namesOf(options).join(" and ");
  throw new UsageError(
    `${asked} cannot be done with ${few.label} of ${series} series: up to ${few.above} series it learns from all of them together`,
    `Leave ${asked} out, or choose a model that treats each series for itself, such as -m theta or -m ets.`,
  );
}

/** Whether a path is a file or can become one; what cannot be looked at is refused where it is claimed. */
function isPlain(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() !== false;
  } catch {
    return true;
  }
}

/** What is said of work that was interrupted before it came to the first series, or to the first one left. */
export function interruptedEarly({ resume }: Pick<PartsOptions, "resume">): string {
  return resume
    ? "interrupted before another series was forecast: what was done before is kept, and --resume goes on from there"
    : "interrupted before the first series was forecast";
}
