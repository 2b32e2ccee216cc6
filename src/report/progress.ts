import type { Ora } from "ora";
import type { TrainingProgress } from "../models/model.js";
import { decimalsFor, formatNumber } from "./number.js";
import { timeLeft } from "./time-left.js";

/** Shows that work goes on, on stderr. */
export interface Progress {
  /** A piece of work begins. */
  start(what: string): void;
  epoch(progress: TrainingProgress): void;
  /** Leaves a line that says what was done, or nothing. */
  done(line?: string): void;
  /** Runs `write` with no spinner in its way. */
  aside(write: () => void): void;
}

export const silent: Progress = {
  start() {},
  epoch() {},
  done() {},
  aside: (write) => write(),
};

/** A spinner with epoch and loss, which needs a terminal. */
export async function spinner(plain: boolean, color: boolean): Promise<Progress> {
  const { default: ora } = await import("ora");
  let what = "";
  /** When the first of the epochs was over, which tells how long the others take. */
  let since = { time: 0, epoch: 0 };
  // stdin may hold the data, and Ctrl-C is handled by us.
  const options = { stream: process.stderr, discardStdin: false, isEnabled: true };
  const spin: Ora = ora({
    ...options,
    ...(plain && { spinner: "line" as const }),
    ...(!color && { color: false as const }),
  });
  return {
    start(text) {
      what = text;
      since = { time: 0, epoch: 0 };
      spin.start(text);
    },
    epoch({ epoch, epochs, loss, validationLoss }) {
      if (epoch <= since.epoch || since.epoch === 0) since = { time: performance.now(), epoch };
      const elapsed = performance.now() - since.time;
      const left = timeLeft(elapsed, epoch - since.epoch, epochs - since.epoch);
      const digits = (value: number) => formatNumber(value, decimalsFor([value], 3));
      const validation = Number.isNaN(validationLoss)
        ? ""
        : `  validation ${digits(validationLoss)}`;
      spin.text = `${what}  epoch ${epoch}/${epochs}  loss ${digits(loss)}${validation}${left}`;
    },
    done(line) {
      if (spin.isSpinning) spin.stop();
      if (line) process.stderr.write(`${line}\n`);
    },
    aside(write) {
      if (!spin.isSpinning) return write();
      spin.stop();
      write();
      spin.start();
    },
  };
}
