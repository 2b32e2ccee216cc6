import type { Panel } from "../../data/panel/from-table.js";
import { readPanel } from "../../data/read/read-panel.js";
import { DataError, ExitCode, UsageError } from "../../errors.js";
import { loadFeatures } from "../../features/index.js";
import { featureTables, joinedFeatures } from "../../features/table.js";
import { distances } from "../../parallel/distances.js";
import {
  type Distances,
  distancesCsv,
  distancesJson,
  distancesText,
} from "../../report/features/distances.js";
import { featuresCsv, featuresJson, featuresText } from "../../report/features/report.js";
import { isPicture } from "../../report/formats.js";
import { writeTable } from "../../report/tables/write.js";
import { stampFormat } from "../../report/text/timestamp.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseSource, dataOptions } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import type {
  DataOptions,
  Format,
  GlobalOptions,
  JoinedOptions,
  ThreadOptions,
} from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import type { Pieces } from "../shared/write-file.js";

export interface FeaturesOptions extends DataOptions, JoinedOptions, ThreadOptions, GlobalOptions {
  readonly feature?: string[];
  readonly horizon?: number;
  readonly dtwMatrix?: boolean;
  readonly format?: FileFormat;
  readonly futureFile?: string;
  readonly output?: string;
  readonly safeCsv?: boolean;
}

/** Default treatment of missing values: no row shows what came later. */
const KNOWN_THEN = { missing: "ffill", keepPastMissing: true } as const;

/**
 * `foretell features`.
 *
 * @returns the exit code
 */
export async function writeFeatures(
  source: string | undefined,
  options: FeaturesOptions,
): Promise<number> {
  const { output, join, futureFile, feature, horizon = 0, dtwMatrix, threads } = options;
  if (dtwMatrix && (feature !== undefined || horizon > 0)) {
    throw new UsageError("--dtw-matrix takes no features and no horizon: it compares whole series");
  }
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  if (dtwMatrix && !isDistanceFormat(format)) {
    throw new UsageError(`distances are not written as ${format}`, "Use --format csv or json.");
  }
  await loadFeatures(feature ?? []);
  const console = await openConsole(options);
  const { warn } = console;
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output },
    { "the data": from, "--join": join, "--future-file": futureFile },
  );
  const read = { ...dataOptions(options), join, futureFile };
  const panel = await readPanel(from, dtwMatrix ? read : { ...KNOWN_THEN, ...read }, warn);
  const appearance = appearanceOfOutput(options);
  let data: Pieces;
  if (!isDistanceFormat(format)) {
    const tables = featureTables(panel, feature ?? defaultFeatures(panel), {
      horizon,
      warn,
      threads,
    });
    const stamp = stampFormat(
      panel,
      tables.map(({ ds }) => ds),
    );
    const table = { ...joinedFeatures(panel, tables), stamp };
    if (isPicture(format)) {
      const { renderPicture } = await import("../../tasks/files/render-picture.js");
      const { featuresFigure } = await import("../../report/features/figure.js");
      data = await renderPicture(format, featuresFigure(panel, tables), async () => {
        const { featuresPage } = await import("../../report/features/page.js");
        return featuresPage(panel, tables, table);
      });
    } else data = await writeTable(format, "features", table, options.safeCsv);
  } else if (dtwMatrix)
    data = distancesIn(format, await distancesOf(panel, threads), appearance, options.safeCsv);
  else {
    const specs = feature ?? defaultFeatures(panel);
    const tables = featureTables(panel, specs, { horizon, warn, threads });
    data =
      format === "csv"
        ? featuresCsv(panel, tables, options.safeCsv)
        : format === "json"
          ? featuresJson(panel, specs, horizon, tables)
          : featuresText(panel, tables, appearance);
  }
  await writeOutput(data, output, format, console);
  return ExitCode.done;
}

function isDistanceFormat(format: FileFormat): format is Format {
  return format === "table" || format === "csv" || format === "json";
}

/** The lags of a step and, where it fits, of a season. */
function defaultFeatures({ series, season }: Panel): string[] {
  return [season > 1 && series.some(({ y }) => y.length > season) ? `lag:1,${season}` : "lag:1"];
}

function distancesIn(
  format: Format,
  table: Distances,
  appearance: Parameters<typeof distancesText>[1],
  safe?: boolean,
): string {
  switch (format) {
    case "csv":
      return distancesCsv(table, safe);
    case "json":
      return distancesJson(table);
    case "table":
      return distancesText(table, appearance);
  }
}

async function distancesOf({ series, source }: Panel, threads: number): Promise<Distances> {
  if (series.length < 2) {
    throw new DataError("distances need at least two series, and there is one", {
      hint: "Name the column that tells them apart with --id, or several with --target a,b.",
      location: { file: source },
    });
  }
  const matrix = await distances(
    series.map(({ y }) => y),
    threads,
  );
  return { source, ids: series.map(({ id }) => id), matrix };
}
