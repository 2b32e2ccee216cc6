import { type GradientFlow, gradientFlow } from "../../engine/gradient-flow.js";
import { readLayer, readSteps, type Watched } from "../../engine/layer-gradients.js";
import type { Arena } from "../../engine/memory.js";
import { Pauses } from "../../engine/pauses.js";
import type { Activation, Gate } from "../../engine/recurrent/sequence.js";
import { bindEach, type Call, Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { Window } from "../../features/windows.js";
import type { CellReading, FlowReading, FlowWatch, GateReading } from "../gradient-readings.js";
import type { FitContext } from "../model.js";
import type { ForwardPass, RecurrentTrace } from "./network.js";
import { spectralRadius } from "./spectral-radius.js";

/** A network with its weights in an arena, whose gradient can be read. */
export interface GradientSource {
  readonly arena: Arena;
  /** Address of the weights. */
  readonly address: number;
  readonly network: { readonly parameters: { readonly size: number } };
  /** Steps of a window. */
  readonly shape: { readonly context: number };
  record(
    tape: Tape,
    rows: number,
    tap: boolean,
  ): Pick<ForwardPass, "recurrence" | "layers"> & {
    readonly loss: Tensor;
    /** What the network reads. */
    readonly steps: Tensor;
    load(windows: readonly Window[]): void;
  };
}

/** Windows that are read once interrupted, as a person waits. */
const FEW_WINDOWS = 4;

/** @param onFlow receives every reading; without a listener only the final one is made */
export function watchGradients(
  trainer: GradientSource,
  windows: readonly Window[],
  { onFlow: tell, signal }: Pick<FitContext, "onFlow" | "signal">,
): FlowWatch {
  return async (phase, epoch) => {
    if (!tell && (phase !== "trained" || signal?.aborted)) return undefined;
    const inside = tell !== undefined && phase !== "training";
    const read =
      (signal?.aborted ? undefined : await readGradients(trainer, windows, inside, signal)) ??
      (await readGradients(trainer, windows.slice(-FEW_WINDOWS), inside));
    if (!read) return undefined;
    tell?.({ phase, epoch, steps: trainer.shape.context, ...read });
    return read.flow;
  };
}

/**
 * Runs one backward pass over the windows with the taps open.
 *
 * @param inside whether to read the gates and the Jacobian of recurrent cells as well
 * @returns nothing when `signal` was aborted meanwhile
 */
export async function readGradients(
  trainer: GradientSource,
  windows: readonly Window[],
  inside: boolean,
  signal?: AbortSignal,
): Promise<Pick<FlowReading, "flow" | "cell"> | undefined> {
  const mark = trainer.arena.mark();
  try {
    return await readWithTaps(trainer, windows, inside, signal);
  } finally {
    trainer.arena.release(mark);
  }
}

async function readWithTaps(
  trainer: GradientSource,
  windows: readonly Window[],
  inside: boolean,
  signal: AbortSignal | undefined,
): Promise<Pick<FlowReading, "flow" | "cell"> | undefined> {
  const { arena, address, network } = trainer;
  const { size } = network.parameters;
  const pauses = new Pauses();
  const run = (calls: readonly Call[]) => pauses.between(bindEach(calls, arena.kernels), signal);
  const tape = new Tape(arena, { weights: address, gradients: arena.allocate(size) });
  const { loss, steps, load, ...passage } = trainer.record(tape, windows.length, true);
  const program = tape.finish(loss);
  load(windows);
  if (!(await run(program.forward))) return undefined;
  const { recurrence } = passage;
  const top = recurrence && "traces" in recurrence ? recurrence.traces.at(-1) : undefined;
  const before = inside && top ? readGates(arena, top) : undefined;
  if (!(await run(program.backward))) return undefined;
  const flow = flowOf(arena, passage, steps);
  const cell = before && { ...before, spectralRadius: radius(trainer, top!) };
  return { flow, ...(cell && { cell }) };
}

/**
 * Gradient norms over time of the states or, without states, of the window as the nonlinear network gets
 * it: the linear skip path does not count.
 *
 * @param inputs [context, rows, inputs]
 */
function flowOf(
  arena: Arena,
  { recurrence, layers = [] }: Pick<ForwardPass, "recurrence" | "layers">,
  inputs: Tensor,
): GradientFlow {
  const others = layers.map((layer) => readLayer(arena, layer));
  if (!recurrence) {
    const { steps } = readLayer(arena, { name: "inputs", output: inputs, time: 0 });
    return gradientFlow(steps, [], { of: "inputs", layers: others });
  }
  const { stride } = recurrence;
  if ("states" in recurrence) {
    const states = readSteps(arena, "states", recurrence.states);
    return gradientFlow(states.steps, [], { stride, layers: [states, ...others] });
  }
  const { traces } = recurrence;
  const { tap, states } = traces.at(-1)!.sequence;
  const count = states.shape[0];
  const norms = Array.from(arena.view(tap, 2 * count));
  const inner = norms.slice(count);
  const own = traces.map((trace, i) => readLayer(arena, outputOf(trace, i)));
  return gradientFlow(norms.slice(0, count), inner.some(Boolean) ? inner : [], {
    stride,
    layers: [...own, ...others],
  });
}

function outputOf({ output }: RecurrentTrace, place: number): Watched {
  const name = `layer${place + 1}`;
  return output.shape.length === 3 ? { name, output, time: 0 } : { name, output };
}

function radius({ arena, address, network }: GradientSource, { layer, input }: RecurrentTrace) {
  const sizes = input.shape as [number, number, number];
  const x = arena.view(input.at, input.size).slice();
  return spectralRadius(arena, address, network.parameters.size, layer, x, sizes);
}

/** Activations of the gates; must be read before the backward pass overwrites them. */
function readGates(
  arena: Arena,
  { sequence }: RecurrentTrace,
): Pick<CellReading, "gates" | "saturated" | "slope"> {
  let saturated = 0;
  let slope = 0;
  let count = 0;
  const [steps, rows] = sequence.states.shape as [number, number, number];
  const gates = sequence.gates.map(({ name, squash, at, width, from, size }: Gate): GateReading => {
    const values = arena.view(at, steps * rows * width);
    const means = Array.from({ length: steps }, (_, t) => {
      const mean = Array.from({ length: size }, () => 0);
      for (let row = 0; row < rows; row++) {
        const start = (t * rows + row) * width + from;
        for (let i = 0; i < size; i++) {
          const value = values[start + i];
          mean[i] += value / rows;
          saturated += isSaturated[squash](value) ? 1 : 0;
          slope += slopes[squash](value);
        }
      }
      return mean;
    });
    count += steps * rows * size;
    return { name, means };
  });
  return { gates, saturated: saturated / count, slope: slope / count };
}

/** Whether a value lies within a tenth of the range of either end. */
const isSaturated: Record<Activation, (value: number) => boolean> = {
  sigmoid: (a) => a < 0.1 || a > 0.9,
  tanh: (a) => Math.abs(a) > 0.8,
  "scaled-tanh": (a) => Math.abs(a) > 1.6,
  relu: (a) => a <= 0,
};

/** φ′ from φ's value. */
const slopes: Record<Activation, (value: number) => number> = {
  sigmoid: (a) => a * (1 - a),
  tanh: (a) => 1 - a * a,
  "scaled-tanh": (a) => 1 - (a * a) / 4,
  relu: (a) => (a > 0 ? 1 : 0),
};
