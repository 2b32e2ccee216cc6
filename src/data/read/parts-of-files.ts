import { DataError } from "../../errors.js";
import { findRoles, type RoleOptions } from "../roles/roles.js";
import type { ReadingOptions } from "../source/reading-options.js";
import type { Columns } from "../table/columns.js";

/** What files are to each other: rows of one table, or a series each. */
export type Parts = NonNullable<ReadingOptions<"source">["files"]>;

const WORDS = {
  rows: "--files rows reads them as one table",
  series: "--files series takes each for a series",
} as const;

/**
 * Whether files are parts of one table or a series each, as requested or as their dates tell.
 *
 * @throws DataError where both may be
 */
export function partsOf(
  tables: readonly Columns[],
  options: RoleOptions & { readonly files?: Parts | undefined },
  warn: (message: string) => void,
): Parts {
  if (options.files !== undefined) return options.files;
  const { time, target } = options;
  const roles = tables.map((table) =>
    findRoles(table, { time, target, id: options.id, tz: options.tz }, () => {}),
  );
  if (options.id !== undefined || roles.some(({ id }) => id !== undefined)) return "rows";
  if (roles.some((one) => one.time === undefined)) throw open(tables, "hold no dates");
  const stamps = roles.map((one) => one.time!.stamps.values);
  const many = `${tables.length} files`;
  switch (arrangement(tables, stamps)) {
    case "one after the other":
      warn(`${many} follow each other in time and are read as one table; ${WORDS.series}`);
      return "rows";
    case "side by side":
      warn(`${many} have dates in common and are read as a series each; ${WORDS.rows}`);
      return "series";
    case "apart":
      throw open(tables, "have gaps between their dates");
    case "repeated":
      throw open(tables, "share some of their rows", " --duplicates first");
    case "between":
      throw open(tables, "have dates that lie between those of others");
  }
}

type Arrangement = "one after the other" | "side by side" | "apart" | "repeated" | "between";

/** How the dates of files lie to each other. */
function arrangement(tables: readonly Columns[], stamps: readonly Float64Array[]): Arrangement {
  const seen = new Map<number, readonly [table: number, row: number]>();
  let shared = 0;
  for (const [t, values] of stamps.entries()) {
    for (let row = 0; row < values.length; row++) {
      const before = seen.get(values[row]);
      if (before === undefined) seen.set(values[row], [t, row]);
      else if (before[0] !== t) {
        shared++;
        if (!isSameRow(tables[before[0]], before[1], tables[t], row)) return "side by side";
      }
    }
  }
  if (shared > 0) return "repeated";
  const spans = stamps.map(spanOf).sort((a, b) => a.first - b.first);
  const step = spans.reduce((longest, span) => Math.max(longest, span.step), 0);
  let contiguous = true;
  for (let i = 1; i < spans.length; i++) {
    const gap = spans[i].first - spans[i - 1].last;
    if (gap <= 0) return "between";
    if (step > 0 && gap > MAX_GAP * step) contiguous = false;
  }
  return contiguous ? "one after the other" : "apart";
}

/** Steps from the last date of a file to the first of the next, as long as the longest within a file. */
const MAX_GAP = 2;

function spanOf(values: Float64Array): { first: number; last: number; step: number } {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let step = 0;
  for (let i = 1; i < sorted.length; i++) step = Math.max(step, sorted[i] - sorted[i - 1]);
  return { first: sorted[0] ?? 0, last: sorted[sorted.length - 1] ?? 0, step };
}

function isSameRow(a: Columns, rowA: number, b: Columns, rowB: number): boolean {
  return a.columns.every((column, c) => {
    const other = b.columns[c];
    if (column.kind !== "text" && other.kind !== "text") {
      return Object.is(column.values[rowA], other.values[rowB]);
    }
    return a.cell(rowA, column) === b.cell(rowB, other);
  });
}

function open(tables: readonly Columns[], why: string, also = ""): DataError {
  return new DataError(
    `${tables.length} files may be parts of one table or a series each, as they ${why}`,
    {
      hint: `Say which: --files rows${also} reads them as one table, ${WORDS.series} called like its file.`,
    },
  );
}
