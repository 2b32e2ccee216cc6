import Table from "cli-table3";
import { type Appearance, paint } from "./appearance.js";
import { lengthOf } from "./wrap.js";

export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly align?: "left" | "right";
}

/** A column of numbers. */
export function right(title: string): Column {
  return { title, align: "right" };
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
 * A table with a head, without lines between rows. Where it would be wider than the terminal, the text of
 * its widest columns is wrapped; where that is not enough it is drawn without borders, and then in several
 * parts below each other, each with the columns of text that the rows begin with.
 *
 * @param ruled draws borders; without them it takes a row for the head and one for each of `rows`
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  appearance: Appearance,
  { ruled = true }: { readonly ruled?: boolean } = {},
): string {
  const cells = rows.map((row) => row.map((text) => shortened(text, appearance)));
  const texts = columns.map(({ title }, c) => [title, ...cells.map((row) => row[c])]);
  const sizes: Size[] = texts.map((column) => ({
    natural: longest(column),
    least: longest(column.flatMap((text) => text.split(" "))),
  }));
  const all = columns.map((_, c) => c);
  const styles = ruled ? [RULED, BARE] : [BARE];
  const style = styles.find((one) => leastWidth(all, sizes, one) <= appearance.width);
  const firstNumbers = columns.findIndex(({ align }) => align === "right");
  const parts = style
    ? [all]
    : partsWithin(sizes, Math.max(1, firstNumbers), styles[0], appearance.width);
  return parts
    .map((part) =>
      draw(
        part.map((c) => columns[c]),
        cells.map((row) => part.map((c) => row[c])),
        part.map((c) => sizes[c]),
        style ?? styles[0],
        appearance,
      ),
    )
    .join("\n");
}

/** Characters beside each column, and once for the whole table. */
interface Style {
  readonly ruled: boolean;
  readonly beside: number;
  readonly once: number;
}

const RULED: Style = { ruled: true, beside: 3, once: 1 };
const BARE: Style = { ruled: false, beside: 2, once: -2 };

/** Characters that a column takes on one line, and those of its longest word. */
interface Size {
  readonly natural: number;
  readonly least: number;
}

/** How narrow these columns can be: none becomes narrower than its longest word. */
function leastWidth(part: readonly number[], sizes: readonly Size[], style: Style): number {
  return part.reduce((sum, c) => sum + sizes[c].least + style.beside, style.once);
}

/** Columns of tables that fit a width, each with the first ones, as many of these as leave room. */
function partsWithin(
  sizes: readonly Size[],
  leading: number,
  style: Style,
  width: number,
): number[][] {
  let keys = Array.from({ length: leading }, (_, c) => c);
  const fits = (c: number) => leastWidth([...keys, c], sizes, style) <= width;
  while (keys.length > 1 && !sizes.every((_, c) => c < keys.length || fits(c))) {
    keys = keys.slice(0, -1);
  }
  const parts: number[][] = [];
  for (let c = keys.length; c < sizes.length; c++) {
    const part = parts.at(-1);
    if (part && leastWidth([...part, c], sizes, style) <= width) part.push(c);
    else parts.push([...keys, c]);
  }
  return parts.length > 0 ? parts : [keys];
}

function draw(
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  sizes: readonly Size[],
  { ruled, beside, once }: Style,
  appearance: Appearance,
): string {
  const chalk = paint(appearance);
  const widths = narrow(sizes, beside, appearance.width - once);
  const grid = new Table({
    head: columns.map(({ title }) => chalk.bold(title)),
    colAligns: columns.map(({ align }) => align ?? "left"),
    // Its own colours know nothing of ours.
    style: {
      ...{ head: [], border: [], compact: true },
      ...(!ruled && { "padding-left": 0, "padding-right": 0 }),
    },
    ...(widths && { colWidths: widths.map((w) => w + (ruled ? 2 : 0)), wordWrap: true }),
    ...(!ruled ? { chars: UNRULED } : appearance.plain && { chars: ASCII }),
  });
  grid.push(...cells.map((row) => [...row]));
  const text = grid.toString();
  return ruled ? text : text.replace(/ +$/gm, "");
}

/** Names may be as long as files are; what is that long has no colours. */
function shortened(text: string, { plain }: Appearance): string {
  return text.length > MAX_CELL_LENGTH
    ? `${text.slice(0, MAX_CELL_LENGTH)}${plain ? "..." : "…"}`
    : text;
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, lengthOf(text)), 0);
}

/** Widths without padding that fit together as far as words allow, or nothing when the natural ones do. */
function narrow(sizes: readonly Size[], beside: number, width: number): number[] | undefined {
  const widths = sizes.map(({ natural }) => natural);
  let excess = widths.reduce((sum, w) => sum + w + beside, 0) - width;
  if (excess <= 0) return undefined;
  for (; excess > 0; excess--) {
    let widest = -1;
    for (let c = 0; c < widths.length; c++) {
      if (widths[c] > sizes[c].least && (widest < 0 || widths[c] > widths[widest])) widest = c;
    }
    if (widest < 0) break;
    widths[widest]--;
  }
  return widths;
}
