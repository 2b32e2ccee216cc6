import { DataError, ForetellError, UsageError } from "../../errors.js";
import { displayName } from "../source/errors.js";
import { csvRowReader } from "./csv-row.js";
import { jsonRowReader } from "./json-row.js";
import { LineSplitter } from "./lines.js";
import {
  detectRowFormat,
  type RowFormat,
  type RowOptions,
  type RowReader,
  type StreamRow,
  UndecidedError,
} from "./row-format.js";

/** Lines after which the search for a format is given up. */
const MAX_PENDING_LINES = 20;
const HASH = 0x23;

/**
 * The rows of a stream whose bytes arrive in pieces, each as soon as its line has ended. Their format is
 * found from the first row and the header above it, if there is one.
 */
export class StreamRows {
  private splitter = new LineSplitter();
  private reader: RowReader | undefined;
  /** Lines that came before the format was found. */
  private pending: { readonly line: Uint8Array; readonly number: number }[] = [];

  /**
   * @param source   as the user named it
   * @param format   of the rows, when it is known already
   * @param before   what was read of the source earlier
   * @param expected format of another source, which is tried first
   */
  constructor(
    private readonly source: string,
    private readonly options: RowOptions,
    private readonly warn: (message: string) => void,
    public format?: RowFormat,
    private before = { lines: 0, bytes: 0 },
    private readonly expected?: RowFormat,
  ) {
    if (format) this.reader = rowReader(source, format, warn);
  }

  /** Lines read so far, and bytes up to the end of the last one. */
  get lines(): number {
    return this.before.lines + this.splitter.count;
  }

  get bytes(): number {
    return this.before.bytes + this.splitter.offset;
  }

  /** Whether rows have dates. */
  get hasDates(): boolean {
    const { format: form } = this;
    return form !== undefined && (form.kind === "record" ? form.time !== "" : form.time >= 0);
  }

  /**
   * The rows whose lines end in `piece`, and an error for each line that is no row.
   *
   * @throws DataError when the first lines are not rows, or one may be read in two ways; UsageError when they lack a named column
   */
  *push(piece: Uint8Array): Generator<StreamRow | DataError, void> {
    for (const line of this.splitter.push(piece)) yield* this.rows(line);
  }

  /** The last row, if its line has no line end. */
  *end(): Generator<StreamRow | DataError, void> {
    for (const line of this.splitter.end()) yield* this.rows(line);
    if (this.reader !== undefined || this.pending.length === 0) return;
    const { line } = this.pending.at(-1)!;
    // The format was not found: this throws the error that says why.
    detectRowFormat(this.source, this.pending[0].line, line, this.options, this.warn);
  }

  /** Begins another file of the same format. */
  restart(): void {
    this.splitter = new LineSplitter();
    this.before = { lines: 0, bytes: 0 };
  }

  private *rows(line: Uint8Array | undefined): Generator<StreamRow | DataError, void> {
    const number = this.lines;
    if (line === undefined) {
      const location = { file: displayName(this.source), line: number };
      yield new DataError("the line is longer than 1 MiB", { location });
    } else if (this.reader !== undefined) {
      const row = this.read(line, number);
      if (row !== undefined) yield row;
    } else if (!isBlankOrComment(line)) {
      this.pending.push({ line: Uint8Array.from(line), number });
      if (!this.recognizes(line)) return;
      for (const { line: earlier, number: at } of this.pending) {
        const row = this.read(earlier, at);
        if (row !== undefined) yield row;
      }
      this.pending = [];
    }
  }

  private read(line: Uint8Array, number: number): StreamRow | DataError | undefined {
    try {
      return this.reader!(line, number);
    } catch (error) {
      if (error instanceof DataError && !(error instanceof UndecidedError)) return error;
      throw error;
    }
  }

  /** True when this line and the first one show the format. */
  private recognizes(line: Uint8Array): boolean {
    if (
      this.expected &&
      fits(
        line,
        rowReader(this.source, this.expected, () => {}),
      )
    ) {
      this.format = this.expected;
      this.reader = rowReader(this.source, this.expected, this.warn);
      return true;
    }
    const first = this.pending[0].line;
    const alone = this.pending.length === 1 || this.options.header === false;
    const said: string[] = [];
    try {
      this.format = detectRowFormat(
        ...([this.source, alone ? line : first, line, this.options] as const),
        (message) => said.push(message),
      );
    } catch (error) {
      if (!(error instanceof ForetellError)) throw error;
      // A missing column is certain only when a row is known beside the header.
      const final = error instanceof UsageError && !alone;
      if (final || this.pending.length === MAX_PENDING_LINES) {
        throw atLine(error, alone ? [this.lines] : [this.pending[0].number, this.lines]);
      }
      return false;
    }
    for (const message of said) this.warn(message);
    this.reader = rowReader(this.source, this.format, this.warn);
    return true;
  }
}

/** An error about the lines that are looked at, with the number that the line has in the stream. */
function atLine(error: ForetellError, numbers: readonly number[]): ForetellError {
  const { location } = error;
  if (!(error instanceof DataError) || location?.line === undefined) return error;
  const line = numbers[location.line - 1] ?? location.line;
  return new DataError(error.message, {
    location: { ...location, line },
    ...(error.hint !== undefined && { hint: error.hint }),
  });
}

/** Whether the line is a row or the header of this format. */
function fits(line: Uint8Array, read: RowReader): boolean {
  try {
    read(line, 0);
    return true;
  } catch (error) {
    if (error instanceof DataError) return false;
    throw error;
  }
}

function isBlankOrComment(line: Uint8Array): boolean {
  const first = line.find((byte) => byte > 0x20);
  return first === undefined || first === HASH;
}

function rowReader(source: string, format: RowFormat, warn: (message: string) => void): RowReader {
  return format.kind === "record"
    ? jsonRowReader(source, format)
    : csvRowReader(source, format, warn);
}
