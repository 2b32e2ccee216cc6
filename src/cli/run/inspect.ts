import { extname } from "node:path";
import { version } from "../../../package.json";
import { readJoined } from "../../data/read/read-joined.js";
import { briefInspection } from "../../report/inspect/brief.js";
import {
  type InspectionReport,
  inspectionJson,
  inspectionText,
} from "../../report/inspect/report.js";
import { inspectTable } from "../../tasks/inspect-table.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseSource, dataOptions } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import type { DataOptions, GlobalOptions, JoinedOptions } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import type { Pieces } from "../shared/write-file.js";

export interface InspectOptions extends DataOptions, JoinedOptions, GlobalOptions {
  readonly format?: FileFormat;
  readonly output?: string;
  readonly full?: boolean;
  /** The series that is shown. */
  readonly series?: string[];
  readonly regimes?: boolean;
  readonly neighbours?: string;
  readonly futureFile?: string;
  readonly describe?: boolean;
  /** Columns whose values name the groups that are described. */
  readonly by?: string[];
  readonly seed: number;
}

/**
 * `foretell inspect`.
 *
 * @returns the exit code
 */
export async function inspect(
  source: string | undefined,
  options: InspectOptions,
): Promise<number> {
  const { output } = options;
  // A person reads an inspection, also through a pager; a file without suffix is for people too.
  const suffixed = output !== undefined && extname(output) !== "";
  const format = chooseFileFormat(
    options.format ?? (suffixed ? undefined : "table"),
    output,
    REPORT_FORMATS,
  );
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output },
    { "the data": from, "--join": options.join, "--future-file": options.futureFile },
  );
  const assumed: string[] = [];
  const warn = (message: string) => {
    if (!assumed.includes(message)) assumed.push(message);
  };
  const { join, futureFile, regimes, neighbours, describe, by, seed } = options;
  const reading = { ...dataOptions(options), futureFile, join };
  const [table] = await readJoined([from], reading, warn);
  const wishes = { regimes, neighbours, describe, by, seed, shown: options.series };
  const report = { version, ...(await inspectTable(table, reading, wishes, warn)), assumed };
  const console = await openConsole(options);
  await writeOutput(await write(report, format, options), output, format, console);
  return 0;
}

async function write(
  report: InspectionReport,
  format: FileFormat,
  options: InspectOptions,
): Promise<Pieces> {
  switch (format) {
    case "json":
      return inspectionJson(report);
    case "table": {
      const text = options.full ? inspectionText : briefInspection;
      return text(report, appearanceOfOutput(options));
    }
    default: {
      const { inspectionIn } = await import("../../tasks/files/inspect.js");
      return inspectionIn(format, report);
    }
  }
}
