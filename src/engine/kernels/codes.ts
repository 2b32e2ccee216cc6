// Codes that pass from TypeScript to the kernels. Both sides read this file: TypeScript imports it and
// AssemblyScript compiles it into the module.

/** Recurrent cells of `sequenceForward`; those before LSTM are plain units, named by their activation. */
export enum RecurrentCell {
  TANH,
  RELU,
  SIGMOID,
  /** 2·tanh(z/2) = 4/(1 + e⁻ᶻ) − 2, the squashing function of the 1997 cell. */
  SCALED_TANH,
  LSTM,
  LSTM97,
  /** The 1997 cell whose output is squashed by tanh(c/2). */
  LSTM97_NARROW,
  /** Exponential input gate, normaliser state. */
  SLSTM,
  /** The same with an exponential forget gate. */
  SLSTM_EXPONENTIAL,
}

/** Functions of one variable, of `unary`. */
export enum UnaryFunction {
  EXP,
  LOG,
  SQRT,
  TANH,
  SIGMOID,
  RELU,
  GELU,
  SQUARE,
}

/** Operations of `binary`; the last two add to what is there. */
export enum BinaryOperation {
  ADD,
  SUB,
  MUL,
  DIV,
  /** out += a · b */
  MUL_ADD,
  /** out += a / b */
  DIV_ADD,
}

/** Losses of `lossForward`. */
export enum PointLoss {
  SQUARED,
  ABSOLUTE,
  HUBER,
}

/** Methods of `solveForward`. */
export enum SolverMethod {
  /** The classical Runge–Kutta method of order 4, in steps of equal length. */
  RK4,
  /** The pair of orders 5 and 4 of Dormand & Prince (1980), table 2, which chooses its steps. */
  DOPRI5,
}

/** How a solution ended, in its tally. */
export enum SolverOutcome {
  REACHED_THE_END,
  NOT_FINITE,
  STEP_TOO_SMALL,
  TOO_MANY_STEPS,
}
