/** Columns between drawings. */
const GAP = 3;
const ESCAPES = /\x1b\[[\d;]*m/g;

/**
 * Drawings of several lines side by side, as many in a row as fit the width. Their last lines meet, as a
 * legend may take a line more than that of its neighbour.
 *
 * @param each columns that every drawing may take
 */
export function beside(drawings: readonly string[], each: number, width: number): string {
  const across = drawingsAcross(each, width);
  const bands: string[] = [];
  for (let from = 0; from < drawings.length; from += across) {
    const blocks = drawings.slice(from, from + across).map((text) => text.split("\n"));
    const height = Math.max(...blocks.map((block) => block.length));
    const rows = Array.from({ length: height }, (_, row) =>
      blocks
        .map((block) => {
          const text = block[row - height + block.length] ?? "";
          return text + " ".repeat(Math.max(0, each - text.replace(ESCAPES, "").length));
        })
        .join(" ".repeat(GAP))
        .trimEnd(),
    );
    bands.push(rows.join("\n"));
  }
  return bands.join("\n\n");
}

/** Drawings of so many columns that fit side by side, at least one. */
export function drawingsAcross(each: number, width: number): number {
  return Math.max(1, Math.floor((width + GAP) / (each + GAP)));
}

/** Columns that each of `across` drawings side by side may take. */
export function shareOf(width: number, across: number): number {
  return Math.floor((width + GAP) / across) - GAP;
}
