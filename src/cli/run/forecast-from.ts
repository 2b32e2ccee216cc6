import { version } from "../../../package.json";
import { requireAhead } from "../../data/panel/exogenous.js";
import type { Panel } from "../../data/panel/from-table.js";
import { stampsAhead, stampsKnownAhead } from "../../data/panel/future-index.js";
import { withHistory } from "../../data/panel/prepend-history.js";
import { medianSteps } from "../../data/panel/time-steps.js";
import { readPanel } from "../../data/read/read-panel.js";
import { displayName } from "../../data/source/source.js";
import { stepFrom } from "../../data/time/frequency.js";
import { DataError, ExitCode, UsageError } from "../../errors.js";
import { restoreModel, type SavedModel } from "../../models/file/model-file.js";
import { readModel } from "../../models/file/read.js";
import { requireFinite } from "../../models/validated.js";
import { forecastCsv } from "../../report/forecast/csv.js";
import { forecastJson } from "../../report/forecast/json.js";
import type { ForecastReport } from "../../report/forecast/report.js";
import { terminalReport } from "../../report/forecast/text.js";
import { dataSummary, describeFrequency } from "../../report/text/data-summary.js";
import { parseSpec } from "../../spec/grammar.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { dataOptions, requireOneStdin, stdinIsPiped } from "../shared/choose-source.js";
import { openConsole } from "../shared/console.js";
import { wantedLevels } from "../shared/options.js";
import { checkWritable, chooseFormat, writeOutput } from "../shared/output.js";
import type { ForecastOptions } from "./forecast.js";

/**
 * `foretell forecast [source] --from FILE`: what follows the data that a saved model was fitted to, or
 * other data. Nothing is learned.
 *
 * @param file what `foretell train` wrote
 * @param isExplicit whether an option was given rather than taken by default
 * @returns the exit code
 */
export async function forecastFrom(
  source: string | undefined,
  file: string,
  isExplicit: (option: keyof ForecastOptions) => boolean,
  options: ForecastOptions,
): Promise<number> {
  const fixed = (["model", "learn", "feature", "seed", "season", "past", "future"] as const).find(
    isExplicit,
  );
  if (fixed !== undefined) {
    throw new UsageError(
      `--${fixed} cannot be chosen with --from: the model in the file is fitted already`,
      "foretell train fits another one.",
    );
  }
  const { output } = options;
  const format = chooseFormat(options.format, output);
  if (output !== undefined) checkWritable(output);
  const { talkative, screen, say, warn } = await openConsole(options);
  const saved = await readModel(file);
  const levels =
    isExplicit("level") || isExplicit("intervals") ? wantedLevels(options) : [...saved.levels];
  if (source === undefined && stdinIsPiped()) warn("stdin is not read: name it as the source, -");
  const panel =
    source === undefined ? saved.panel : await readMore(source, saved, file, options, warn);
  const horizon = options.horizon ?? (stampsKnownAhead(panel) || saved.horizon);
  requireAhead(panel, horizon, "add rows with an empty target or a --future-file");
  if (talkative && (format !== "table" || output !== undefined)) say(dataSummary(panel, screen));

  const label = parseSpec(saved.spec).name.text;
  const fitted = await restoreModel(saved, panel, file);
  const forecasts = fitted.forecast(horizon, levels);
  requireFinite(label, forecasts);
  warnOfUnseen(saved, panel, warn);
  const report: ForecastReport = {
    version,
    panel,
    horizon,
    seed: saved.seed,
    levels,
    future: panel.series.map((one) => stampsAhead(one, panel.frequency, horizon)),
    models: [
      { label, forecasts, holdout: undefined, training: undefined, gradientFlow: undefined },
    ],
    reference: undefined,
  };
  const text =
    format === "csv"
      ? forecastCsv(report, options.safeCsv)
      : format === "json"
        ? forecastJson(report)
        : terminalReport(report, appearanceOfOutput(options));
  await writeOutput(text, output);
  return ExitCode.done;
}

/** New data with the columns of those that the model was fitted to, and the history the file has. */
async function readMore(
  source: string,
  { panel: known }: SavedModel,
  file: string,
  options: ForecastOptions,
  warn: (message: string) => void,
): Promise<Panel> {
  const {
    reading,
    series: [first],
  } = known;
  const { futureFile, join } = options;
  requireOneStdin(source, options);
  const names = (columns: ReadonlyMap<string, unknown> = new Map()) => [...columns.keys()];
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
      ...datesAs(known, options.freq),
      futureFile,
      join,
    },
    warn,
  );
  const { panel, joined } = withHistory(sameFrequency(read, known, file), known);
  for (const { id: name, before } of joined) {
    warn(
      `series "${name}": ${before} rows before those of ${displayName(source)} come from ${file}`,
    );
  }
  return panel;
}

/** Irregular dates are read as such again, in the unit that the model knows them in. */
function datesAs({ irregular, frequency, season }: Panel, freq: string | undefined) {
  if (!irregular) return { season };
  const dated = frequency.unit !== "index";
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
  const more = unseen.length > 5 ? ` and ${unseen.length - 5} more` : "";
  warn(
    `${spec} has not seen ${unseen.length} of ${series.length} series: ${unseen.slice(0, 5).join(", ")}${more}`,
  );
}

/**
 * The panel at the model's frequency. Few rows may look like another one, so every step decides.
 *
 * @throws DataError when their steps are not the model's
 */
function sameFrequency(panel: Panel, known: Panel, file: string): Panel {
  const { frequency } = known;
  if (panel.frequency.alias === frequency.alias) {
    if (known.irregular) requireLikeIntervals(panel, known, file);
    return { ...panel, frequency };
  }
  const fits =
    panel.frequency.unit !== "index" &&
    frequency.unit !== "index" &&
    panel.series.every(({ ds }) =>
      ds.every((stamp, t) => t === 0 || stamp === stepFrom(ds[t - 1], frequency, 1)),
    );
  if (fits) return { ...panel, frequency };
  throw new DataError(
    `the data are ${describeFrequency(panel.frequency)}, the model in ${file} is ${describeFrequency(frequency)}`,
    {
      hint: "Bring them to that frequency, or train another model.",
      location: { file: panel.source },
    },
  );
}

/** Times as long or as short as the intervals that were learned may those of other data be. */
const MAX_INTERVAL_RATIO = 24;

/** @throws DataError when dates are so much closer, or so much further apart, that nothing of them was learned */
function requireLikeIntervals(panel: Panel, known: Panel, file: string): void {
  if (panel.series.every(({ ds }) => ds.length < 2)) return;
  const ratio = medianSteps({ ...panel, frequency: known.frequency }) / medianSteps(known);
  if (ratio <= MAX_INTERVAL_RATIO && ratio >= 1 / MAX_INTERVAL_RATIO) return;
  const [times, apart] = ratio > 1 ? [ratio, "far apart"] : [1 / ratio, "close"];
  throw new DataError(
    `its dates are ${Math.round(times)} times as ${apart} as those that the model in ${file} has learned`,
    { hint: "Train another model.", location: { file: panel.source } },
  );
}
