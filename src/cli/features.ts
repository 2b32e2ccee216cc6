import type { Panel } from "../data/panel.js";
import { readPanel } from "../data/read-panel.js";
import { DataError, ExitCode, UsageError } from "../errors.js";
import { featuresBySeries } from "../features/feature-table.js";
import { distanceMatrix } from "../features/warp.js";
import { type Distances, distancesCsv, distancesJson, distancesText } from "../report/distances.js";
import { featuresCsv, featuresJson, featuresText } from "../report/features.js";
import { openConsole } from "./console.js";
import type { DataOptions, Format, GlobalOptions } from "./options.js";
import { checkWritable, chooseFormat, writeFileAtomically, writeStdout } from "./output.js";
import { appearanceOf } from "./screen.js";
import { chooseSource, dataOptions } from "./source.js";

export interface FeaturesOptions extends DataOptions, GlobalOptions {
  readonly feature?: string[];
  readonly horizon?: number;
  readonly dtwMatrix?: boolean;
  readonly format?: Format;
  readonly output?: string;
}

/**
 * `foretell features`.
 *
 * @returns the exit code
 */
export async function writeFeatures(
  source: string | undefined,
  options: FeaturesOptions,
): Promise<number> {
  const { output, quiet, feature, horizon = 0, dtwMatrix } = options;
  if (dtwMatrix && (feature !== undefined || horizon > 0)) {
    throw new UsageError("--dtw-matrix takes no features and no horizon: it compares whole series");
  }
  const format = chooseFormat(options.format, output);
  if (output !== undefined) checkWritable(output);
  const { warn } = await openConsole(options);
  const panel = await readPanel(chooseSource(source, quiet), dataOptions(options), warn);
  const appearance = {
    ...appearanceOf(process.stdout, options),
    ...(output !== undefined && { color: false }),
  };
  let text: string;
  if (dtwMatrix) text = distancesIn(format, distancesOf(panel), appearance);
  else {
    const specs = feature ?? usual(panel);
    const tables = featuresBySeries(panel, specs, { horizon, warn });
    text =
      format === "csv"
        ? featuresCsv(panel, tables)
        : format === "json"
          ? featuresJson(panel, specs, horizon, tables)
          : featuresText(panel, tables, appearance);
  }
  if (output === undefined) await writeStdout(text);
  else writeFileAtomically(output, text);
  return ExitCode.done;
}

/** The lags of a step and, where it fits, of a season. */
function usual({ series, season }: Panel): string[] {
  return [season > 1 && series.some(({ y }) => y.length > season) ? `lag:1,${season}` : "lag:1"];
}

function distancesIn(
  format: Format,
  distances: Distances,
  appearance: Parameters<typeof distancesText>[1],
): string {
  switch (format) {
    case "csv":
      return distancesCsv(distances);
    case "json":
      return distancesJson(distances);
    case "table":
      return distancesText(distances, appearance);
  }
}

function distancesOf({ series, source }: Panel): Distances {
  if (series.length < 2) {
    throw new DataError("distances need at least two series, and there is one", {
      hint: "Name the column that tells them apart with --id, or several with --target a,b.",
      location: { file: source },
    });
  }
  const matrix = distanceMatrix(
    series.map(({ y }) => y),
    { normalise: true },
  );
  return { source, ids: series.map(({ id }) => id), matrix };
}
