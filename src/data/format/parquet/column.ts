import { parseDecimal, parseFloat16 } from "hyparquet/src/convert.js";
import type { SchemaElement } from "hyparquet/src/types.js";
import type { Values } from "./values.js";

/** A column as its pages fill it. Numbers and times are NaN, other values null where missing. */
export type Cells =
  | { readonly kind: "number" | "time"; readonly values: Float64Array }
  | { readonly kind: "mixed"; readonly values: unknown[] };

/** What a physical value stands for. */
export interface Meaning {
  readonly kind: Cells["kind"];
  /** Returns undefined for a value that `kind` cannot hold, which `exact` can. */
  convert(value: never): unknown;
  readonly exact?: Meaning;
}

const DAY = 86_400_000;
const UNIX_JULIAN_DAY = 2_440_588n;
const TICKS = { MILLIS: 1n, MICROS: 1000n, NANOS: 1_000_000n };
const text = new TextDecoder();
const number: Meaning = { kind: "number", convert: (value: number) => value };
const decoded: Meaning = { kind: "mixed", convert: (value: Uint8Array) => text.decode(value) };

/**
 * How values of a schema element are read, or nothing where the element holds no numbers, dates or texts.
 *
 * @see Apache Parquet, "Logical types"
 */
export function meaningOf(element: SchemaElement): Meaning | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (type === "INT96") return { kind: "time", convert: julian };
  if (logical?.type === "DECIMAL" || converted === "DECIMAL") return decimal(element);
  if (logical?.type === "DATE" || converted === "DATE") {
    return { kind: "time", convert: (days: number) => days * DAY };
  }
  if (logical?.type === "TIMESTAMP") return ticks(TICKS[logical.unit]);
  if (converted === "TIMESTAMP_MILLIS") return ticks(TICKS.MILLIS);
  if (converted === "TIMESTAMP_MICROS") return ticks(TICKS.MICROS);
  if (logical?.type === "FLOAT16") return { kind: "number", convert: parseFloat16 };
  const unsigned =
    converted === "UINT_32" ||
    converted === "UINT_64" ||
    (logical?.type === "INTEGER" && !logical.isSigned);
  switch (type) {
    case "INT32":
      return unsigned ? { kind: "number", convert: (value: number) => value >>> 0 } : number;
    case "FLOAT":
    case "DOUBLE":
      return number;
    case "BOOLEAN":
      return { kind: "mixed", convert: (value: boolean | number) => Boolean(value) };
    case "INT64":
      return integers(unsigned);
    case "BYTE_ARRAY": {
      const closed = ["BSON", "GEOMETRY", "GEOGRAPHY", "VARIANT"];
      return closed.includes(logical?.type ?? converted ?? "") ? undefined : decoded;
    }
    case "FIXED_LEN_BYTE_ARRAY":
      return logical?.type === "UUID" ? { kind: "mixed", convert: uuid } : undefined;
    default:
      return undefined;
  }
}

function ticks(unit: bigint): Meaning {
  return { kind: "time", convert: (value: bigint) => Number(value / unit) };
}

/** Integers stay bigints where a double would round them, as it would meter numbers and other ids. */
function integers(unsigned: boolean): Meaning {
  const signed = (value: bigint) => (unsigned ? BigInt.asUintN(64, value) : value);
  return {
    kind: "number",
    convert: (value: bigint) => {
      const rounded = Number(signed(value));
      return Number.isSafeInteger(rounded) ? rounded : undefined;
    },
    exact: { kind: "mixed", convert: signed },
  };
}

function decimal({ scale = 0 }: SchemaElement): Meaning {
  // A division rounds once; 10 ** -scale is rounded already.
  return {
    kind: "number",
    convert: (value: number | bigint | Uint8Array) =>
      (value instanceof Uint8Array ? parseDecimal(value.subarray(0, 64)) : Number(value)) /
      10 ** scale,
  };
}

function julian(value: bigint): number {
  const days = (value >> 64n) - UNIX_JULIAN_DAY;
  return Number((days * 86_400_000_000_000n + (value & 0xffff_ffff_ffff_ffffn)) / 1_000_000n);
}

function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** An empty column of that many rows. */
export function emptyCells(kind: Cells["kind"], rows: number): Cells {
  return kind === "mixed"
    ? { kind, values: new Array(rows).fill(null) }
    : { kind, values: new Float64Array(rows).fill(Number.NaN) };
}

/**
 * Puts a page's values into their rows. Bytes of a dictionary are converted once a page.
 *
 * @param levels 1 where a row has a value; undefined where all have
 * @returns false when a value needs the meaning's `exact` form
 */
export function fillCells(
  { values: cells }: Cells,
  values: Values,
  levels: Int32Array | undefined,
  start: number,
  meaning: Meaning,
): boolean {
  const convert = meaning.convert as (value: unknown) => unknown;
  const converted = new Map<unknown, unknown>();
  const cell = (value: unknown) => {
    if (!(value instanceof Uint8Array)) return convert(value);
    const known = converted.get(value) ?? convert(value);
    converted.set(value, known);
    return known;
  };
  const rows = levels?.length ?? values.length;
  for (let row = 0, next = 0; row < rows; row++) {
    if (levels?.[row] === 0) continue;
    const held = cell(values[next++]);
    if (held === undefined) return false;
    (cells as unknown[])[start + row] = held;
  }
  return true;
}
