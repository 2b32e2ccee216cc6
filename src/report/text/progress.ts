import type { Ora } from "ora";
import type { BacktestContext } from "../../evaluation/backtest.js";
import { decimalsFor, formatNumber } from "./format.js";
import { printable } from "./printable.js";
import { type Stage, Stages } from "./stages.js";

/** Shows that work goes on, on stderr. */
export interface Progress {
  /** The stages that the command is going to pass: {@link start} tells which of them begins. */
  plan(stages: readonly Stage[]): void;
  /** A piece of work begins. */
  start(what: string): void;
  /** Callbacks for the code that does the work. */
  readonly listeners: Pick<
    BacktestContext,
    "onFold" | "onSeries" | "onProgress" | "onBatch" | "onShare"
  >;
  /** Leaves a line that says what was done, or nothing. */
  done(line?: string): void;
  /** Runs `write` with no spinner in its way. */
  aside(write: () => void): void;
}

/** Milliseconds of work before which nothing is said of what is left. */
const MIN_ELAPSED_MS = 1000;
/** Milliseconds from one line to the next: quick series would else wait for the terminal. */
const MIN_INTERVAL_MS = 50;

/** Pieces of work within each other, the outermost first. */
const KINDS = ["fold", "share", "series", "epoch"] as const;
type Kind = (typeof KINDS)[number];

/**
 * A spinner with fold, series, epoch and loss, which needs a terminal.
 *
 * @param write takes the lines that stay
 */
export async function spinner(
  plain: boolean,
  color: boolean,
  write: (text: string) => void,
): Promise<Progress> {
  const { default: ora } = await import("ora");
  let what = "";
  let stages = new Stages([]);
  let began = 0;
  let shown = 0;
  const pieces = new Map<Kind, Pieces & { readonly text: string }>();
  // stdin may hold the data, and Ctrl-C is handled by us. The cursor stays: who hides it must show it again,
  // which a second Ctrl-C leaves no time for.
  const options = {
    ...{ stream: process.stderr, discardStdin: false, isEnabled: true },
    hideCursor: false,
  };
  const spin: Ora = ora({
    ...options,
    ...(plain && { spinner: "line" as const }),
    ...(!color && { color: false as const }),
  });
  const hear = (kind: Kind, now: Pick<Pieces, "done" | "all">, text: string) => {
    const time = performance.now();
    pieces.set(kind, { ...advanced(pieces.get(kind), now, time), text });
    for (const inner of KINDS.slice(KINDS.indexOf(kind) + 1)) pieces.delete(inner);
    if (time - shown < MIN_INTERVAL_MS) return;
    shown = time;
    // Within a share of all work, series and epochs of single fits would only go to and fro.
    const seen = pieces.has("share") ? (["fold", "share"] as const) : KINDS;
    const nested = seen
      .flatMap((one) => pieces.get(one) ?? [])
      .filter(({ done, all }) => all > 1 || (done > 0 && done < all));
    const known = stages.remaining(remaining(nested, time), time);
    const left = time - began < MIN_ELAPSED_MS ? "" : timeLeft(known);
    spin.text = `${what}${nested.map((one) => one.text).join("")}${left}`;
  };
  return {
    plan(all) {
      stages = new Stages(all);
    },
    start(text) {
      stages.enter(text, performance.now());
      what = printable(`${stages.place}${text}`);
      began = performance.now();
      shown = 0;
      pieces.clear();
      spin.start(what);
    },
    listeners: {
      onFold: ({ done, all }) => hear("fold", { done, all }, `  fold ${done + 1}/${all}`),
      onSeries({ done, all }) {
        const rate = seriesRate(pieces.get("series"), done, performance.now());
        hear("series", { done, all }, `  series ${done}/${all}${rate}`);
      },
      onProgress({ epoch, epochs, loss, validationLoss }) {
        const digits = (value: number) => formatNumber(value, decimalsFor([value], 3));
        const validation = Number.isNaN(validationLoss)
          ? ""
          : `  validation ${digits(validationLoss)}`;
        const text = `  epoch ${epoch}/${epochs}  loss ${digits(loss)}${validation}`;
        hear("epoch", { done: epoch, all: epochs }, text);
      },
      onShare(share) {
        const { done = -1 } = pieces.get("share") ?? {};
        if (share > done) hear("share", { done: share, all: 1 }, `  ${Math.floor(100 * share)} %`);
      },
      onBatch({ epoch, epochs, done, all }) {
        // Later epochs are told by their losses.
        if (epoch > 1) return;
        const share = done / all;
        const text = `  epoch 1/${epochs}  ${Math.floor(100 * share)} %`;
        hear("epoch", { done: share, all: epochs }, text);
      },
    },
    done(line) {
      stages.leave(performance.now());
      if (spin.isSpinning) spin.stop();
      if (line) write(`${line}\n`);
    },
    aside(write) {
      if (!spin.isSpinning) return write();
      spin.stop();
      write();
      spin.start();
    },
  };
}

/** Like pieces of work that are done one after the other, such as folds, or the series of a fold. */
export interface Pieces {
  readonly done: number;
  readonly all: number;
  /** Milliseconds: when the last one of those done was over. */
  readonly last: number;
  /** When the first were reported, and how many were done then: the time of earlier ones is not known. */
  readonly first: { readonly time: number; readonly done: number };
}

/** The pieces when `done` of them are over; those that begin again are measured anew. */
export function advanced(
  before: Pieces | undefined,
  { done, all }: Pick<Pieces, "done" | "all">,
  now: number,
): Pieces {
  const again = before === undefined || done <= before.done;
  return { done, all, last: now, first: again ? { time: now, done } : before.first };
}

/** Series from which on it is told how many are done in a second. */
const MIN_SERIES_FOR_RATE = 1000;

/** How many series are done in a second, in words; nothing where they are few or have only begun. */
export function seriesRate(before: Pieces | undefined, done: number, now: number): string {
  if (before === undefined || before.all < MIN_SERIES_FOR_RATE || done <= before.done) return "";
  const seconds = (now - before.first.time) / 1000;
  const rate = (done - before.first.done) / seconds;
  if (!(seconds >= 1 && rate > 0)) return "";
  return `  ${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`;
}

/**
 * Milliseconds that pieces will take if they go on as so far. The one at work is expected to take as long
 * as the mean of those done; the first one, and one that takes longer, as long as its own pieces tell.
 *
 * @param nested pieces, each followed by those of its piece at work
 * @returns NaN while it cannot be estimated
 */
export function remaining([pieces, ...inner]: readonly Pieces[], now: number): number {
  if (pieces === undefined) return Number.NaN;
  const { done, all, last, first } = pieces;
  if (done >= all) return 0;
  const within = now - last;
  const others = all - done - 1;
  if (done > first.done) {
    const each = (last - first.time) / (done - first.done);
    return (within < each ? each - within : remaining(inner, now) || 0) + others * each;
  }
  const rest = remaining(inner, now);
  return rest + others * (within + rest);
}

/** How long the rest will take, in words: `  40 s left`, `  3 min left`; nothing while that cannot be estimated. */
export function timeLeft(milliseconds: number): string {
  if (!(milliseconds > 0)) return "";
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 100) return `  ${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `  ${minutes} min left` : `  ${Math.ceil(minutes / 60)} h left`;
}
