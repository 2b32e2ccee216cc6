import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import { type Appearance, paint } from "./appearance.js";

export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly align?: "left" | "right";
}

const ASCII = {
  top: "-",
  "top-mid": "+",
  "top-left": "+",
  "top-right": "+",
  bottom: "-",
  "bottom-mid": "+",
  "bottom-left": "+",
  "bottom-right": "+",
  left: "|",
  "left-mid": "+",
  mid: "-",
  "mid-mid": "+",
  right: "|",
  "right-mid": "+",
  middle: "|",
};

/** Nothing but blanks between columns. */
const UNRULED = {
  ...Object.fromEntries(Object.keys(ASCII).map((part) => [part, ""])),
  middle: "  ",
};

const MAX_CELL_LENGTH = 1000;

/**
 * A table with a head, without lines between rows. Where it would be wider than the terminal the text of
 * its widest columns is wrapped.
 *
 * @param ruled draws borders; without them it takes a row for the head and one for each of `rows`
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  appearance: Appearance,
  { ruled = true }: { readonly ruled?: boolean } = {},
): string {
  const chalk = paint(appearance);
  const cells = rows.map((row) => row.map((text) => shortened(text, appearance)));
  const texts = columns.map(({ title }, c) => [title, ...cells.map((row) => row[c])]);
  const widths = narrow(
    texts.map((column) => longest(column)),
    texts.map((column) => longest(column.flatMap((text) => text.split(" ")))),
    appearance.width,
  );
  const grid = new Table({
    head: columns.map(({ title }) => chalk.bold(title)),
    colAligns: columns.map(({ align }) => align ?? "left"),
    // Its own colours know nothing of ours.
    style: {
      ...{ head: [], border: [], compact: true },
      ...(!ruled && { "padding-left": 0, "padding-right": 0 }),
    },
    ...(widths && { colWidths: widths, wordWrap: true }),
    ...(!ruled ? { chars: UNRULED } : appearance.plain && { chars: ASCII }),
  });
  grid.push(...cells);
  return grid.toString();
}

/** Names may be as long as files are; what is that long has no colours. */
function shortened(text: string, { plain }: Appearance): string {
  return text.length > MAX_CELL_LENGTH
    ? `${text.slice(0, MAX_CELL_LENGTH)}${plain ? "..." : "…"}`
    : text;
}

/** In characters that take room: colours do not. */
function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, stripVTControlCharacters(text).length), 0);
}

/**
 * Widths with padding that fit together, or nothing when the natural ones do. No column becomes
 * narrower than its longest word, so a terminal may still be too narrow.
 */
function narrow(
  natural: readonly number[],
  least: readonly number[],
  width: number,
): number[] | undefined {
  const widths = [...natural];
  let excess = widths.reduce((sum, w) => sum + w + 3, 1) - width;
  if (excess <= 0) return undefined;
  for (; excess > 0; excess--) {
    let widest = -1;
    for (let c = 0; c < widths.length; c++) {
      if (widths[c] > least[c] && (widest < 0 || widths[c] > widths[widest])) widest = c;
    }
    if (widest < 0) break;
    widths[widest]--;
  }
  return widths.map((w) => w + 2);
}
