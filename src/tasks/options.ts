import { READING_NAMES } from "../data/source/reading-options.js";
import { availableCores } from "../engine/cores.js";
import type { Intervals } from "../models/intervals/kinds.js";
import type { Limits } from "../models/limits.js";
import type { FitContext } from "../models/model.js";
import type { ModelRequest } from "./model-spec.js";
import type { SourceOptions } from "./prepare.js";

/** How long a task may go on, and who hears of it. */
export interface TaskOptions {
  /** Rejects with its reason, an AbortError by default, once aborted. */
  readonly signal?: AbortSignal;
  /** Hears what was odd and what was assumed. */
  readonly warn?: (message: string) => void;
}

/** What is fitted and how; what is left out is as on the command line. */
export interface FittingOptions
  extends SourceOptions,
    Limits,
    TaskOptions,
    Pick<FitContext, "onProgress" | "onSeries"> {
  /** One or several specs, or models with their options. */
  readonly model?: ModelRequest | readonly ModelRequest[];
  /** Steps ahead; by default the frequency's, as far as the data allow. */
  readonly horizon?: number;
  /** Levels of the intervals in percent, 80 and 95 by default. */
  readonly levels?: readonly number[];
  readonly intervals?: Intervals;
  /** Features that are inputs of models with exogenous columns, such as `lag:12`. */
  readonly features?: readonly string[];
  /** Seed of all random numbers, 1 by default. */
  readonly seed?: number;
  /** Threads that may compute at once, all cores by default; no number depends on it. */
  readonly threads?: number;
}

const DEFAULT_LEVELS = [80, 95];

/** The options of a fit with what the command line takes where they are left out. */
export function withFittingDefaults(options: FittingOptions) {
  const { intervals = "auto", threads = availableCores(), features = [], seed = 1 } = options;
  const { levels = DEFAULT_LEVELS, min, max, integer, warn = () => {} } = options;
  return {
    ...{ intervals, threads, features, seed, warn },
    limits: { min, max, integer },
    levels: intervals === "none" ? [] : levels.toSorted((a, b) => a - b),
  };
}

/** The options of the reader among those of a task. */
export function readingOf(options: SourceOptions): SourceOptions {
  const names = [...READING_NAMES, "futureFile"] as const;
  return given(Object.fromEntries(names.map((name) => [name, options[name]])));
}

/** What is not undefined. */
export function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
