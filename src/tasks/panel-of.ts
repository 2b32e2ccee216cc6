import type { Panel } from "../data/panel/panel.js";
import { panelFromArrays } from "../data/read/from-arrays.js";
import { type ChosenModel, readingFor, warnOfIgnored } from "./choose-models.js";
import { readForModels, type SourceOptions } from "./prepare.js";

/** A record with the values of one row by column. */
export type Row = Readonly<Record<string, unknown>>;

/** The part of a DataFrame of danfojs that its values are taken from. */
export interface FrameLike {
  readonly columns: string[];
  column(name: string): { readonly values: unknown };
}

/** What a forecast may start from: a path, `-` or a dataset; rows; a DataFrame; or a panel. */
export type Data = string | readonly Row[] | FrameLike | Panel;

/**
 * The panel of any kind of data as the models take it, with warnings of what they will not use. A panel is
 * taken as it is: its gaps were filled when it was made.
 *
 * @throws UsageError, DataError as for the data of the command line
 */
export async function panelOfData(
  data: Data,
  models: readonly ChosenModel[],
  options: SourceOptions,
  features: readonly string[],
  warn: (message: string) => void,
): Promise<Panel> {
  if (typeof data === "string") {
    const read = await readForModels([data], models, options, { feature: features }, warn);
    return read.panel;
  }
  const panel = isPanel(data)
    ? data
    : panelFromArrays(arraysOf(data), { ...options, ...readingFor(models) }, warn);
  warnOfIgnored(models, panel, warn, features);
  return panel;
}

function isPanel(data: Exclude<Data, string>): data is Panel {
  return "series" in data && "frequency" in data;
}

/** Values by column; null where a row lacks one. */
function arraysOf(data: readonly Row[] | FrameLike): Record<string, unknown[]> {
  if ("column" in data) {
    return Object.fromEntries(
      data.columns.map((name) => [name, [...(data.column(name).values as unknown[])]]),
    );
  }
  const names = new Set(data.flatMap((row) => Object.keys(row)));
  return Object.fromEntries([...names].map((name) => [name, data.map((row) => row[name] ?? null)]));
}
