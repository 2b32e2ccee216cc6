import {
  add,
  affine,
  gradientWays,
  integrate,
  mul,
  reshape,
  sigmoid,
  slice,
  sub,
  tanh,
} from "../../engine/ops.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tensor } from "../../engine/tensor.js";
import type { OptionSchema, OptionValues } from "../../spec.js";
import type { ModelDefinition } from "../model.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { networkModel } from "../neural/network-model.js";
import { declareStraightPath } from "../neural/straight-path.js";
import { observing } from "./observed.js";
import { declareSegmentHead } from "./segment-head.js";
import { observations, segmentOption, segmentsOf } from "./segments.js";

const neuralOdeOptions = {
  hidden: { type: "integer", default: 24, min: 1, max: 4096, summary: "values of the state" },
  field: {
    type: "integer",
    default: 32,
    min: 1,
    max: 4096,
    summary: "hidden units of the vector field that moves the state",
  },
  ...segmentOption,
  steps: {
    type: "integer",
    default: 1,
    min: 1,
    max: 10_000,
    summary: "Runge–Kutta steps from one segment to the next",
  },
  gradient: {
    type: "choice",
    default: "discrete",
    choices: gradientWays,
    summary: "back through the solver's steps, or by the adjoint in constant memory",
  },
} as const satisfies OptionSchema;

export type NeuralOdeOptions = OptionValues<typeof neuralOdeOptions>;

const definition = networkModel({
  name: "neural-ode",
  summary: "ODE-RNN: a state that a learned differential equation moves between observations",
  options: neuralOdeOptions,
  declare: declareNeuralOde,
  observing: true,
});

/** ODE-RNN, for series with gaps too. */
export const neuralOde = {
  ...definition,
  missing: true,
  create: (chosen) => observing(definition.create(chosen)),
} satisfies ModelDefinition<typeof definition.options>;

/**
 * ODE-RNN over segments of the window. Between two segments the state follows dh/dt = f(h); a segment
 * of which something was observed updates it as a GRU does:
 *
 *   h′ = ODESolve(f, h, 1)                     z, r = σ([x, h′]·W + b)
 *   h  = h′ + z ⊙ (tanh([x, r ⊙ h′]·V + c) − h′)
 *
 * Beyond the window the equation alone goes on, and each segment's forecast is linear in the state
 * there. Time is in segments: a step of the series' calendar counts as one, however many days it has.
 *
 * @see Rubanova, Chen & Duvenaud (2019), "Latent ordinary differential equations for
 *   irregularly-sampled time series", algorithm 1
 */
export function declareNeuralOde(options: NeuralOdeOptions, shape: NetworkShape): Network {
  const { hidden: n, field: m, steps, gradient } = options;
  const segments = segmentsOf(options.segment, shape);
  const parameters = new Parameters();
  const bound = uniform(1 / Math.sqrt(n));
  const inner = parameters.add("field.inner", [n, m], bound);
  const innerBias = parameters.add("field.inner-bias", [m], zeros);
  const outer = parameters.add("field.outer", [m, n], uniform(0.3 / Math.sqrt(m)));
  const outerBias = parameters.add("field.outer-bias", [n], zeros);
  const input = parameters.add("update.input", [segments.inputs, 3 * n], bound);
  const inputBias = parameters.add("update.bias", [3 * n], zeros);
  const gates = parameters.add("update.gates", [n, 2 * n], bound);
  const gatesBias = parameters.add("update.gates-bias", [2 * n], zeros);
  const candidate = parameters.add("update.candidate", [n, n], bound);
  const candidateBias = parameters.add("update.candidate-bias", [n], zeros);
  const head = declareSegmentHead(parameters, n, shape, segments);
  const straight = declareStraightPath(parameters, shape);
  return {
    parameters,
    forward(tape, window) {
      const { values, any } = observations(tape, window, segments);
      const rows = values.shape[1]!;
      const use = (p: typeof inner) => tape.parameter(p);
      const field = {
        inner: use(inner),
        innerBias: use(innerBias),
        outer: use(outer),
        outerBias: use(outerBias),
      };
      const move = (state: Tensor) => integrate(tape, state, field, { span: 1, steps, gradient });
      const told = affine(tape, values, use(input), use(inputBias));
      let state: Tensor = tape.input([rows, n]);
      for (let i = 0; i < segments.read; i++) {
        if (i > 0) state = move(state);
        const x = reshape(slice(tape, told, 0, i, i + 1), [rows, 3 * n]);
        const seen = reshape(slice(tape, any, 0, i, i + 1), [rows, 1]);
        const both = affine(tape, state, use(gates), use(gatesBias));
        const open = sigmoid(tape, add(tape, slice(tape, x, 1, 0, 2 * n), both));
        const kept = mul(tape, slice(tape, open, 1, n, 2 * n), state);
        const bent = affine(tape, kept, use(candidate), use(candidateBias));
        const proposal = tanh(tape, add(tape, slice(tape, x, 1, 2 * n, 3 * n), bent));
        const update = mul(tape, slice(tape, open, 1, 0, n), sub(tape, proposal, state));
        state = add(tape, state, mul(tape, update, seen));
      }
      const ahead: Tensor[] = [];
      for (let i = 0; i < segments.ahead; i++) {
        state = move(state);
        ahead.push(state);
      }
      return { forecast: straight(tape, head(tape, ahead), window), tap: 0 };
    },
  };
}
