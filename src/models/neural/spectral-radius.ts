import type { Arena } from "../../engine/memory.js";
import { add, mul, sum } from "../../engine/ops/index.js";
import { bind, Tape } from "../../engine/tape.js";
import { exp, log } from "../../numeric/elementary.js";
import { Random } from "../../numeric/random.js";
import type { RecurrentLayer } from "./network.js";

/** Most windows whose Jacobian is measured. */
const MAX_WINDOWS = 16;
/** Vector–Jacobian products, and how many of them come before the direction has settled. */
const PRODUCTS = 200;
const SETTLING_PRODUCTS = 60;

/**
 * Spectral radius ρ of a layer's recurrent Jacobian J = ∂sₜ/∂sₜ₋₁, by which one step back multiplies
 * the gradient: below 1 it vanishes in the long run, above 1 it explodes. The state s is hₜ, with cₜ
 * where the cell has an inner state. It is taken at the middle step t of each window, and the mean over
 * (at most 16) windows given.
 *
 * No matrix is formed: by Gelfand's formula ρ(J) = lim ‖v·Jᵏ‖^(1/k), and v·J is one step of
 * backpropagation through time. Good to about 1 %.
 *
 * @param weights   address of the parameter vector, `size` floats
 * @param x         what the layer reads, [steps, rows, inputs]
 * @returns NaN where there are not two steps
 * @see Bengio, Simard & Frasconi (1994), section 4; Pascanu, Mikolov & Bengio (2013), section 2.1
 */
export function spectralRadius(
  arena: Arena,
  weights: number,
  size: number,
  layer: RecurrentLayer,
  x: Float32Array,
  [steps, rows, inputs]: readonly [steps: number, rows: number, inputs: number],
): number {
  if (steps < 2) return Number.NaN;
  const mark = arena.mark();
  const windows = Math.min(rows, MAX_WINDOWS);
  const before = Math.floor(steps / 2);

  const past = new Tape(arena, { weights });
  const read = past.input([before, windows, inputs]);
  const reached = layer.run(past, read, {});
  const tape = new Tape(arena, { weights, gradients: arena.allocate(size) });
  const now = tape.input([1, windows, inputs]);
  const initial = {
    hidden: tape.tensor(reached.last.shape),
    cell: tape.tensor(reached.lastCell.shape),
  };
  const next = layer.run(tape, now, { initial });
  const inner = next.lastCell !== next.last;
  const along = tape.input(reached.last.shape);
  const alongCell = tape.input(reached.lastCell.shape);
  const product = sum(tape, mul(tape, next.last, along));
  const loss = inner ? add(tape, product, sum(tape, mul(tape, next.lastCell, alongCell))) : product;
  const program = tape.finish(loss);

  const view = (at: number, count: number) => arena.view(at, count);
  const inputsOf = (t: number, to: Float32Array, place: number) => {
    for (let row = 0; row < windows; row++) {
      const from = (t * rows + row) * inputs;
      to.set(x.subarray(from, from + inputs), (place * windows + row) * inputs);
    }
  };
  const seen = view(read.at, read.size);
  for (let t = 0; t < before; t++) inputsOf(t, seen, t);
  inputsOf(before, view(now.at, now.size), 0);
  bind(past.finish().forward, arena.kernels)();
  for (const [from, to] of [
    [reached.last, initial.hidden],
    [reached.lastCell, initial.cell],
  ] as const) {
    view(to.at, to.size).set(view(from.at, from.size));
  }

  const v = [along, ...(inner ? [alongCell] : [])].map(({ at, size }) => view(at, size));
  const vJ = [initial.hidden, ...(inner ? [initial.cell] : [])].map(({ grad, size }) =>
    view(grad, size),
  );
  const random = new Random(1);
  for (const part of v) for (let i = 0; i < part.length; i++) part[i] = random.uniform(-1, 1);
  const growth = new Float64Array(windows);
  const forward = bind(program.forward, arena.kernels);
  const backward = bind(program.backward, arena.kernels);
  for (let k = 0; k < PRODUCTS; k++) {
    forward();
    backward();
    for (let row = 0; row < windows; row++) {
      let square = 0;
      for (const part of vJ) {
        const width = part.length / windows;
        for (let i = row * width; i < (row + 1) * width; i++) square += part[i] * part[i];
      }
      const norm = Math.sqrt(square);
      if (k >= SETTLING_PRODUCTS) growth[row] += log(norm);
      for (const [p, part] of vJ.entries()) {
        const width = part.length / windows;
        for (let i = row * width; i < (row + 1) * width; i++) {
          v[p][i] = norm > 0 ? part[i] / norm : 0;
        }
      }
    }
  }
  arena.release(mark);
  let mean = 0;
  for (const sum of growth) mean += exp(sum / (PRODUCTS - SETTLING_PRODUCTS)) / windows;
  return mean;
}
