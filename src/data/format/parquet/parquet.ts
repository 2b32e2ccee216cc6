import { parquetMetadata, parquetSchema } from "hyparquet";
import type { FileMetaData, SchemaElement } from "hyparquet/src/types.js";
import { DataError } from "../../../errors.js";
import { displayName } from "../../source/errors.js";
import { unpackLimit } from "../../source/size-limits.js";
import type { Source, SourceOptions } from "../../source/source.js";
import type { Column, Columns } from "../../table/columns.js";
import { inferColumn, textOf } from "../../table/infer-column.js";
import type { ParseOptions } from "../../table/parse-options.js";
import { parseDateFormat } from "../../time/date-pattern.js";
import { type Cells, emptyCells, fillCells, type Meaning, meaningOf } from "./column.js";
import { type Budget, readColumnChunk } from "./column-chunk.js";

/**
 * Reads a Parquet file by columns: timestamps, dates, numbers, texts and booleans. Nested columns are
 * left aside with a warning.
 *
 * @throws DataError when the file is damaged, has no columns to read, or unpacks to more than is allowed
 */
export async function parseParquet(
  { name, bytes }: Source,
  options: ParseOptions & SourceOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  const limit = unpackLimit(bytes.length, options.maxBytes);
  const tooLarge = () =>
    new DataError(`${displayName(name)}: unpacks to more than ${limit} bytes`, {
      hint: "Allow more with --max-bytes.",
    });
  const budget: Budget = { left: limit };
  try {
    const metadata = parquetMetadata(exactBuffer(bytes), { geoparquet: false });
    const { children } = parquetSchema(metadata);
    const rows = Number(metadata.num_rows);
    if (rows === 0) throw new DataError(`${displayName(name)} has no rows`);
    const flat = children.filter(
      ({ element, children }) =>
        children.length === 0 &&
        element.repetition_type !== "REPEATED" &&
        meaningOf(element) !== undefined,
    );
    const aside = children.filter((child) => !flat.includes(child));
    if (aside.length > 0) {
      const names = aside.map(({ element }) => `"${element.name}"`).join(", ");
      warn(`${displayName(name)}: nested or binary columns are left out: ${names}`);
    }
    if (flat.length === 0) {
      throw new DataError(`${displayName(name)} has no column of numbers, dates or texts`);
    }
    // A row takes memory even where its values are packed to nothing.
    budget.left -= rows * 8 * flat.length;
    if (!(rows > 0 && budget.left >= 0)) throw tooLarge();
    const columns = flat.map(({ element }) =>
      columnOf(element.name, readColumn(bytes, metadata, element, rows, budget), options),
    );
    return {
      name,
      rows,
      columns: columns.map(({ column }) => column),
      dialect: ["Parquet"],
      dates: parseDateFormat(options.dateFormat).pattern,
      cell: (row, column) => columns.find((other) => other.column === column)?.cell(row) ?? "",
    };
  } catch (error) {
    if (error instanceof DataError) throw error;
    if (budget.left < 0) throw tooLarge();
    throw new DataError(
      `${displayName(name)}: the Parquet data are damaged: ${(error as Error).message}`,
      {
        hint: "Copy or write the file again.",
      },
    );
  }
}

/** The reader of metadata wants a buffer that holds nothing else. */
function exactBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

function readColumn(
  bytes: Uint8Array,
  metadata: FileMetaData,
  element: SchemaElement,
  rows: number,
  budget: Budget,
  meaning: Meaning = meaningOf(element)!,
): Cells {
  const before = budget.left;
  let holds = true;
  const cells = emptyCells(meaning.kind, rows);
  let first = 0;
  for (const group of metadata.row_groups) {
    const chunk = group.columns.find(
      ({ meta_data: found }) =>
        found?.path_in_schema.length === 1 && found.path_in_schema[0] === element.name,
    )?.meta_data;
    const size = Number(group.num_rows);
    if (chunk === undefined) throw new Error(`a row group lacks column "${element.name}"`);
    if (!(size >= 0 && first + size <= rows)) throw new Error("row groups hold too many rows");
    const start = first;
    readColumnChunk(bytes, chunk, element, size, budget, (values, levels, row) => {
      holds &&= fillCells(cells, values, levels, start + row, meaning);
    });
    first += size;
  }
  if (!holds && meaning.exact) {
    budget.left = before;
    return readColumn(bytes, metadata, element, rows, budget, meaning.exact);
  }
  if (first !== rows) throw new Error(`row groups hold ${first} of ${rows} rows`);
  return cells;
}

interface NamedCells {
  readonly column: Column;
  cell(row: number): string;
}

function columnOf(name: string, { kind, values }: Cells, options: ParseOptions): NamedCells {
  if (kind === "mixed") {
    return { column: inferColumn(name, values, options), cell: (row) => textOf(values[row]) };
  }
  const written = (value: number) =>
    Number.isNaN(value) ? "" : textOf(kind === "time" ? new Date(value) : value);
  return { column: { name, kind, values }, cell: (row) => written(values[row]) };
}
