import { displayName } from "../../data/source/errors.js";
import { followFile, type Piece, readPieces } from "../../data/stream/follow.js";
import type { StreamRow } from "../../data/stream/row-format.js";
import { StreamRows } from "../../data/stream/rows.js";
import { DataError, ExitCode, UsageError } from "../../errors.js";
import { type StreamReport, streamCsvHeader } from "../../report/stream.js";
import type { Observed, Session } from "../../streaming/session.js";
import { sessionOf } from "../../tasks/stream.js";
import { appearanceOf } from "../shared/appearance.js";
import { chooseSource } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import type { DataOptions, Format, GlobalOptions } from "../shared/options.js";
import { chooseFormat } from "../shared/output.js";
import { readStreamFile, writeStreamFile } from "./stream-file.js";
import { lineOutput, liveOutput, type StreamOutput } from "./stream-output.js";
import { holds, positionIn } from "./stream-position.js";

type RowOptions = Pick<
  DataOptions,
  "time" | "target" | "id" | "delimiter" | "decimal" | "header" | "na"
>;

export interface StreamOptions extends RowOptions, GlobalOptions {
  readonly model: string;
  readonly learn: string;
  readonly season?: number;
  readonly horizon?: number;
  readonly window: number;
  readonly seed: number;
  readonly every: number;
  readonly follow?: boolean;
  readonly warmup?: string;
  readonly save?: string;
  readonly resume?: string;
  readonly strict?: boolean;
  readonly format?: Format;
  readonly safeCsv?: boolean;
}

/**
 * `foretell stream`.
 *
 * @param isExplicit whether an option was given
 * @returns the exit code
 */
export async function stream(
  given: string | undefined,
  isExplicit: (option: string) => boolean,
  options: StreamOptions,
): Promise<number> {
  const { every, follow, warmup, save, resume } = options;
  const before = resume === undefined ? undefined : readStreamFile(resume, isExplicit);
  const session = before?.session ?? sessionOf(options);
  const source = chooseSource(given, options);
  // What --resume reads may be written anew.
  claimOutputs({ "--save": save }, { "the data": source, "--warmup": warmup });
  if (follow && source === "-") {
    throw new UsageError("--follow needs a file", "stdin is read to its end anyway.");
  }
  const forecast = new Float64Array(options.horizon ?? before?.horizon ?? 1);
  const { note, warn } = await openConsole(options);
  // A stream that goes on has its names already.
  const output = openOutput(source, options, ({ ds }) =>
    before ? "" : streamCsvHeader(session.settings.cell, ds !== undefined, forecast.length),
  );
  const tell = (text: string) => {
    output.aside(() => note(text));
  };

  const interrupt = listenForInterrupt(() => {}, ["SIGINT", "SIGTERM"]);
  const { signal } = interrupt;
  const learn = learning(session, { strict: options.strict === true, tell, warn });
  const position = before?.position && holds(source, before.position) ? before.position : undefined;
  if (position) tell(`${source}: going on after line ${position.lines}`);
  let rows = new StreamRows(source, rowOptions(options), warn, before?.form, position);
  let learned = false;
  const keep = () => {
    if (save === undefined || !learned) return;
    const stopped = positionIn(source, rows.lines, rows.bytes);
    const { format: form } = rows;
    writeStreamFile(save, { session, horizon: forecast.length, form, position: stopped });
  };
  // The program ends where nobody reads on.
  process.stdout.prependListener("error", keep);

  const { flush, isStalled } = flushing(output, signal);
  const take = (row: StreamRow | DataError) => {
    const observed = learn(row, source, rows.lines);
    if (observed === undefined) return;
    learned = true;
    const { n, error, y, ds } = observed;
    if (n % every !== 0) return;
    session.forecaster.forecast(forecast);
    const { mae, rmse, mase } = session.scores;
    output.show({ n, ds: rows.hasDates ? ds : undefined, y, error, mae, rmse, mase, forecast });
  };
  try {
    if (warmup !== undefined) {
      const past = new StreamRows(warmup, rowOptions(options), warn);
      for await (const piece of readPieces(warmup, signal)) {
        for (const row of past.push(piece)) learn(row, warmup, past.lines);
      }
      for (const row of past.end()) learn(row, warmup, past.lines);
      session.resetScores();
      rows = new StreamRows(source, rowOptions(options), warn, undefined, undefined, past.format);
    }
    const input: AsyncIterable<Piece> = follow
      ? followFile(source, signal, position?.bytes)
      : readPieces(source, signal, position?.bytes);
    for await (const piece of input) {
      if (piece === "moved") for (const row of rows.end()) take(row);
      if (typeof piece === "string") {
        rows.restart();
        const what = piece === "cut" ? "it was cut off" : "another file has its name";
        tell(`${source}: ${what}, read from its beginning`);
        continue;
      }
      for (const row of rows.push(piece)) {
        take(row);
        if (output.due) await flush();
        if (signal.aborted) break;
      }
      await flush();
      if (signal.aborted) break;
    }
    if (signal.aborted) return ExitCode.interrupted;
    for (const row of rows.end()) take(row);
    if (rows.lines === 0) throw new DataError(`${displayName(source)} is empty`);
    return ExitCode.done;
  } finally {
    // Once interrupted, what was learned is saved before a reader is waited for that may have stalled.
    if (signal.aborted) keep();
    await flush();
    if (signal.aborted && isStalled()) process.exit(ExitCode.interrupted);
    output.done();
    if (!signal.aborted) keep();
    process.stdout.off("error", keep);
    interrupt.stopListening();
  }
}

/** Milliseconds that a reader has to take the last lines once the stream was interrupted. */
const GRACE_MS = 300;

/** Flushes as slowly as the reader reads, but does not wait for one that has stalled once interrupted. */
function flushing(output: StreamOutput, signal: AbortSignal) {
  let pending: Promise<void> | undefined;
  const interrupted = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => setTimeout(resolve, GRACE_MS).unref(), { once: true });
  });
  return {
    async flush(): Promise<void> {
      if (pending === undefined) {
        const flushed = output.flush();
        pending = flushed;
        const settled = () => {
          pending = undefined;
        };
        flushed.then(settled, settled);
      }
      await Promise.race([pending, interrupted]);
    },
    isStalled: () => pending !== undefined,
  };
}

/** Commander says true where --no-header is not given. */
function rowOptions({ time, target, id, delimiter, decimal, header, na }: StreamOptions) {
  return { time, target, id, delimiter, decimal, na, ...(header === false && { header }) };
}

function openOutput(
  source: string,
  options: StreamOptions,
  header: (report: StreamReport) => string,
): StreamOutput {
  const format = chooseFormat(options.format, undefined);
  const screen = appearanceOf(process.stdout, options);
  // The chart would be drawn over rows that are typed on the same terminal.
  const typed = source === "-" && process.stdin.isTTY;
  if (format === "table" && process.stdout.isTTY && !typed) return liveOutput(screen);
  return lineOutput(format, format === "csv" ? header : () => "", screen, options.safeCsv);
}

/** Learns from rows; says what is wrong with those that are none, and when errors have grown. */
function learning(
  session: Session,
  {
    strict,
    tell,
    warn,
  }: { strict: boolean; tell: (text: string) => void; warn: (text: string) => void },
) {
  let known: string | undefined;
  return (
    row: StreamRow | DataError,
    source: string,
    line: number,
  ): (Observed & StreamRow) | undefined => {
    if (row instanceof DataError) {
      if (strict) throw row;
      tell(`${displayName(source)}:${row.location?.line ?? line}: ${row.message}: skipped`);
      return undefined;
    }
    known ??= row.id;
    if (row.id !== known) {
      warn(`${displayName(source)}: series "${known}" and others are taken as one stream`);
    }
    const observed = session.observe(row.y);
    if (observed.outlierFrom !== undefined) {
      const expected = Number(observed.outlierFrom.toPrecision(4));
      tell(
        `${displayName(source)}:${line}: outlier: ${row.y} where about ${expected} was expected; little is learned from it`,
      );
    }
    if (observed.drift) {
      tell(`${displayName(source)}:${line}: drift: errors have become larger (Page-Hinkley test)`);
    }
    return { ...row, ...observed };
  };
}
