import type { Panel } from "../data/panel/from-table.js";
import { DataError } from "../errors.js";

/** @throws DataError when a series lacks one of the exogenous columns that model `name` was fitted with */
export function requireColumns(
  name: string,
  { past, future }: { readonly past: readonly string[]; readonly future: readonly string[] },
  { series, source }: Panel,
): void {
  for (const one of series) {
    const lacking =
      past.find((column) => !one.past?.has(column)) ??
      future.find((column) => !one.future?.has(column));
    if (lacking === undefined) continue;
    throw new DataError(`series "${one.id}" lacks the column "${lacking}"`, {
      hint: `${name} was fitted with it.`,
      location: { file: source },
    });
  }
}
