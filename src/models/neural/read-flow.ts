import { gradientFlow } from "../../engine/gradient-flow.js";
import type { Arena } from "../../engine/memory.js";
import type { Activation, Gate } from "../../engine/recurrent.js";
import { bind, Tape } from "../../engine/tape.js";
import type { Window } from "../../features/window.js";
import type { CellReading, FlowReading, FlowWatch, GateReading } from "../flow.js";
import type { RecurrentTrace } from "./network.js";
import type { NetworkTrainer } from "./network-trainer.js";
import { recurrentRadius } from "./recurrent-radius.js";

/** @param tell hears of every reading; where nobody listens, only the last one is made */
export function flowWatch(
  trainer: NetworkTrainer,
  windows: readonly Window[],
  tell: ((reading: FlowReading) => void) | undefined,
): FlowWatch {
  return (phase, epoch) => {
    if (!tell && phase !== "trained") return undefined;
    const read = readFlow(trainer, windows, tell !== undefined && phase !== "training");
    if (read) tell?.({ phase, epoch, ...read });
    return read?.flow;
  };
}

/**
 * Runs one backward pass over the windows with the taps open.
 *
 * @param inside whether to look at the cells' gates and Jacobian too
 * @returns nothing when the network has no recurrent layer
 */
export function readFlow(
  trainer: NetworkTrainer,
  windows: readonly Window[],
  inside: boolean,
): Pick<FlowReading, "flow" | "cell"> | undefined {
  const { arena, address, network } = trainer;
  const { size } = network.parameters;
  const mark = arena.mark();
  const tape = new Tape(arena, address, arena.allocate(size), false);
  const { loss, tap, layers, load } = trainer.record(tape, windows.length, true);
  const program = tape.finish(loss);
  load(windows);
  bind(program.forward, arena.kernels)();
  const top = layers?.at(-1);
  const before = inside && top ? readGates(arena, top) : undefined;
  bind(program.backward, arena.kernels)();
  const steps = top?.sequence.states.shape[0] ?? 0;
  const norms = tap ? Array.from(arena.view(tap, 2 * steps)) : [];
  const cell = before && {
    ...before,
    layers: layers!.map(({ output }) => arena.kernels.norm(output.size, output.grad)),
    spectralRadius: radius(trainer, top!),
  };
  arena.release(mark);
  if (!tap) return undefined;
  const states = norms.slice(steps);
  return {
    flow: gradientFlow(norms.slice(0, steps), states.some(Boolean) ? states : []),
    ...(cell && { cell }),
  };
}

function radius({ arena, address, network }: NetworkTrainer, { layer, input }: RecurrentTrace) {
  const sizes = input.shape as [number, number, number];
  const x = arena.view(input.at, input.size).slice();
  return recurrentRadius(arena, address, network.parameters.size, layer, x, sizes);
}

/** The gates' activity, before the way back overwrites it. */
function readGates(
  arena: Arena,
  { sequence }: RecurrentTrace,
): Pick<CellReading, "gates" | "saturated" | "slope"> {
  let [saturated, slope, count] = [0, 0, 0];
  const [steps, rows] = sequence.states.shape as [number, number, number];
  const gates = sequence.gates.map(({ name, squash, at, width, from, size }: Gate): GateReading => {
    const values = arena.view(at, steps * rows * width);
    const means = Array.from({ length: steps }, (_, t) => {
      const mean = Array.from({ length: size }, () => 0);
      for (let row = 0; row < rows; row++) {
        const start = (t * rows + row) * width + from;
        for (let i = 0; i < size; i++) {
          const value = values[start + i]!;
          mean[i]! += value / rows;
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
