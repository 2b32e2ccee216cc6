import { seriesOfRows } from "../../../bulk/part-jobs.js";
import { runParts } from "../../../bulk/run-parts.js";
import { frameWithSeason, type SurveyedTable, surveyTable } from "../../../bulk/survey-table.js";
import { plainCsv } from "../../../bulk/table/plain-csv.js";
import { type TableOnDisk, tableOnDisk } from "../../../bulk/wide-table.js";
import type { Panel } from "../../../data/panel/panel.js";
import { describeFrequency } from "../../../data/time/describe-frequency.js";
import { ExitCode } from "../../../errors.js";
import { inParts } from "../../../queue/in-parts.js";
import { formatCount } from "../../../report/text/format.js";
import { chooseHorizon } from "../../../tasks/choose-horizon.js";
import { type ChosenModel, readingFor } from "../../../tasks/choose-models.js";
import { counted } from "../../../wording.js";
import { dataOptions } from "../../shared/choose-source.js";
import type { Console } from "../../shared/console.js";
import { listenForInterrupt } from "../../shared/interrupt.js";
import { modelOfFew } from "./by-series.js";
import { forecastInParts, type PanelInParts, type PartsRequest } from "./forecast-parts.js";
import { interruptedEarly } from "./options.js";

/** A table to forecast that may be larger than memory. */
export interface TableRequest extends Omit<PartsRequest, "horizon"> {
  readonly models: readonly ChosenModel[];
}

/**
 * Forecasts a CSV file without holding it: it is read once to learn what all series have in common, and once
 * more part by part.
 *
 * @returns the exit code; undefined where the table must be read as a whole
 */
export async function forecastTable(
  path: string,
  request: TableRequest,
  console: Console,
): Promise<number | undefined> {
  const { options, models } = request;
  const { progress, talkative, say, note, warn, interrupted } = console;
  const { join, futureFile, maxBytes, encoding } = options;
  if (join !== undefined || futureFile !== undefined) return undefined;
  // Which rows are read, and whether any are, is known of the whole table only.
  const { where, since, until } = options;
  if (where !== undefined || since !== undefined || until !== undefined) return undefined;
  if (maxBytes !== undefined || encoding !== undefined) return undefined;
  const plain = plainCsv(path, { ...dataOptions(options), ...readingFor(models) });
  if (plain === undefined) return undefined;
  const interrupt = listenForInterrupt(() => note("stopping; Ctrl-C again quits at once"));
  let table: SurveyedTable | undefined;
  try {
    progress.start("reading");
    table = await surveyTable(plain, {
      threads: options.threads,
      signal: interrupt.signal,
      note: (message) => warn(`${path}: ${message}`),
    });
  } finally {
    progress.done();
    interrupt.stopListening();
  }
  if (interrupt.signal.aborted) {
    table?.remove();
    interrupted(interruptedEarly(options));
    return ExitCode.interrupted;
  }
  if (table === undefined) return undefined;
  if (modelOfFew(models, table.series)) {
    table.remove();
    return undefined;
  }
  let onDisk: TableOnDisk | undefined;
  try {
    sayOfParts(table.warnings, warn);
    const { data } = table;
    const learns = models.some(({ model }) => model.shared !== undefined);
    const horizon = horizonOf(table, options.horizon, warn);
    const frame = frameWithSeason(table, horizon);
    if (talkative) say(summary(table, frame));
    if (learns) {
      onDisk = await onDiskOf(table, frame, options, console);
      if (onDisk === undefined) return ExitCode.interrupted;
    }
    const given = {
      ...(onDisk && { wide: onDisk.panel }),
      ...{ series: table.series, precision: table.precision, data: () => data },
      panel: { ...frame, series: table.speakers },
      run: runnerOf(table, request),
    };
    return await forecastInParts(given, { ...request, horizon }, console);
  } finally {
    onDisk?.remove();
    table.remove();
  }
}

/** The numbers of all series on the disk, for models that learn from all; nothing where interrupted. */
async function onDiskOf(
  table: SurveyedTable,
  frame: SurveyedTable["frame"],
  options: TableRequest["options"],
  { progress, note, interrupted }: Console,
): Promise<TableOnDisk | undefined> {
  const interrupt = listenForInterrupt(() => note("stopping; Ctrl-C again quits at once"));
  try {
    progress.start("reading numbers to learn from");
    const found = await tableOnDisk(table, frame, {
      threads: options.threads,
      signal: interrupt.signal,
    });
    if (!found) interrupted(interruptedEarly(options));
    return found;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

function runnerOf(
  { parts, counts, reading }: SurveyedTable,
  { on, specs }: Pick<TableRequest, "on" | "specs">,
): PanelInParts["run"] {
  return (from, run, deliver) =>
    on
      ? on.run(inParts(seriesOf(from), specs), run, deliver)
      : runParts(left(from), { ...run, reading }, deliver);

  function* left(from: number) {
    let place = 0;
    for (const [p, rows] of parts.entries()) {
      // An earlier run may have cut its parts elsewhere.
      const skip = Math.max(0, from - place);
      place += counts[p]!;
      if (place > from) yield { rows, skip };
    }
  }

  /** For workers on other machines, which do not see the file. */
  function* seriesOf(from: number) {
    for (const { rows, skip } of left(from)) yield* seriesOfRows(reading, rows, skip);
  }
}

/** Says each kind of warning once, as the first part of the table gave it, with what the other parts add. */
function sayOfParts(messages: readonly string[], warn: (message: string) => void): void {
  const kinds = new Map<string, { first: string; more: number }>();
  for (const message of messages) {
    const key = message.replace(/series "[^"]*"/g, "series").replace(/\d[\d-]*/g, "#");
    const kind = kinds.get(key);
    if (kind) kind.more++;
    else kinds.set(key, { first: message, more: 0 });
  }
  for (const { first, more } of kinds.values()) {
    warn(
      more === 0 ? first : `${first}; and the like in ${counted(more, "other part")} of the table`,
    );
  }
}

/** Steps ahead, as chosen for the whole panel. */
function horizonOf(
  { lengths, frame }: SurveyedTable,
  requested: number | undefined,
  warn: (message: string) => void,
): number {
  const ofEachLength = [...lengths.keys()].map((length) => ({
    id: `of ${length} rows`,
    ds: new Float64Array(length),
    y: new Float64Array(length),
  }));
  const use = { short: "", beyond: true, judges: () => false };
  return chooseHorizon({ ...frame, series: ofEachLength }, requested, use, (message) => {
    if (message.includes("instead of")) warn(message);
  });
}

function summary({ reading, series, rows }: SurveyedTable, frame: Omit<Panel, "series">): string {
  const season = frame.season > 1 ? `, season ${frame.season}` : "";
  return `${reading.name}: ${formatCount(series)} series, ${formatCount(rows)} rows, ${describeFrequency(frame.frequency)}${season}`;
}
