import { Random } from "../../numeric/random.js";
import {
  gruCell,
  lstm97Cell,
  lstmCell,
  type OnlineCell,
  rnnCell,
  type Sees,
  sigmoid,
} from "./cells.js";
import { RtrlMemoryError, rtrl } from "./rtrl.js";
import type { Rule, Trace } from "./rule.js";
import { localSensitivities } from "./snap1.js";
import { tbptt } from "./tbptt.js";
import { type Descent, descend, descentMemory } from "./update.js";

export { RtrlMemoryError };

export const onlineCells = ["rnn", "lstm97", "lstm", "gru"] as const;

/** For the cost of a step and of a loss, with n units and O(n²) weights, see each rule's own file. */
export const onlineRules = ["rtrl", "hybrid", "snap1", "immediate", "tbptt"] as const;

/** Plain data: what a network is and how it learns. */
export interface OnlineSettings {
  readonly cell: (typeof onlineCells)[number];
  readonly inputs: number;
  readonly units: number;
  readonly outputs: number;
  readonly rule: (typeof onlineRules)[number];
  /** How far back tbptt goes; 16 by default. */
  readonly steps?: number;
  readonly descent: Descent;
  /** Outputs are V·hₜ + b, or the logistic function of it. */
  readonly output?: "linear" | "sigmoid";
  /** Cells of lstm97 that share gates; 1 by default. */
  readonly block?: number;
  /** lstm97 squashes its output to [−1, 1], as in the paper. */
  readonly narrow?: boolean;
  /** lstm97's gates are seen by gates and cells, as in the paper's experiments. */
  readonly gatesSeen?: boolean;
  /** Weights start uniform in [−spread, spread]; 1/√units by default. */
  readonly spread?: number;
  /** Bytes that exact RTRL may take; 256 MiB by default. */
  readonly memory?: number;
  /** Largest norm of the gradient over all weights and the readout; longer ones are scaled down to it. */
  readonly clip?: number;
  readonly seed: number;
}

/** Everything a learner has learned and carries: plain data, to resume from later. */
export interface OnlineState {
  /** [rows, inputs + units + 1] */
  readonly weights: Float64Array;
  /** [outputs, units read + 1] */
  readonly readout: Float64Array;
  /** [units, components] */
  readonly units: Float64Array;
  /** The rule's own: sensitivities, or the steps to go back through. */
  readonly carried: Float64Array;
  /** Moments of the optimizer, of weights and readout. */
  readonly descent: readonly [Float64Array, Float64Array];
}

/** A recurrent network that learns while it runs. */
export interface Learner {
  readonly settings: OnlineSettings;
  readonly cell: OnlineCell;
  /** Bytes carried from step to step by the rule. */
  readonly bytes: number;
  /** The learner's own arrays; copy them to keep them. */
  readonly state: OnlineState;
  /** Takes in xₜ [inputs] and gives yₜ [outputs], which the next step overwrites. */
  step(x: ArrayLike<number>): Float64Array;
  /**
   * Makes the step of xₜ from the given unit states [units, components], which it replaces, and writes yₜ
   * to `y` [outputs]. The learner's own state stays as it is.
   */
  ahead(x: ArrayLike<number>, units: Float64Array, y: Float64Array): void;
  /** Squared error ½·Σ(yₜ − target)² of the last step, whose gradient the weights then follow. */
  learn(target: ArrayLike<number>): number;
  /** The loss that `learn` would reduce and its gradients; the weights stay as they are. */
  gradient(target: ArrayLike<number>): {
    readonly loss: number;
    readonly weights: Float64Array;
    readonly readout: Float64Array;
  };
  /** Forgets the past, keeps what was learned: another sequence begins. */
  reset(): void;
}

/**
 * A recurrent layer with a linear or logistic readout, learning online by the requested rule. Gradients
 * of the readout are exact under every rule.
 *
 * @param state of a learner with the same settings, to resume from
 * @throws RtrlMemoryError when exact RTRL would need more memory than allowed
 */
export function learner(settings: OnlineSettings, state?: OnlineState): Learner {
  const { inputs, outputs, descent } = settings;
  const cell = cellOf(settings);
  const { units, read, components, gates, rows, sees } = cell;
  const width = inputs + units + 1;
  const spread = settings.spread ?? 1 / Math.sqrt(settings.units);
  const random = new Random(settings.seed);
  const weights = new Float64Array(rows * width);
  const readout = new Float64Array(outputs * (read + 1));
  for (let k = 0; k < weights.length; k++) {
    weights[k] = isSeen(sees[Math.floor(k / width)], k % width, inputs, width)
      ? random.uniform(-spread, spread)
      : 0;
  }
  for (let k = 0; k < readout.length; k++) readout[k] = random.uniform(-spread, spread);

  const bySight: Record<Sees, Float64Array> = {
    both: new Float64Array(width),
    input: new Float64Array(width),
    hidden: new Float64Array(width),
  };
  for (const source of Object.values(bySight)) source[width - 1] = 1;
  const trace: Trace = {
    cell,
    width,
    inputs,
    weights,
    sources: sees.map((sight) => bySight[sight]),
    own: new Float64Array(units * components * components),
    through: new Float64Array(units * components * gates),
  };
  const rule = ruleOf(settings, trace);
  const carriedUnits = new Float64Array(units * components);
  const descents = [
    descentMemory(descent, weights.length),
    descentMemory(descent, readout.length),
  ] as const;
  if (state) {
    weights.set(state.weights);
    readout.set(state.readout);
    carriedUnits.set(state.units);
    rule.carried.set(state.carried);
    descents[0].set(state.descent[0]);
    descents[1].set(state.descent[1]);
  }

  const z = new Float64Array(rows);
  const y = new Float64Array(outputs);
  const byHidden = new Float64Array(units);
  const byWeights = new Float64Array(weights.length);
  const byReadout = new Float64Array(readout.length);
  const advance = (x: ArrayLike<number>, states: Float64Array) => {
    for (let k = 0; k < inputs; k++) {
      bySight.both[k] = x[k];
      bySight.input[k] = x[k];
    }
    for (let j = 0; j < units; j++) {
      bySight.both[inputs + j] = states[j * components];
      bySight.hidden[inputs + j] = states[j * components];
    }
    for (let row = 0; row < rows; row++) {
      const source = trace.sources[row];
      const at = row * width;
      let sum = 0;
      for (let w = 0; w < width; w++) sum += weights[at + w] * source[w];
      z[row] = sum;
    }
    cell.step(z, states, trace);
  };
  const readOut = (states: Float64Array, to: Float64Array) => {
    for (let o = 0; o < outputs; o++) {
      const at = o * (read + 1);
      let sum = readout[at + read];
      for (let j = 0; j < read; j++) sum += readout[at + j] * states[j * components];
      to[o] = settings.output === "sigmoid" ? sigmoid(sum) : sum;
    }
  };
  const gradient = (target: ArrayLike<number>) => {
    // Recompute the output: the state may have been restored since the last step.
    readOut(carriedUnits, y);
    let loss = 0;
    byHidden.fill(0);
    byWeights.fill(0);
    for (let o = 0; o < outputs; o++) {
      const error = y[o] - target[o];
      loss += 0.5 * error * error;
      const slope = settings.output === "sigmoid" ? error * y[o] * (1 - y[o]) : error;
      const at = o * (read + 1);
      for (let j = 0; j < read; j++) {
        byHidden[j] += slope * readout[at + j];
        byReadout[at + j] = slope * carriedUnits[j * components];
      }
      byReadout[at + read] = slope;
    }
    rule.gradient(byHidden, byWeights);
    return { loss, weights: byWeights, readout: byReadout };
  };
  return {
    settings,
    cell,
    bytes: rule.carried.byteLength,
    state: { weights, readout, units: carriedUnits, carried: rule.carried, descent: descents },
    step(x) {
      advance(x, carriedUnits);
      rule.follow();
      readOut(carriedUnits, y);
      return y;
    },
    ahead(x, states, to) {
      advance(x, states);
      readOut(states, to);
    },
    learn(target) {
      const { loss } = gradient(target);
      if (settings.clip !== undefined) shorten([byWeights, byReadout], settings.clip);
      descend(descent, weights, byWeights, descents[0]);
      descend(descent, readout, byReadout, descents[1]);
      return loss;
    },
    gradient,
    reset() {
      carriedUnits.fill(0);
      rule.carried.fill(0);
    },
  };
}

/** How many numbers a learner with these settings learns, without making one. */
export function learnedSizes(settings: OnlineSettings): { weights: number; readout: number } {
  const { units, read, rows } = cellOf(settings);
  return {
    weights: rows * (settings.inputs + units + 1),
    readout: settings.outputs * (read + 1),
  };
}

/** Scales a gradient in parts down to a norm. */
function shorten(parts: readonly Float64Array[], maxNorm: number): void {
  let squares = 0;
  for (const part of parts) for (let k = 0; k < part.length; k++) squares += part[k] * part[k];
  const norm = Math.sqrt(squares);
  if (!(norm > maxNorm)) return;
  for (const part of parts) for (let k = 0; k < part.length; k++) part[k] *= maxNorm / norm;
}

function cellOf({ cell, units, ...lstm97 }: OnlineSettings): OnlineCell {
  switch (cell) {
    case "rnn":
      return rnnCell(units);
    case "lstm97":
      return lstm97Cell(units, lstm97);
    case "lstm":
      return lstmCell(units);
    case "gru":
      return gruCell(units);
  }
}

function ruleOf({ rule, steps = 16, memory = 2 ** 28 }: OnlineSettings, trace: Trace): Rule {
  switch (rule) {
    case "rtrl":
      return rtrl(trace, memory);
    case "tbptt":
      if (!Number.isInteger(steps) || steps < 1) {
        throw new RangeError(`tbptt: steps must be a whole number ≥ 1, got ${steps}`);
      }
      return tbptt(trace, steps);
    default:
      return localSensitivities(trace, rule);
  }
}

function isSeen(sight: Sees, w: number, inputs: number, width: number): boolean {
  if (sight === "both" || w === width - 1) return true;
  return sight === "input" ? w < inputs : w >= inputs;
}
