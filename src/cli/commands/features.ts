import { Command } from "commander";
import type { FeaturesOptions } from "../run/features.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  addFutureFileOption,
  addJoinOption,
  formatOption,
  horizonOption,
  outputOption,
  repeated,
  safeCsvOption,
  sourceArgument,
  threadsOption,
} from "../shared/options.js";

export function featuresCommand(done: (code: number) => void): Command {
  const command = new Command("features")
    .description("write lags, windows, calendar, spectrum or DTW features")
    .addArgument(sourceArgument())
    .option(
      "-f, --feature <spec>",
      "family and its options, repeatable (default: lag:1 and the season's)",
      repeated,
    )
    .addOption(horizonOption("future rows to add, with values known ahead (default: none)"))
    .option("--dtw-matrix", "write DTW distances between all series instead");
  return addFutureFileOption(addJoinOption(addDataOptions(command, "ffill")))
    .addOption(threadsOption("threads to use; results do not depend on it"))
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .parquet, .xlsx, .svg, .html and others choose"))
    .addHelpText("after", below(HELP))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { writeFeatures } = await import("../run/index.js");
      done(await writeFeatures(source, self.optsWithGlobals<FeaturesOptions>()));
    });
}

const HELP = `
Families, none of which looks at a row's own observation:
  lag:1,2,12              y that many steps before
  roll:mean,std:7,28      mean, std, min, max, median, sum of windows
  diff:1,12               differences between earlier observations
  ewm:0.3                 exponentially weighted mean
  calendar:month,dow,hour,fourier=2
                          year quarter month week day dow weekend hour minute; waves of the season
  calendar:holiday=DE+US-CA
                          public holidays, on the day or how many in a longer step
  fft:k=3,window=24       amplitudes of the window before
  dtw:k=5,window=12       most similar earlier windows: distance, what followed
roll, diff, ewm, fft and dtw end one step before the row, or shift=N steps.
Columns of --past and --future stand before the features, under their own names; those of --past are
empty where nothing was recorded and in rows ahead.

Examples:
  foretell features nottem -f lag:1,12 -f roll:mean,std:12 -o features.csv
  foretell features nile -f ewm:0.3 -o features.parquet
  foretell features air-passengers -f lag:12 -f calendar:month,fourier=2 -H 12
  foretell features seatbelts --past kms --future PetrolPrice,law -f lag:12
  foretell features seatbelts --target drivers,front,rear --dtw-matrix`;
