import { readFile } from "node:fs/promises";
import { datasetPath, datasets } from "../../data/source/catalog.js";
import { DataError, UsageError } from "../../errors.js";
import { decimalsFor, formatNumber } from "../../report/text/format.js";
import { suggestion } from "../../suggest.js";
import { writeListing } from "../shared/listing.js";
import type { Format, GlobalOptions } from "../shared/options.js";
import { chooseFormat } from "../shared/output.js";
import { writeStdout } from "../shared/terminal.js";

export interface DatasetsOptions extends GlobalOptions {
  readonly format?: Format;
  readonly describe?: boolean;
}

/** `foretell datasets [name]`. */
export async function listDatasets(
  name: string | undefined,
  options: DatasetsOptions,
): Promise<void> {
  if (name !== undefined) {
    const path = pathOf(name);
    if (options.describe) return printStatistics(path, options);
    if (options.format !== undefined && options.format !== "csv") {
      throw new UsageError(
        `datasets ${name} prints the data as CSV, not as ${options.format}`,
        `foretell datasets ${name} --describe --format ${options.format} prints statistics.`,
      );
    }
    return writeStdout(await readFile(path));
  }
  if (options.describe) {
    throw new UsageError(
      "--describe needs a dataset's name",
      "For example: foretell datasets nottem --describe",
    );
  }
  await writeListing(
    "datasets",
    // The names of columns would leave a table no room for titles.
    isTable(options)
      ? ["name", "title", "freq", "season", "rows"]
      : ["name", "title", "freq", "season", "rows", "columns"],
    datasets().map(({ name, title, frequency, season, rows, columns }) => ({
      name,
      title,
      freq: frequency,
      season: String(season),
      rows: String(rows),
      columns: columns.join(" "),
    })),
    options,
  );
}

function isTable({ format }: DatasetsOptions): boolean {
  return chooseFormat(format, undefined) === "table";
}

function pathOf(name: string): string {
  const names = datasets().map((dataset) => dataset.name);
  if (!names.includes(name)) {
    throw new UsageError(
      `there is no dataset "${name}"`,
      suggestion(name, names) ?? `The datasets are ${names.join(", ")}.`,
    );
  }
  const path = datasetPath(name);
  if (path === undefined) {
    throw new DataError(`the file of dataset ${name} is missing from the installation`, {
      hint: "Install foretell again.",
    });
  }
  return path;
}

/** A row for each column of numbers: count, mean, standard deviation, … */
async function printStatistics(path: string, options: DatasetsOptions): Promise<void> {
  const table = await import("../../data/frame/frame.js");
  const statistics = table.describe(await table.readTable(path));
  const names = statistics.index.map(String);
  const values = statistics.values as number[][];
  const rounded = isTable(options);
  const rows = statistics.columns.map((column, c) => {
    const cells = values.map((row, s) => {
      const value = row[c];
      if (!rounded) return [names[s], Number.isFinite(value) ? String(value) : ""];
      const decimals = names[s] === "count" ? 0 : decimalsFor([value], 4);
      return [names[s], formatNumber(value, decimals, options.plain)];
    });
    return { column, ...Object.fromEntries(cells) };
  });
  await writeListing("describe", ["column", ...names], rows, options);
}
