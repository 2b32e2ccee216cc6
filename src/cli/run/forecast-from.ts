import { version } from "../../../package.json";
import { plannedColumns, requireAhead } from "../../data/panel/exogenous.js";
import type { Panel } from "../../data/panel/from-table.js";
import { stampsKnownAhead } from "../../data/panel/future-index.js";
import { takesFutureValues, withFutureValues } from "../../data/panel/future-values.js";
import { readPanel } from "../../data/read/read-panel.js";
import { readColumns } from "../../data/read/read-table.js";
import { displayName } from "../../data/source/errors.js";
import { baseName, namesOfList } from "../../data/source/file-list.js";
import { READING_NAMES } from "../../data/source/reading-options.js";
import { ExitCode, UsageError } from "../../errors.js";
import { distributionOf } from "../../evaluation/distribution.js";
import type { ModelForecast } from "../../evaluation/forecast.js";
import { type Apart, continueSaved } from "../../models/file/continue-saved.js";
import { restoreModel, type SavedModel } from "../../models/file/model-file.js";
import { readModels } from "../../models/file/read.js";
import { parseModel } from "../../models/index.js";
import { limitedFit, warnOfObservations } from "../../models/limits.js";
import { nonNegativeFit } from "../../models/transforms/non-negative.js";
import { requireFinite } from "../../models/validated.js";
import { forecastNames } from "../../report/forecast/names.js";
import { forecastReport } from "../../report/forecast/report.js";
import { dataSummary } from "../../report/text/data-summary.js";
import { wholeStamp } from "../../report/text/timestamp.js";
import { parseSpec } from "../../spec/grammar.js";
import { placesOf } from "../../tasks/choose-series.js";
import { dashed, firstFew, listed } from "../../wording.js";
import { chooseLimits } from "../shared/choose-limits.js";
import { dataOptions, requireOneStdin, stdinIsPiped } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { type Console, openConsole } from "../shared/console.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import { wantedLevels } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import { requireIntervals } from "../shared/require-intervals.js";
import { type ForecastOptions, render } from "./forecast.js";

/**
 * `foretell forecast [source] --from FILE`: what follows the data that a saved model was fitted to, or
 * other data. Nothing is learned.
 *
 * @param file what `foretell train` wrote, whose models `-m` chooses among
 * @param isExplicit whether an option was given rather than taken by default
 * @returns the exit code
 */
export async function forecastFrom(
  source: string | undefined,
  file: string,
  isExplicit: (option: keyof ForecastOptions) => boolean,
  options: ForecastOptions,
): Promise<number> {
  requireUsable(source, file, isExplicit, options);
  const { output } = options;
  chooseLimits(options);
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  claimOutputs(
    { "--output": output },
    {
      "--from": file,
      "the data": source,
      "--join": options.join,
      "--future-file":
        options.futureFile && (namesOfList(options.futureFile) ?? options.futureFile),
    },
  );
  const console = await openConsole(options);
  const { warn } = console;
  const models = chosenOf(await readModels(file), options.model, file);
  const [saved] = models as [SavedModel];
  const levels =
    isExplicit("level") || isExplicit("intervals") || options.quantiles
      ? wantedLevels(options)
      : [...saved.levels];
  requireIntervals(options);
  const { intervals = "native" } = saved;
  if (isExplicit("intervals") && options.intervals !== "none" && options.intervals !== intervals) {
    throw new UsageError(
      `--intervals ${options.intervals} cannot be chosen with --from: ${file} was trained with --intervals ${intervals}`,
      "foretell train fits another one; --intervals none leaves them out.",
    );
  }
  if (source === undefined && stdinIsPiped())
    warn("stdin is ignored: name - as the source to read it");
  return forecastSaved(models, { source, file, levels, format }, options, console);
}

/** What a saved model is asked for. */
interface Asked {
  /** Data that continue the model's or are new; none for its own. */
  readonly source: string | undefined;
  /** What messages call the model's file. */
  readonly file: string;
  readonly levels: readonly number[];
  readonly format: FileFormat;
  /** The model's own data with each of the futures, where these are read already. */
  readonly panels?: readonly Panel[];
}

/**
 * The models of a file that `-m` names, by their names or whole specs; all of them where it names none.
 *
 * @throws UsageError for a model that the file does not hold, and a name that several in it have
 */
function chosenOf(
  models: readonly SavedModel[],
  wanted: readonly string[] | undefined,
  file: string,
): readonly SavedModel[] {
  if (wanted === undefined) return models;
  return wanted.map((text, i) => {
    if (wanted.indexOf(text) < i) throw new UsageError(`model ${text} is given twice`);
    const same = models.filter(({ spec }) => spec === text);
    const found = same.length > 0 ? same : models.filter(({ spec }) => nameOf(spec) === text);
    if (found.length === 1) return found[0]!;
    const specs = listed(models.map(({ spec }) => spec));
    throw found.length > 1
      ? new UsageError(
          `${file} holds ${found.length} models called ${text}: ${listed(found.map(({ spec }) => spec))}`,
          `Name one of them: -m ${found[0]!.spec}.`,
        )
      : new UsageError(
          `${file} holds ${specs}, not ${text}`,
          `Leave -m out, or train ${text}: foretell train SOURCE -m ${text} -o FILE.`,
        );
  });
}

/** The name of a model, without its options. */
function nameOf(spec: string): string {
  return parseSpec(spec).name.text;
}

/**
 * Forecasts by models that are fitted, of each scenario.
 *
 * @param fitted models that were fitted to one panel
 * @returns the exit code
 */
export async function forecastSaved(
  fitted: readonly SavedModel[],
  { source, file, levels, format, panels: given }: Asked,
  options: ForecastOptions,
  console: Console,
): Promise<number> {
  const { output, quantiles, samples, futureFile } = options;
  const { talkative, screen, say, warn } = console;
  const limits = chooseLimits(options);
  const wishes = { quantiles, samples, limits, total: options.total ? levels : undefined };
  const [saved] = fitted as [SavedModel];
  const scenarios = scenariosOf(futureFile, saved);
  const sighted =
    futureFile === undefined ? fitted : await sightedOf(fitted, file, scenarios[0]!.file, warn);
  const warnOnce = once(warn);
  const panels: Panel[] = [...(given ?? [])];
  for (const scenario of given ? [] : scenarios) {
    panels.push(
      source === undefined
        ? await savedPanel(saved, file, scenario.file, warnOnce)
        : await readMore(
            source,
            saved,
            file,
            { ...options, ...(scenario.file !== undefined && { futureFile: scenario.file }) },
            warnOnce,
          ),
    );
  }
  const panel = panels[0]!;
  const horizon = options.horizon ?? (stampsKnownAhead(panel) || saved.horizon);
  for (const [p, one] of panels.entries()) {
    const remedy = "add rows with an empty target or a --future-file";
    requireAhead(one, horizon, remedy, scenarios[p]!.file);
  }
  if (talkative && (format !== "table" || output !== undefined)) say(dataSummary(panel, screen));

  const places = options.series && placesOf(panel, options.series);
  const names = forecastNames(panel, options.names);
  warnOfObservations(panel, limits, warn);
  const models: ModelForecast[] = [];
  const labels = labelsOf(fitted);
  for (const [m, one] of fitted.entries()) {
    // A model that sees no plans forecasts the same of each.
    const futures = sighted.includes(one) ? scenarios : [{ file: undefined }];
    for (const [s, future] of futures.entries()) {
      const name = labelOf(future, labels[m]!, sighted.length);
      const whole = await restoreModel(one, panels[s]!, file);
      const restored = limitedFit(
        limits.min === undefined ? nonNegativeFit(labels[m]!, whole, panels[s]!, warnOnce) : whole,
        limits,
      );
      const forecasts = restored.forecast(horizon, levels);
      requireFinite(name, forecasts);
      models.push({
        label: name,
        forecasts,
        selection: restored.selection,
        diagnostics: format === "csv" ? undefined : restored.diagnostics?.(),
        ...distributionOf(
          labels[m]!,
          restored,
          { horizon, seed: one.seed, warn: warnOnce },
          wishes,
        ),
        holdout: undefined,
        training: undefined,
        gradientFlow: undefined,
      });
    }
    warnOfUnseen(one, panel, warn);
  }
  const report = forecastReport(
    { panel, models, failures: [], reference: undefined },
    {
      ...{ version, horizon, seed: saved.seed, levels, quantiles, samples },
      ...{ explained: options.explain === true, names },
      ...(scenarios.length > 1 && { plans: scenarios.map(({ name = "" }) => name) }),
    },
  );
  await writeOutput(await render(report, format, options, places), output, format, console);
  return ExitCode.done;
}

/** Options whose values were fixed when the model was trained. */
const FITTED = [
  ...(["learn", "feature", "seed", "season"] as const),
  ...(["past", "future", "exogenous", "static", "gradients"] as const),
  ...(["hierarchy", "reconcile"] as const),
] as const;

/** Options of forecasts that are made part by part, which those of a saved model are not. */
const IN_PARTS = ["resume", "errors", "strict", "shard", "on", "dataAt"] as const;

/** @throws UsageError for options that would have no effect */
function requireUsable(
  source: string | undefined,
  file: string,
  isExplicit: (option: keyof ForecastOptions) => boolean,
  { gradients }: ForecastOptions,
): void {
  const fitted = FITTED.filter((name) => name !== "gradients" || gradients).find(isExplicit);
  if (fitted !== undefined) {
    throw new UsageError(
      `--${fitted} cannot be chosen with --from: the file holds what is fitted already`,
      "foretell train fits another one.",
    );
  }
  const inParts = IN_PARTS.find(isExplicit);
  if (inParts !== undefined) {
    throw new UsageError(
      `${flagOf(inParts)} cannot be used with --from: a saved model forecasts all series at once`,
      `Leave ${flagOf(inParts)} out, or forecast without --from.`,
    );
  }
  const reading = source === undefined ? READING_NAMES.find(isExplicit) : undefined;
  if (reading !== undefined) {
    throw new UsageError(
      `${flagOf(reading)} is about reading a table, and without a source none is read`,
      `Name it: foretell forecast SOURCE --from ${file}.`,
    );
  }
}

/** `--date-format` for `dateFormat`; `--no-header` for what is only ever switched off. */
function flagOf(option: string): string {
  if (option === "header") return "--no-header";
  return `--${dashed(option)}`;
}

/** One of the futures that are forecast, called like its file where there are several. */
interface Scenario {
  readonly file: string | undefined;
  readonly name?: string;
}

/** @throws UsageError for irregular dates, which only one file can name */
export function requireComparable({ irregular }: Panel): void {
  if (!irregular) return;
  throw new UsageError(
    "scenarios cannot be compared where dates are irregular: each file has dates of its own",
    "Forecast them one after the other.",
  );
}

/** @throws UsageError as {@link requireComparable} */
function scenariosOf(futureFile: string | undefined, { panel }: SavedModel): Scenario[] {
  const files = futureFile === undefined ? undefined : namesOfList(futureFile);
  if (files === undefined) return [{ file: futureFile }];
  requireComparable(panel);
  const names = files.map(baseName);
  const areDistinct = new Set(names).size === names.length;
  return files.map((one, f) => ({ file: one, name: areDistinct ? names[f]! : one }));
}

/** What models of a file are called: by their names, or whole specs where they share one. */
function labelsOf(models: readonly SavedModel[]): string[] {
  const names = models.map(({ spec }) => nameOf(spec));
  return models.map(({ spec }, m) =>
    names.filter((name) => name === names[m]).length === 1 ? names[m]! : spec,
  );
}

/** What a forecast of a future is called: by its file where there are several, and its model where several see it. */
function labelOf({ name }: Scenario, label: string, models: number): string {
  if (name === undefined) return label;
  return models > 1 ? `${name}-${label}` : name;
}

/**
 * The models that a file of future values changes; warns of the others.
 *
 * @throws UsageError where it changes none
 */
async function sightedOf(
  models: readonly SavedModel[],
  file: string,
  futureFile: string | undefined,
  warn: (message: string) => void,
): Promise<readonly SavedModel[]> {
  const [{ panel }] = models as [SavedModel];
  if (panel.irregular) return models;
  const isFree = panel.series[0]?.future?.size;
  const blind = models.filter(({ spec }) => !(isFree && parseModel(spec).definition.exogenous));
  const specs = listed(blind.map(({ spec }) => spec));
  const take = blind.length > 1 ? "take" : "takes";
  if (blind.length === models.length) {
    const plan = futureFile === undefined ? [] : [await readColumns(futureFile, {}, () => {})];
    const { time, id, targets = [] } = panel.reading ?? {};
    const taken = [...[time, id].flatMap((name) => name?.split(",")), ...targets];
    const names = plannedColumns(plan, taken).join(",") || "COLUMNS";
    throw new UsageError(
      `--future-file is of no use: ${specs} in ${file} ${take} no columns that are known ahead`,
      `Train a model that takes some: foretell train SOURCE -m lag-regression --future ${names}.`,
    );
  }
  if (blind.length > 0)
    warn(`${specs} ${take} no columns known ahead, so --future-file changes nothing there`);
  return models.filter((one) => !blind.includes(one));
}

/** Says once what several scenarios have in common. */
export function once(warn: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message)) return;
    said.add(message);
    warn(message);
  };
}

/** The data that the model was fitted to, with the values of a file where they go on. */
async function savedPanel(
  { panel }: SavedModel,
  file: string,
  futureFile: string | undefined,
  warn: (message: string) => void,
): Promise<Panel> {
  if (futureFile === undefined) return panel;
  if (!takesFutureValues(panel)) {
    throw new UsageError(
      `--future-file does not fit the data in ${file} as they were read`,
      `Name the data: foretell forecast SOURCE --from ${file}.`,
    );
  }
  return withFutureValues(panel, await readColumns(futureFile, {}, warn), warn);
}

/** New data with the columns of those that the model was fitted to, and the history the file has. */
async function readMore(
  source: string,
  saved: SavedModel,
  file: string,
  options: ForecastOptions,
  warn: (message: string) => void,
): Promise<Panel> {
  const { panel: known } = saved;
  const {
    reading,
    series: [first],
  } = known;
  const { futureFile, join } = options;
  requireOneStdin(source, options);
  const names = (columns: ReadonlyMap<string, unknown> = new Map()) => [...columns.keys()];
  const named = {
    "--time": options.time === undefined ? reading?.time : undefined,
    "--target": options.target === undefined ? reading?.targets : undefined,
    "--id": options.id === undefined ? reading?.id : undefined,
  };
  const read = await readPanel(
    source,
    {
      time: reading?.time,
      target: reading?.targets,
      id: reading?.id,
      tz: reading?.tz,
      ...dataOptions(options),
      past: names(first?.past),
      future: names(first?.future),
      static: names(first?.static),
      ...datesAs(known, options.freq),
      futureFile,
      join,
    },
    warn,
  ).catch((error: unknown) => {
    throw sayingWhoAsks(error, named, file);
  });
  const { panel, joined, apart } = continueSaved(saved, read, file);
  if (joined.length > 0) warn(describeJoined(joined, displayName(source), file));
  for (const why of ["gap", "overlap"] as const) {
    const some = apart.filter((one) => one.why === why);
    if (some.length > 0) warn(describeApart(some, panel, file));
  }
  return panel;
}

/** Where the rows before the new ones come from, in one line for all series. */
function describeJoined(
  joined: readonly { readonly id: string; readonly before: number }[],
  source: string,
  file: string,
): string {
  const [{ id, before }] = joined;
  if (joined.length === 1) {
    return `series "${id}": ${before} rows before those of ${source} come from ${file}`;
  }
  const fewest = joined.reduce((least, one) => Math.min(least, one.before), before);
  const most = joined.reduce((greatest, one) => Math.max(greatest, one.before), before);
  const each = fewest === most ? `${most}` : `${fewest} to ${most}`;
  return `${joined.length} series: ${each} rows of each before those of ${source} come from ${file}`;
}

/** Series that do not go on from the model's, all for the same reason, in one line. */
function describeApart(
  some: readonly Apart[],
  { frequency }: Pick<Panel, "frequency">,
  file: string,
): string {
  const [{ id, why, first, last }] = some as [Apart];
  const one = some.length === 1;
  const stamp = (ds: number) => wholeStamp(ds, frequency);
  const alone = `${one ? "it is" : "they are"} forecast from ${one ? "its" : "their"} own rows alone`;
  if (why === "overlap") {
    return one
      ? `series "${id}" differs from that of ${file} where both have rows: ${alone}`
      : `${some.length} series, such as "${id}", differ from those of ${file} where both have rows: ${alone}`;
  }
  const gap = `begins ${stamp(first)}, and that of ${file} ends ${stamp(last)}`;
  const remedy = `put those between before them to go on from ${file}`;
  return one
    ? `series "${id}" ${gap}: ${alone}; ${remedy}`
    : `${some.length} series begin later than those of ${file} end, such as "${id}", which ${gap}: ${alone}; ${remedy}`;
}

/**
 * An error of a column that is not there, with what is to be done where the model asks for it and not the user.
 *
 * @param named columns that the model was fitted to, by the options that name others
 */
function sayingWhoAsks(
  error: unknown,
  named: Readonly<Record<string, string | readonly string[] | undefined>>,
  file: string,
): unknown {
  if (!(error instanceof UsageError)) return error;
  const lacking = /^there is no column "(.*)" in /.exec(error.message)?.[1];
  const option = Object.keys(named).find((name) => [named[name]].flat().includes(lacking));
  if (lacking === undefined || option === undefined) return error;
  return new UsageError(
    error.message,
    `The model in ${file} was trained with it. Name the column that takes its place: ${option} NAME. ${error.hint ?? ""}`.trim(),
  );
}

/** Irregular dates are read as such again, in the unit that the model knows them in. */
function datesAs({ irregular, frequency, season }: Panel, freq: string | undefined) {
  const dated = frequency.unit !== "index";
  if (!irregular) return { knownSeason: season, ...(dated && { knownFreq: frequency.alias }) };
  return { irregular: "always" as const, ...(dated && { freq: freq ?? frequency.alias }) };
}

/** A model of many series forecasts others too, though it has learned nothing of them. */
function warnOfUnseen(
  { panel: known, spec }: SavedModel,
  { series }: Panel,
  warn: (message: string) => void,
): void {
  // An only series without an id is called like its file.
  if (series.length === 1 && known.series.length === 1) return;
  const seen = new Set(known.series.map(({ id }) => id));
  const unseen = series.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
  if (unseen.length === 0) return;
  warn(`${spec} has not seen ${unseen.length} of ${series.length} series: ${firstFew(unseen)}`);
}
