import { DataError } from "../../errors.js";
import { locate } from "../format/csv-location.js";
import { Scanner } from "../format/csv-scanner.js";
import { Window } from "../source/sliding-window.js";
import { dateCheck, numberReader } from "./number-reader.js";
import { type CsvRowFormat, type RowReader, type StreamRow, UndecidedError } from "./row-format.js";

const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;
const HASH = 0x23;

/** The position of a field, without quotes and blanks around it. */
interface Place {
  readonly source: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Reads rows of delimited fields. In a stream each line is a row: a field cannot hold a line end. */
export function csvRowReader(
  source: string,
  form: CsvRowFormat,
  warn: (message: string) => void = () => {},
): RowReader {
  const { width, target, time, id, name } = form;
  const delimiter = form.delimiter.charCodeAt(0);
  const header = new TextEncoder().encode(form.header);
  const read = numberReader(form.decimal, form.na);
  const dateExpected = dateCheck();
  const decoder = new TextDecoder();
  const bounds = new Int32Array(2 * width);

  const pointsOf = openPoints(form);
  let saidThousands = false;
  const refuse = (
    line: Uint8Array,
    number: number,
    from: number,
    to: number,
    what: string,
    hint?: string,
  ) => {
    const location = locate(new Window({ name: source, bytes: line }), from, to);
    return new DataError(what, {
      location: { ...location, line: number },
      ...(hint !== undefined && { hint }),
    });
  };
  const wrongWidth = (line: Uint8Array, number: number, found: number) => {
    const fields = found === 1 ? "field" : "fields";
    const what = `the row has ${found} ${fields} where ${width} were expected`;
    return refuse(line, number, 0, line.length, what);
  };
  const rowOf = (line: Uint8Array, number: number, place: (column: number) => Place): StreamRow => {
    const text = (column: number) => {
      if (column < 0) return "";
      const { source: bytes, from, to } = place(column);
      return decoder.decode(bytes.subarray(from, to));
    };
    const { source: bytes, from, to } = place(target);
    let y = read(bytes, from, to);
    if (typeof y === "number") {
      const points = pointsOf(bytes, from, to);
      if (points?.thousands === false) {
        const [left, right] = bytes === line ? [from, to] : [0, line.length];
        const thousands = points.text.replaceAll(".", "");
        const { message, location } = refuse(
          ...([line, number, left, right] as const),
          `column "${name}": "${points.text}" may be ${thousands} or ${y}`,
        );
        throw new UndecidedError(message, {
          hint: `Say which: --decimal ',' for ${thousands}, --decimal . for ${y}.`,
          ...(location && { location }),
        });
      }
      if (points?.thousands === true) {
        y = Number(points.text.replaceAll(".", ""));
        if (!saidThousands) {
          warn(
            `column "${name}" has thousands separators: "${points.text}" is read as ${y}; --decimal . reads decimals`,
          );
        }
        saidThousands = true;
      }
      const ds = text(time);
      const expected = time < 0 ? undefined : dateExpected(ds);
      if (expected === undefined) return { y, ds, id: text(id) };
      const { source: held, from: begin, to: end } = place(time);
      const [left, right] = held === line ? [begin, end] : [0, line.length];
      throw refuse(
        line,
        number,
        left,
        right,
        ds === ""
          ? "the row has no date"
          : `the row has "${shorten(ds)}" where ${expected} was expected`,
      );
    }
    const [start, end] = bytes === line ? [from, to] : [0, line.length];
    const held = text(target);
    const what = `column "${name}" holds "${shorten(held)}" where ${y} was expected`;
    throw refuse(line, number, start, end, what);
  };

  /** The slow path, for lines with quotes. */
  const quoted = (line: Uint8Array, number: number): StreamRow => {
    const scanner = new Scanner(new Window({ name: source, bytes: line }), delimiter);
    try {
      const fields = scanner.record(0)?.fields ?? [];
      if (fields.length < width || fields.slice(width).some(({ from, to }) => to > from)) {
        throw wrongWidth(line, number, fields.length);
      }
      return rowOf(line, number, (column) => fields[column]);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const { message, location, hint } = error;
      throw new DataError(message, {
        ...(hint !== undefined && { hint }),
        ...(location && { location: { ...location, line: number } }),
      });
    }
  };

  return (line, number) => {
    let first = 0;
    while (first < line.length && (line[first] === SPACE || line[first] === TAB)) first++;
    if (first === line.length || line[first] === HASH) return undefined;
    // The header comes again where files of the same kind follow each other.
    if (line.length === header.length && header.every((byte, i) => byte === line[i])) {
      return undefined;
    }
    let fields = 0;
    let extra = false;
    let from = 0;
    for (let p = 0; p <= line.length; p++) {
      if (line[p] === QUOTE) return quoted(line, number);
      if (p < line.length && line[p] !== delimiter) continue;
      let to = p;
      while (from < to && (line[from] === SPACE || line[from] === TAB)) from++;
      while (to > from && (line[to - 1] === SPACE || line[to - 1] === TAB)) to--;
      if (fields < width) {
        bounds[2 * fields] = from;
        bounds[2 * fields + 1] = to;
      } else if (to > from) extra = true;
      fields++;
      from = p + 1;
    }
    // Some programs end every row with delimiters.
    if (fields < width || extra) throw wrongWidth(line, number, fields);
    return rowOf(line, number, (column) => ({
      source: line,
      from: bounds[2 * column],
      to: bounds[2 * column + 1],
    }));
  };
}

/** Whole numbers without points, and numbers whose points may be those of thousands. */
const PLAIN = /^[-+]?\d{1,3}$/;
const GROUPED = /^[-+]?[1-9]\d{0,2}(?:\.\d{3})+$/;

/** Whole numbers from which on those beside them have points of thousands. */
const MIN_LARGE = 100;

/**
 * Finds the numbers of a stream whose points may be those of thousands or of decimals, and whether those before
 * tell: as in a whole column, whoever writes 990 and then 1.010 or 1.018 groups thousands. The first number
 * with other decimals shows that all points are those of decimals.
 */
function openPoints({ pointsOpen = false }: CsvRowFormat) {
  let open = pointsOpen;
  let largest = -1;
  const decoder = new TextDecoder();
  return (
    bytes: Uint8Array,
    from: number,
    to: number,
  ): { readonly text: string; readonly thousands: boolean } | undefined => {
    if (!open) return undefined;
    const text = decoder.decode(bytes.subarray(from, to));
    if (PLAIN.test(text)) largest = Math.max(largest, Math.abs(Number(text)));
    else if (GROUPED.test(text)) {
      return { text, thousands: largest >= MIN_LARGE || (largest >= 0 && text.endsWith("0")) };
    } else if (text.includes(".")) open = false;
    return undefined;
  };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
