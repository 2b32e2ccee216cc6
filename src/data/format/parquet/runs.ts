import { readVarInt } from "hyparquet/src/thrift.js";
import type { DataReader } from "hyparquet/src/types.js";

/**
 * Reads integers from Parquet's hybrid of run lengths and bit packing: dictionary codes, levels and
 * booleans. Leaves the reader at `end`.
 *
 * @param width bits a value, from 0 to 32
 * @param count values to read
 * @param end   offset behind the last byte that may be read
 * @throws Error when the runs are empty, overrun `count` by more than padding, or end early
 * @see Apache Parquet, "Encodings", RLE/bit-packing hybrid
 */
export function readRuns(
  reader: DataReader,
  width: number,
  count: number,
  end: number,
): Int32Array {
  const { view } = reader;
  if (width > 32) throw new Error(`a bit width of ${width}`);
  if (end > view.byteLength) throw new Error("runs reach beyond their page");
  const values = new Int32Array(count);
  const bytes = (width + 7) >> 3;
  let filled = 0;
  while (filled < count) {
    if (reader.offset >= end) throw new Error(`runs end after ${filled} of ${count} values`);
    const header = readVarInt(reader) >>> 0;
    if ((header & 1) === 0) {
      const length = header >>> 1;
      if (length === 0) throw new Error("a run of no values");
      let value = 0;
      for (let i = 0; i < bytes; i++) value |= view.getUint8(reader.offset++) << (8 * i);
      const last = Math.min(count, filled + length);
      values.fill(value, filled, last);
      filled = last;
    } else {
      const groups = header >>> 1;
      if (groups === 0) throw new Error("a run of no values");
      filled = unpackBits(reader, width, groups * 8, values, filled, end);
    }
  }
  reader.offset = end;
  return values;
}

/** Returns how many values are filled afterwards; writers may cut the padding of the last group. */
function unpackBits(
  reader: DataReader,
  width: number,
  length: number,
  values: Int32Array,
  filled: number,
  end: number,
): number {
  const { view } = reader;
  const start = reader.offset;
  const last = Math.min(values.length, filled + length);
  let bit = 0;
  for (let i = filled; i < last; i++) {
    let value = 0;
    for (let read = 0; read < width; ) {
      const at = start + (bit >> 3);
      if (at >= end) throw new Error("packed values end early");
      const shift = bit & 7;
      const taken = Math.min(8 - shift, width - read);
      value |= ((view.getUint8(at) >> shift) & ((1 << taken) - 1)) << read;
      read += taken;
      bit += taken;
    }
    values[i] = value;
  }
  reader.offset = Math.min(end, start + (length / 8) * width);
  return last;
}
