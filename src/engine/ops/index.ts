/** Operations that a tape records, each with the rule by which its gradient flows back. */
export { add, div, mul, scale, shift, sub } from "./arithmetic.js";
export { averagePool, type Conv1dOptions, conv1d, maxPool } from "./convolution.js";
export { dropout } from "./dropout.js";
export * from "./elementwise.js";
export { gather } from "./gather.js";
export { huber, mae, mse, quantile } from "./loss.js";
export { affine, matmul } from "./matmul.js";
export { layerNorm, softmax } from "./normalization.js";
export {
  gradientMethods,
  type Integrator,
  integrator,
  type SolverFailure,
  type SolverOptions,
  type SolverWork,
  solverNames,
  type VectorField,
} from "./ode-solver.js";
export { mean, sum } from "./reduction.js";
export { concat, pad, reshape, slice, transpose, view } from "./shape.js";
export { takeSteps } from "./take-steps.js";
