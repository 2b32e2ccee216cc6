declare module "asciichart" {
  interface Config {
    /** Cells left of the plot: the label and the axis. */
    offset?: number;
    /** Rows less one. */
    height?: number;
    min?: number;
    max?: number;
    /** Escape sequence of each line; undefined leaves it as it is. */
    colors?: (string | undefined)[];
    /** `┼ ┤ ╶ ╴ ─ ╰ ╭ ╮ ╯ │` */
    symbols?: string[];
    format?: (value: number, row: number) => string;
  }
  const asciichart: { plot(lines: readonly (readonly number[])[], config?: Config): string };
  export default asciichart;
}
