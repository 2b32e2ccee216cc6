import type { DataFrame } from "../data/frame/frame.js";
import { toDataFrame } from "../data/frame/lazy.js";
import type { FileFormat, Pieces } from "../report/formats.js";
import type { WrittenTable } from "../report/tables/table.js";
import type { Appearance } from "../report/text/appearance.js";

/** How text for people looks. */
export interface TextOptions {
  /** Columns there are, 80 by default. */
  readonly width?: number;
  /** Nothing but ASCII. */
  readonly plain?: boolean;
  /** With the colours of a terminal. */
  readonly color?: boolean;
}

/** A result in every form that its command writes, to the byte. */
export interface Written {
  /** As `--format csv` writes it. */
  toCsv(): string;
  /** As `--format json` writes it. */
  toJson(): string;
  /** The tables and charts of the terminal. */
  toText(options?: TextOptions): string;
  /** The picture of `--format svg`, light or dark as its reader prefers. */
  toSvg(): Promise<string>;
  /** The table of the CSV as a DataFrame of danfojs, its dates as text. */
  toFrame(): Promise<DataFrame>;
  /**
   * Any format that the command writes: `csv`, `tsv`, `ndjson`, `markdown`, `parquet`, `xlsx`, `json`, `table`,
   * `svg`, `png` or `html`.
   *
   * @returns text, or bytes of `parquet`, `xlsx` and `png`
   */
  toFile(format: FileFormat): Promise<string | Uint8Array>;
}

/** How one kind of result is written. */
interface Forms {
  csv(): string;
  json(): string;
  text(appearance: Appearance): string;
  table(): WrittenTable;
  file(format: Exclude<FileFormat, "csv" | "json" | "table">): Promise<Pieces>;
}

const DEFAULT_WIDTH = 80;
const BINARY: readonly FileFormat[] = ["parquet", "xlsx", "png"];

/** How text looks where nobody says. */
export function appearanceOf({
  width = DEFAULT_WIDTH,
  plain = false,
  color = false,
}: TextOptions = {}): Appearance {
  return { width, plain, color };
}

/** A result that can be written. */
export function written({ csv, json, text, table, file }: Forms): Written {
  const toText = (options?: TextOptions) => text(appearanceOf(options));
  return {
    toCsv: csv,
    toJson: json,
    toText,
    toSvg: async () => textOf(await file("svg")),
    toFrame: () => toDataFrame(withoutTimes(table())),
    async toFile(format) {
      if (format === "csv") return csv();
      if (format === "json") return json();
      if (format === "table") return toText();
      const pieces = await file(format);
      return BINARY.includes(format) ? bytesOf(pieces) : textOf(pieces);
    },
  };
}

/** A column of dates is text as it is in the CSV: danfojs has no dates. */
function withoutTimes(table: WrittenTable): WrittenTable {
  const { columns, stamp } = table;
  return {
    ...table,
    columns: columns.map((column) => {
      if (column.kind !== "time") return column;
      const labels = Array.from(column.values, stamp);
      const codes = Int32Array.from(labels, (_, row) => row);
      const text = (code: number) => labels[code];
      return { name: column.name, kind: "text", codes, labels: { size: labels.length, text } };
    }),
  };
}

function bytesOf(data: Pieces): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (const piece of typeof data === "string" ? [data] : data) {
    // Writers use the memory of a piece again for the next one.
    pieces.push(typeof piece === "string" ? encoder.encode(piece) : piece.slice());
  }
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function textOf(data: Pieces): string {
  return typeof data === "string" ? data : new TextDecoder().decode(bytesOf(data));
}
