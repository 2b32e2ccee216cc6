import type { Description } from "../../data/frame/describe.js";
import type { Appearance } from "../text/appearance.js";
import { decimalsFor, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";

/** Rows that are shown. */
const MAX_ROWS = 40;

const STATISTICS = ["mean", "std", "min", "q25", "median", "q75", "max"] as const;

/** Statistics of columns, a row for each column and each of its groups. */
export function descriptionReport(
  description: readonly Description[],
  by: string | undefined,
  appearance: Appearance,
): string {
  if (description.length === 0) return "no column of numbers to describe";
  const shown = description.slice(0, MAX_ROWS);
  const text = table(
    [
      { title: "column" },
      ...(by === undefined ? [] : [{ title: printable(by) }]),
      ...["count", "missing", ...STATISTICS].map(right),
    ],
    shown.map((one) => {
      const decimals = decimalsFor([one.max, one.min], 4);
      return [
        printable(one.column),
        ...(by === undefined ? [] : [printable(one.group ?? "(all)")]),
        String(one.count),
        String(one.missing),
        ...STATISTICS.map((statistic) => formatNumber(one[statistic], decimals, appearance.plain)),
      ];
    }),
    appearance,
  );
  const left = description.length - shown.length;
  return `${text}${left > 0 ? `\nand ${formatCount(left)} more rows: --format json has all` : ""}`;
}

/** Statistics that are not defined are null. */
export function descriptionJson(description: readonly Description[], by: string | undefined) {
  const number = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    by: by ?? null,
    columns: description.map(({ group, ...one }) => ({
      ...one,
      group: group ?? null,
      ...Object.fromEntries(STATISTICS.map((name) => [name, number(one[name])])),
    })),
  };
}
