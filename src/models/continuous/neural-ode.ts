import {
  add,
  affine,
  gradientMethods,
  integrator,
  mul,
  type SolverFailure,
  sigmoid,
  slice,
  solverNames,
  sub,
  tanh,
} from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tensor } from "../../engine/tensor.js";
import { FitError } from "../../errors.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { declareLinearSkip } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { segmentNotice } from "../neural/size-limits.js";
import { continuousModel, stateOptions } from "./definition.js";
import { declareSegmentHead, observations, segmentAt, segmentsOf } from "./segments.js";

/** An epoch costs several of other networks' epochs, and longer patience does not help on small series. */
const PATIENCE = 10;

const neuralOdeOptions = {
  ...stateOptions,
  field: {
    type: "integer",
    default: 32,
    min: 1,
    max: 4096,
    summary: "hidden units of the vector field that moves the state",
  },
  solver: {
    type: "choice",
    default: "rk4",
    choices: solverNames,
    summary: "Runge–Kutta of order 4 in equal steps, or Dormand & Prince in steps by tolerance",
  },
  steps: {
    type: "integer",
    default: 1,
    min: 1,
    max: 10_000,
    summary: "steps of rk4 from one segment to the next",
  },
  rtol: {
    type: "number",
    default: 1e-3,
    min: 1e-7,
    max: 1,
    summary: "error that a step of dopri5 may make, as a share of the state",
  },
  atol: {
    type: "number",
    default: 1e-4,
    min: 1e-9,
    max: 1,
    summary: "error that a step of dopri5 may make where the state is near 0",
  },
  limit: {
    type: "integer",
    default: 100,
    min: 1,
    max: 100_000,
    summary: "steps of dopri5 that are tried from one segment to the next",
  },
  gradient: {
    type: "choice",
    default: "discrete",
    choices: gradientMethods,
    summary: "back through the solver's steps, or by the adjoint in constant memory",
  },
} as const satisfies OptionSchema;

export type NeuralOdeOptions = OptionValues<typeof neuralOdeOptions>;

/** ODE-RNN, for series with gaps too. */
export const neuralOde = continuousModel({
  name: "neural-ode",
  summary: "ODE-RNN: a state that a learned differential equation moves between observations",
  options: neuralOdeOptions,
  notice: ({ segment }, shape) => segmentNotice("neural-ode", segment, shape),
  declare: declareNeuralOde,
  patience: PATIENCE,
});

/**
 * ODE-RNN over segments of the window. Between two segments the state follows dh/dt = f(h); a segment
 * of which something was observed updates it as a GRU does:
 *
 *   h′ = ODESolve(f, h, Δt)                    z, r = σ([x, h′]·W + b)
 *   h  = h′ + z ⊙ (tanh([x, r ⊙ h′]·V + c) − h′)
 *
 * Beyond the window the equation alone goes on, and each segment's forecast is linear in the state
 * there. Time is in mean segments: Δt is longer for March than for February. Of irregular dates it is in
 * median intervals.
 *
 * @see Rubanova, Chen & Duvenaud (2019), "Latent ordinary differential equations for
 *   irregularly-sampled time series", algorithm 1
 */
export function declareNeuralOde(options: NeuralOdeOptions, shape: NetworkShape): Network {
  const { hidden: n, field: m } = options;
  const solver = {
    solver: options.solver,
    steps: options.steps,
    relative: options.rtol,
    absolute: options.atol,
    maxSteps: options.limit,
    gradient: options.gradient,
  };
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
  const linearSkip = declareLinearSkip(parameters, shape, options.linear);
  return {
    parameters,
    forward(tape, window) {
      const { values, any, spans } = observations(tape, window, segments);
      const rows = values.shape[1];
      const weight = (p: typeof inner) => tape.parameter(p);
      const field = {
        inner: weight(inner),
        innerBias: weight(innerBias),
        outer: weight(outer),
        outerBias: weight(outerBias),
      };
      const solution = integrator(tape, field, rows, solver);
      /** Moves the state from segment i − 1 to segment i. */
      const move = (state: Tensor, i: number) => solution.solve(state, segmentAt(tape, spans, i));
      const projected = affine(tape, values, weight(input), weight(inputBias));
      let state: Tensor = tape.input([rows, n]);
      const states: Tensor[] = [];
      for (let i = 0; i < segments.read; i++) {
        if (i > 0) state = move(state, i);
        const x = segmentAt(tape, projected, i);
        const seen = segmentAt(tape, any, i);
        const both = affine(tape, state, weight(gates), weight(gatesBias));
        const open = sigmoid(tape, add(tape, slice(tape, x, 1, 0, 2 * n), both));
        const kept = mul(tape, slice(tape, open, 1, n, 2 * n), state);
        const candidateInput = affine(tape, kept, weight(candidate), weight(candidateBias));
        const proposal = tanh(tape, add(tape, slice(tape, x, 1, 2 * n, 3 * n), candidateInput));
        const update = mul(tape, slice(tape, open, 1, 0, n), sub(tape, proposal, state));
        state = add(tape, state, mul(tape, update, seen));
        states.push(state);
      }
      const ahead: Tensor[] = [];
      for (let i = 0; i < segments.ahead; i++) {
        state = move(state, segments.read + i);
        ahead.push(state);
      }
      return {
        forecast: linearSkip(tape, head(tape, ahead), window),
        recurrence: { states, stride: segments.length },
        solver: { work: solution.work, check: () => checkSolution(solution.failure(), options) },
      };
    },
  };
}

/** @throws FitError when the solver gave up */
function checkSolution(
  failure: SolverFailure | undefined,
  { rtol, atol, limit }: NeuralOdeOptions,
) {
  if (!failure) return;
  const how = {
    "not finite": "a state that is not finite",
    "step too small": "steps too small for float32",
    "too many steps": `${limit} ${limit === 1 ? "step" : "steps"}`,
  }[failure.why];
  const more = Math.min(10 * limit, neuralOdeOptions.limit.max);
  const allow = failure.why === "too many steps" && more > limit;
  throw new FitError(
    `neural-ode: the ODE solver gave up after ${how}, ${Math.round(100 * failure.at)} % of the way from one segment to the next`,
    `try larger tolerances (now rtol=${rtol},atol=${atol}), a smaller learning rate or solver=rk4${allow ? `, or allow more steps (limit=${more})` : ""}`,
  );
}
