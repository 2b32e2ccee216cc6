/** Warnings that some callers expect, and so leave out. */
export type WarningCode = "no-header" | "rows-counted" | "foreign-series";

/** Hears what was odd in the data and what was assumed. */
export type Warn = (message: string, code?: WarningCode) => void;

/** Exit codes that scripts may rely on. */
export const ExitCode = {
  done: 0,
  regression: 1,
  usage: 2,
  data: 3,
  fit: 4,
  internal: 70,
  interrupted: 130,
} as const;

/** Where in an input an error was found. Lines and columns count from 1. */
export interface SourceLocation {
  file: string;
  line?: number;
  /** First column of the offending text, in characters of `text`. */
  column?: number;
  /** How many characters the caret underlines. */
  width?: number;
  /** The offending line itself. */
  text?: string;
}

/** The offending part of a text that stands in no file, such as a model spec. */
export type Excerpt = Required<Pick<SourceLocation, "text" | "column" | "width">>;

/** An error a person can act on: what happened, where, what to do. */
export class ForetellError extends Error {
  // Written out, as bundles for browsers shorten the names of classes.
  override name = "ForetellError";
  readonly exitCode: number;
  readonly hint: string | undefined;
  readonly location: SourceLocation | undefined;
  readonly excerpt: Excerpt | undefined;

  constructor(
    exitCode: number,
    message: string,
    details: {
      hint?: string | undefined;
      location?: SourceLocation | undefined;
      excerpt?: Excerpt | undefined;
    } = {},
  ) {
    super(message);
    this.exitCode = exitCode;
    this.hint = details.hint;
    this.location = details.location;
    this.excerpt = details.excerpt;
  }
}

/** The command line or an option is wrong. */
export class UsageError extends ForetellError {
  override name = "UsageError";

  constructor(message: string, hint?: string, excerpt?: Excerpt) {
    super(ExitCode.usage, message, { hint, excerpt });
  }
}

/** The input data cannot be used. */
export class DataError extends ForetellError {
  override name = "DataError";

  constructor(message: string, details: { hint?: string; location?: SourceLocation } = {}) {
    super(ExitCode.data, message, details);
  }
}

/** The data are fine, yet the model could not be fitted to them. */
export class FitError extends ForetellError {
  override name = "FitError";

  constructor(message: string, hint?: string) {
    super(ExitCode.fit, message, { hint });
  }
}
