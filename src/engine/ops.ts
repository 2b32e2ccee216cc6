/** Operations that a tape records, each with the rule by which its gradient flows back. */
export { add, div, mul, scale, shift, sub } from "./ops/arithmetic.js";
export { averagePool, type Conv1dOptions, conv1d, maxPool } from "./ops/convolution.js";
export { dropout } from "./ops/dropout.js";
export * from "./ops/elementwise.js";
export { gather } from "./ops/gather.js";
export { huber, mae, mse, quantile } from "./ops/loss.js";
export { affine, matmul } from "./ops/matmul.js";
export { layerNorm, softmax } from "./ops/normalization.js";
export {
  gradientWays,
  type Integrator,
  integrator,
  type SolverFailure,
  type SolverOptions,
  type SolverWork,
  solverNames,
  type VectorField,
} from "./ops/ode-solver.js";
export { mean, sum } from "./ops/reduction.js";
export { concat, pad, reshape, slice, transpose, view } from "./ops/shape.js";
