import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { readPlain } from "hyparquet/src/plain.js";
import { readVarInt } from "hyparquet/src/thrift.js";
import type { DataReader, Encoding, SchemaElement } from "hyparquet/src/types.js";
import { readRuns } from "./runs.js";

/** Physical values: numbers, bigints, booleans or bytes. */
export type Values = ArrayLike<number | bigint | boolean | Uint8Array>;

/**
 * Decodes the values of a page that its levels leave: no nulls among them.
 *
 * @param dictionary values of the column chunk's dictionary page, where it has one
 * @throws Error for encodings that are not known and for values that the page does not hold
 * @see Apache Parquet, "Encodings"
 */
export function readValues(
  reader: DataReader,
  encoding: Encoding,
  element: SchemaElement,
  count: number,
  dictionary: Values | undefined,
): Values {
  if (count === 0) return [];
  const { type } = element;
  if (type === undefined) throw new Error("a column without a type");
  const left = reader.view.byteLength - reader.offset;
  switch (encoding) {
    case "PLAIN":
      requireBytes(type, element.type_length, count, left);
      return readPlain(reader, type, count, element.type_length) as Values;
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
      return lookUp(reader, count, dictionary);
    case "RLE": {
      if (type !== "BOOLEAN") throw new Error(`run lengths of ${type}`);
      const size = reader.view.getUint32(reader.offset, true);
      reader.offset += 4;
      return readRuns(reader, 1, count, reader.offset + size);
    }
    case "DELTA_BINARY_PACKED":
      return deltas(reader, type === "INT32" ? new Int32Array(count) : new BigInt64Array(count));
    case "DELTA_LENGTH_BYTE_ARRAY": {
      return Array.from(shortDeltas(reader, count), (length) => take(reader, length));
    }
    case "DELTA_BYTE_ARRAY":
      return prefixed(reader, count);
    case "BYTE_STREAM_SPLIT":
      return unsplit(reader, type, element.type_length, count);
    default:
      throw new Error(`encoding ${encoding} is not supported`);
  }
}

const WIDTHS: Record<string, number> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12 };

function requireBytes(type: string, length: number | undefined, count: number, left: number) {
  const width =
    WIDTHS[type] ?? (type === "BOOLEAN" ? 1 / 8 : type === "BYTE_ARRAY" ? 4 : (length ?? 0));
  if (!(width > 0) || count * width > left) throw new Error("a page is shorter than its values");
}

function lookUp(reader: DataReader, count: number, dictionary: Values | undefined): Values {
  if (dictionary === undefined) throw new Error("codes without a dictionary");
  const width = reader.view.getUint8(reader.offset++);
  const codes = readRuns(reader, width, count, reader.view.byteLength);
  const values = new Array(count);
  for (let i = 0; i < count; i++) {
    const value = dictionary[codes[i]];
    if (value === undefined) throw new Error(`no entry ${codes[i]} in the dictionary`);
    values[i] = value;
  }
  return values;
}

/** The decoder trusts its block header, which is looked at first. */
function deltas<T extends Int32Array | BigInt64Array>(reader: DataReader, values: T): T {
  const { offset } = reader;
  const block = readVarInt(reader) >>> 0;
  const parts = readVarInt(reader) >>> 0;
  reader.offset = offset;
  const fits = parts > 0 && block > 0 && block % parts === 0 && (block / parts) % 8 === 0;
  if (!fits || parts > reader.view.byteLength) throw new Error("a delta block of impossible size");
  deltaBinaryUnpack(reader, values.length, values);
  return values;
}

const shortDeltas = (reader: DataReader, count: number) => deltas(reader, new Int32Array(count));

function take(reader: DataReader, length: number): Uint8Array {
  const { view, offset } = reader;
  if (length < 0 || offset + length > view.byteLength) throw new Error("a text ends early");
  reader.offset += length;
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

/** Unpacked texts that may be larger than the page that holds them, as prefixes are repeated. */
const MAX_PREFIXED = 2 ** 26;

function prefixed(reader: DataReader, count: number): Uint8Array[] {
  const prefixes = shortDeltas(reader, count);
  const lengths = shortDeltas(reader, count);
  const values: Uint8Array[] = [];
  let before = new Uint8Array(0);
  let size = 0;
  for (let i = 0; i < count; i++) {
    const kept = prefixes[i];
    if (kept < 0 || kept > before.length) throw new Error("a prefix longer than the text before");
    const rest = take(reader, lengths[i]);
    size += kept + rest.length;
    if (size > MAX_PREFIXED + reader.view.byteLength) throw new Error("prefixes repeat too much");
    const value = new Uint8Array(kept + rest.length);
    value.set(before.subarray(0, kept));
    value.set(rest, kept);
    values.push(value);
    before = value;
  }
  return values;
}

function unsplit(
  reader: DataReader,
  type: string,
  length: number | undefined,
  count: number,
): Values {
  const width = WIDTHS[type] ?? length ?? 0;
  const split = take(reader, width * count);
  const bytes = new Uint8Array(width * count);
  for (let b = 0; b < width; b++) {
    for (let i = 0; i < count; i++) bytes[i * width + b] = split[b * count + i];
  }
  if (type === "FLOAT") return new Float32Array(bytes.buffer);
  if (type === "DOUBLE") return new Float64Array(bytes.buffer);
  if (type === "INT32") return new Int32Array(bytes.buffer);
  if (type === "INT64") return new BigInt64Array(bytes.buffer);
  if (width === 0) throw new Error(`a split stream of ${type}`);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * width, (i + 1) * width));
}
