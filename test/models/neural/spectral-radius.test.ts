import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import { Parameters } from "../../../src/engine/parameters.js";
import { lstm } from "../../../src/engine/recurrent/lstm.js";
import { lstm97 } from "../../../src/engine/recurrent/lstm97.js";
import { rnn } from "../../../src/engine/recurrent/rnn.js";
import type {
  Activation,
  RecurrentWeights,
  Sequence,
  SequenceOptions,
} from "../../../src/engine/recurrent/sequence.js";
import type { Tape } from "../../../src/engine/tape.js";
import type { Tensor } from "../../../src/engine/tensor.js";
import type { RecurrentLayer } from "../../../src/models/neural/network.js";
import { spectralRadius } from "../../../src/models/neural/spectral-radius.js";
import { Random } from "../../../src/numeric/random.js";

type Cell = (
  tape: Tape,
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions,
) => Sequence;

const units =
  (activation: Activation): Cell =>
  (tape, x, weights, options) =>
    rnn(tape, x, weights, { ...options, activation });

/** The radius of a cell with these weights that reads zeros. */
function radius(
  run: Cell,
  recurrent: readonly number[],
  bias: readonly number[],
  steps = 6,
): number {
  const arena = new Arena();
  const parameters = new Parameters();
  const fill = (values: readonly number[]) => (to: Float32Array) => to.set(values);
  const width = bias.length;
  const wx = parameters.add("input", [1, width], fill(bias.map(() => 0)));
  const wh = parameters.add("recurrent", [recurrent.length / width, width], fill(recurrent));
  const b = parameters.add("bias", [width], fill(bias));
  const address = arena.allocate(parameters.size);
  parameters.initialize(arena, address, new Random(1));
  const layer: RecurrentLayer = {
    run: (tape, x, options) =>
      run(
        tape,
        x,
        { input: tape.parameter(wx), recurrent: tape.parameter(wh), bias: tape.parameter(b) },
        options,
      ),
  };
  return spectralRadius(arena, address, parameters.size, layer, new Float32Array(steps), [
    steps,
    1,
    1,
  ]);
}

describe("the spectral radius of the recurrent Jacobian", () => {
  it("is that of the recurrent weights where every unit rests at 0 and tanh′ is 1", () => {
    // Eigenvalues 0.9 and −0.4.
    expect(radius(units("tanh"), [0.9, 0.7, 0, -0.4], [0, 0])).toBeCloseTo(0.9, 3);
  });

  it("is the modulus of a complex pair", () => {
    // Rotation by 60° times 0.8.
    const [c, s] = [0.8 * 0.5, 0.8 * Math.sqrt(0.75)];
    expect(radius(units("tanh"), [c, s, -s, c], [0, 0])).toBeCloseTo(0.8, 3);
  });

  it("is a quarter of it for sigmoid units without bias whose weights cancel", () => {
    // Rows (1, −1) and (−1, 1) leave pre-activations 0 at equal states; eigenvalues 2 and 0.
    expect(radius(units("sigmoid"), [1, -1, -1, 1], [0, 0])).toBeCloseTo(0.5, 3);
  });

  it("is the forget gate's activity for an LSTM without recurrent weights", () => {
    const forget = Math.log(0.7 / 0.3);
    expect(radius(lstm, [0, 0, 0, 0], [0, forget, 0, 0])).toBeCloseTo(0.7, 3);
  });

  it("is 1 for the constant error carousel of 1997 without recurrent weights", () => {
    expect(radius(lstm97, [0, 0, 0], [0, 0, 0])).toBeCloseTo(1, 5);
  });

  it("is 0 where nothing flows", () => {
    expect(radius(units("relu"), [1], [-1])).toBe(0);
  });

  it("is not defined for a single step", () => {
    expect(radius(units("tanh"), [0.9], [0], 1)).toBeNaN();
  });
});
