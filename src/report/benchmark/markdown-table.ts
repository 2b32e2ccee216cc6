/**
 * Lines of a Markdown table.
 *
 * @param left columns that stand to the left; all others hold numbers
 */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  left: number,
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(titles),
    line(titles.map((_, i) => (i < left ? "---" : "---:"))),
    ...rows.map((row) => line(row)),
  ];
}
