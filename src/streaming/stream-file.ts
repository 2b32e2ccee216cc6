import type { RowFormat } from "../data/stream/row-format.js";
import { onlineCells, onlineRules } from "../engine/online/learner.js";
import { DataError } from "../errors.js";
import { decodeContainer, encodeContainer, type FileKind } from "../models/file/container.js";
import type { State } from "../models/model.js";
import {
  choiceOf,
  fieldsOf,
  InvalidState,
  listOf,
  numberOf,
  textOf,
  wholeOf,
} from "../models/state-reader.js";
import { type Session, type SessionSettings, streamSession } from "./session.js";

/** Where in a file a stream stopped. */
export interface Position {
  /** Absolute. */
  readonly path: string;
  readonly lines: number;
  readonly bytes: number;
  /** Digest of the bytes before it, by which the file is recognised. */
  readonly digest: string;
}

/** A stream that can be resumed. */
export interface SavedStream {
  readonly session: Session;
  readonly horizon: number;
  /** Format of its rows, once there were any. */
  readonly form?: RowFormat | undefined;
  /** Where it stopped, when it came from a file. */
  readonly position?: Position | undefined;
}

const SCHEMA = "foretell/stream@1";
const STREAM_FILE: FileKind = {
  name: "saved stream",
  written: "foretell stream --save FILE",
};

/** The stream as bytes, in the layout of `models/file/container.ts`. */
export function encodeStream(
  { session, horizon, form, position }: SavedStream,
  version: string,
): Uint8Array {
  const { settings, state } = session;
  return encodeContainer({
    metadata: { schema: SCHEMA, foretell: version },
    document: {
      settings: { ...settings },
      horizon,
      form: (form ?? null) as unknown as State,
      position: (position ?? null) as unknown as State,
      state: state as unknown as State,
    },
  });
}

/**
 * The saved stream, ready to resume.
 *
 * @param file name of the file in messages
 * @throws DataError for anything that is not a whole and unharmed state
 */
export function decodeStream(bytes: Uint8Array, file: string): SavedStream {
  const { document, metadata } = decodeContainer(bytes, file, STREAM_FILE);
  const refuse = (what: string) =>
    new DataError(what, { hint: `${STREAM_FILE.written} writes one.`, location: { file } });
  if (metadata.schema !== SCHEMA) {
    throw refuse(`its schema is ${metadata.schema ?? "not named"}, not ${SCHEMA}`);
  }
  try {
    const fields = fieldsOf(document, "document");
    const session = streamSession(settingsOf(fields.settings));
    copyInto(session.state, fields.state, "state");
    requireForecast(session);
    return {
      session,
      horizon: wholeOf(fields.horizon, "horizon", 1, 1e6),
      form: fields.form === null ? undefined : formOf(fields.form),
      position: fields.position === null ? undefined : positionOf(fields.position),
    };
  } catch (error) {
    if (!(error instanceof InvalidState)) throw error;
    throw refuse(`not a stream as foretell saves it: ${error.message}`);
  }
}

function settingsOf(value: State | undefined): SessionSettings {
  const fields = fieldsOf(value, "settings");
  return {
    cell: choiceOf(fields.cell, "cell", onlineCells),
    hidden: wholeOf(fields.hidden, "hidden", 1, 512),
    rule: choiceOf(fields.rule, "rule", onlineRules),
    ...(fields.steps !== undefined && { steps: wholeOf(fields.steps, "steps", 1, 10_000) }),
    rate: numberOf(fields.rate, "rate", 0, 1),
    lags: wholeOf(fields.lags, "lags", 0, 256),
    season: wholeOf(fields.season, "season", 1, 1e6),
    seed: wholeOf(fields.seed, "seed", 0, 2 ** 32 - 1),
    window: wholeOf(fields.window, "window", 2, 1e9),
  };
}

function formOf(value: State | undefined): RowFormat {
  const fields = fieldsOf(value, "form");
  const decimal = choiceOf(fields.decimal, "decimal", [".", ","]);
  const na = listOf(fields.na, "na", textOf);
  const text = (name: string) => textOf(fields[name], name);
  if (choiceOf(fields.kind, "kind", ["separated", "record"]) === "record") {
    return {
      kind: "record",
      target: text("target"),
      time: text("time"),
      id: text("id"),
      decimal,
      na,
    };
  }
  const width = wholeOf(fields.width, "width", 1, 16_384);
  const place = (name: string, least: number) => wholeOf(fields[name], name, least, width - 1);
  return {
    kind: "separated",
    ...{ delimiter: text("delimiter"), decimal, width, header: text("header") },
    ...{ target: place("target", 0), time: place("time", -1), id: place("id", -1) },
    ...{ name: text("name"), na },
    ...(fields.pointsOpen === true && { pointsOpen: true }),
  };
}

function positionOf(value: State | undefined): Position {
  const fields = fieldsOf(value, "position");
  return {
    path: textOf(fields.path, "path"),
    lines: wholeOf(fields.lines, "lines", 0, Number.MAX_SAFE_INTEGER),
    bytes: wholeOf(fields.bytes, "bytes", 0, Number.MAX_SAFE_INTEGER),
    digest: textOf(fields.digest, "digest"),
  };
}

/** Refuses numbers that are right one by one but contradict each other: no observation, or no forecast. */
function requireForecast({ forecaster }: Session): void {
  const ahead = new Float64Array(2);
  forecaster.forecast(ahead);
  const known = [forecaster.last, ...ahead].map(Number.isFinite);
  if (new Set(known).size > 1) throw new InvalidState("nothing can be forecast from its state");
}

/** Copies saved arrays into the arrays of the same names, which must have the same lengths. */
function copyInto(own: object, saved: State | undefined, what: string): void {
  for (const [name, value] of Object.entries(own)) {
    const from = Array.isArray(saved) ? saved[Number(name)] : fieldsOf(saved, what)[name];
    if (value instanceof Float64Array) {
      if (!(from instanceof Float64Array) || from.length !== value.length) {
        throw new InvalidState(`${what}.${name} must be a vector of ${value.length} doubles`);
      }
      // Before the first observation there is no forecast to judge.
      if (name !== "pending" && !from.every(Number.isFinite)) {
        throw new InvalidState(`${what}.${name} must hold finite numbers`);
      }
      value.set(from);
    } else copyInto(value, from, `${what}.${name}`);
  }
}
