import { parquetHeader } from "hyparquet/src/column.js";
import type { ColumnMetaData, DataReader, PageHeader, SchemaElement } from "hyparquet/src/types.js";
import { decompress } from "./decompress.js";
import { readRuns } from "./runs.js";
import { readValues, type Values } from "./values.js";

/** Bytes that pages may still unpack to. */
export interface Budget {
  left: number;
}

/**
 * Reads the pages of one column in one row group, for columns that are neither nested nor repeated.
 *
 * @param rows  rows of the group
 * @param place takes the values of a page: `levels` are 1 where a row has a value, 0 where it has none,
 *              and undefined where all have; `start` is the page's first row in the group
 * @throws Error when pages reach beyond the file, claim more rows than the group has, or unpack to
 *         more than `budget` allows
 */
export function readColumnChunk(
  file: Uint8Array,
  metadata: ColumnMetaData,
  element: SchemaElement,
  rows: number,
  budget: Budget,
  place: (values: Values, levels: Int32Array | undefined, start: number) => void,
): void {
  const reader = chunkReader(file, metadata);
  const optional = element.repetition_type !== "REQUIRED";
  let dictionary: Values | undefined;
  let start = 0;
  while (start < rows) {
    if (reader.offset >= reader.view.byteLength) {
      throw new Error(`column "${element.name}" ends after ${start} of ${rows} rows`);
    }
    const header = parquetHeader(reader);
    const packed = takePage(reader, header, budget);
    const { codec } = metadata;
    if (header.type === "DICTIONARY_PAGE") {
      dictionary = readDictionary(header, element, decompress(codec, packed, sizeOf(header)));
      continue;
    }
    const claimed = (header.data_page_header ?? header.data_page_header_v2)?.num_values;
    if (claimed === undefined) continue;
    if (!(claimed >= 0 && start + claimed <= rows)) {
      throw new Error(`a page of column "${element.name}" claims ${claimed} rows`);
    }
    const { page, levels } =
      header.data_page_header_v2 === undefined
        ? openPage(header, packed, codec, optional)
        : openPageV2(header, packed, codec, optional);
    const { encoding } = (header.data_page_header ?? header.data_page_header_v2)!;
    const present = levels === undefined ? claimed : levels.reduce((sum, level) => sum + level, 0);
    place(readValues(page, encoding, element, present, dictionary), levels, start);
    start += claimed;
  }
}

function chunkReader(file: Uint8Array, metadata: ColumnMetaData): DataReader {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = metadata;
  // Some writers leave 0 where there is no dictionary.
  const start = Number(dictionary && dictionary < data ? dictionary : data);
  const end = start + Number(metadata.total_compressed_size);
  if (!(start >= 4 && end <= file.length && end > start)) {
    throw new Error("a column chunk lies outside the file");
  }
  return { view: new DataView(file.buffer, file.byteOffset + start, end - start), offset: 0 };
}

const sizeOf = ({ uncompressed_page_size: size }: PageHeader) => Number(size);

function takePage(reader: DataReader, header: PageHeader, budget: Budget): Uint8Array {
  const { view, offset } = reader;
  const [packed, size] = [Number(header.compressed_page_size), sizeOf(header)];
  if (!(packed >= 0 && offset + packed <= view.byteLength)) {
    throw new Error("a page reaches beyond its column");
  }
  if (!(size >= 0)) throw new Error("a page of negative size");
  budget.left -= size;
  if (budget.left < 0) throw new RangeError("too large");
  reader.offset += packed;
  return new Uint8Array(view.buffer, view.byteOffset + offset, packed);
}

function readDictionary(header: PageHeader, element: SchemaElement, page: Uint8Array): Values {
  const count = header.dictionary_page_header?.num_values ?? 0;
  if (!(count >= 0 && count <= page.length * 8)) throw new Error("a dictionary is cut short");
  return readValues(readerOf(page), "PLAIN", element, count, undefined);
}

const readerOf = (page: Uint8Array): DataReader => ({
  view: new DataView(page.buffer, page.byteOffset, page.byteLength),
  offset: 0,
});

interface OpenPage {
  readonly page: DataReader;
  readonly levels: Int32Array | undefined;
}

function openPage(
  header: PageHeader,
  packed: Uint8Array,
  codec: ColumnMetaData["codec"],
  optional: boolean,
): OpenPage {
  const page = readerOf(decompress(codec, packed, sizeOf(header)));
  if (!optional) return { page, levels: undefined };
  const size = page.view.getUint32(0, true);
  page.offset = 4;
  const count = header.data_page_header!.num_values;
  return { page, levels: readRuns(page, 1, count, 4 + size) };
}

/** Version 2 leaves the levels uncompressed before the values. */
function openPageV2(
  header: PageHeader,
  packed: Uint8Array,
  codec: ColumnMetaData["codec"],
  optional: boolean,
): OpenPage {
  const head = header.data_page_header_v2!;
  const repetition = head.repetition_levels_byte_length;
  const before = repetition + head.definition_levels_byte_length;
  const size = sizeOf(header) - before;
  if (!(repetition >= 0 && before >= repetition && before <= packed.length && size >= 0)) {
    throw new Error("levels reach beyond their page");
  }
  const reader = readerOf(packed);
  reader.offset = repetition;
  const levels =
    optional && head.definition_levels_byte_length > 0
      ? readRuns(reader, 1, head.num_values, before)
      : undefined;
  const rest = packed.subarray(before);
  const values = head.is_compressed === false ? rest : decompress(codec, rest, size);
  return { page: readerOf(values), levels };
}
