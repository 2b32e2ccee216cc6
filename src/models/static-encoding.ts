import type { Panel, Series, StaticValue } from "../data/panel/panel.js";
import { DataError } from "../errors.js";
import type { State } from "./model.js";
import { fieldsOf, listOf, numberOf, textOf } from "./state-reader.js";

/** How one static column becomes numbers: standardized over the series, or an indicator a category. */
export type StaticColumn = { readonly name: string } & (
  | { readonly mean: number; readonly deviation: number }
  | { readonly categories: readonly string[] }
);

/** How the static columns of a panel become numbers; part of the saved state. */
export type StaticEncoding = readonly StaticColumn[];

/** Indicators of a column at most: of more categories, such as ids, each would have too little to learn from. */
const MAX_CATEGORIES = 50;

/**
 * Learns how to encode the static columns of a panel: numbers get mean 0 and standard deviation 1 over the
 * series, text becomes an indicator (0 or 1) for each category, the most frequent ones first.
 */
export function learnStatics({ series }: Panel): StaticEncoding {
  // What never differs says nothing.
  if (series.length < 2) return [];
  return [...(series[0]?.static?.keys() ?? [])].map((name): StaticColumn => {
    const values = series.map((item) => item.static!.get(name)!);
    const numbers = values.filter((value) => typeof value === "number");
    return numbers.length === values.length
      ? { name, ...momentsOf(numbers.filter((value) => !Number.isNaN(value))) }
      : { name, categories: categoriesOf(values) };
  });
}

function momentsOf(numbers: readonly number[]): { mean: number; deviation: number } {
  const count = Math.max(1, numbers.length);
  const mean = numbers.reduce((sum, value) => sum + value / count, 0);
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2 / count, 0);
  return { mean, deviation: Math.sqrt(variance) };
}

/** In the order of their names among equally frequent ones, so that the order of series has no say. */
function categoriesOf(values: readonly StaticValue[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values.map(String).sort()) {
    if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  return byCount.slice(0, MAX_CATEGORIES).map(([category]) => category);
}

/** What the encoded values are called, such as `size` and `region=north`, in the order of their values. */
export function staticNames(encoding: StaticEncoding): string[] {
  return encoding.flatMap((column) =>
    "categories" in column
      ? column.categories.map((category) => `${column.name}=${category}`)
      : [column.name],
  );
}

/**
 * The encoded static columns of a series; a missing number counts as the mean, an unknown category as
 * none.
 *
 * @throws DataError when the series lacks a column, or has text where numbers were learned
 */
export function encodeStatics(encoding: StaticEncoding, { id, static: given }: Series): number[] {
  return encoding.flatMap((column) => {
    const value = given?.get(column.name);
    if (value === undefined) {
      throw new DataError(`series "${id}" lacks the static column "${column.name}"`, {
        hint: `The model was fitted with it: add --static ${column.name}.`,
      });
    }
    if ("categories" in column) {
      return column.categories.map((category) => (category === String(value) ? 1 : 0));
    }
    if (typeof value === "string" && value !== "") {
      throw new DataError(
        `static column "${column.name}" of series "${id}" holds "${value}" where a number was learned`,
      );
    }
    const known = typeof value === "number" && !Number.isNaN(value) && column.deviation > 0;
    return [known ? (value - column.mean) / column.deviation : 0];
  });
}

/**
 * The encoding in a saved state; files of models without static columns have none.
 *
 * @throws InvalidState for anything else
 */
export function staticsFromState(state: State | undefined, what: string): StaticEncoding {
  if (state === undefined) return [];
  return listOf(state, what, (item, at): StaticColumn => {
    const fields = fieldsOf(item, at);
    const name = textOf(fields.name, `${at}.name`);
    if (fields.categories !== undefined) {
      return { name, categories: listOf(fields.categories, `${at}.categories`, textOf) };
    }
    const max = Number.MAX_VALUE;
    return {
      name,
      mean: numberOf(fields.mean, `${at}.mean`, -max, max),
      deviation: numberOf(fields.deviation, `${at}.deviation`, 0, max),
    };
  });
}
