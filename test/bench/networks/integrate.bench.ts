import { Arena } from "../../../src/engine/memory.js";
import {
  gradientMethods,
  integrator,
  type SolverOptions,
  sum,
} from "../../../src/engine/ops/index.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import { milliseconds, race } from "../measure.js";

const [ROWS, STATE, FIELD] = [64, 32, 64];

const classical = {
  solver: "rk4",
  relative: 0,
  absolute: 0,
  maxSteps: 0,
} satisfies Partial<SolverOptions>;

/** Memory and time of the two ways back through a solver, for more and more steps. */
export async function solvers(print: (line: string) => void): Promise<void> {
  print("solver steps    discrete     adjoint    discrete     adjoint       ratio");
  for (const steps of [1, 10, 100, 1000]) {
    const runs = gradientMethods.map((gradient) => {
      const arena = new Arena();
      const tape = new Tape(arena, { gradients: arena.allocate(16), training: true });
      const before = arena.mark();
      const shapes = [[ROWS, STATE], [STATE, FIELD], [FIELD], [FIELD, STATE], [STATE]];
      const [z, inner, innerBias, outer, outerBias] = shapes.map((shape) => tape.tensor(shape));
      const field = {
        inner: inner,
        innerBias: innerBias,
        outer: outer,
        outerBias: outerBias,
      };
      const span = tape.input([ROWS, 1]);
      arena.view(span.at, ROWS).fill(1);
      const along = integrator(tape, field, ROWS, { ...classical, steps, gradient });
      const program = tape.finish(sum(tape, along.solve(z, span)));
      const [forward, backward] = [
        bind(program.forward, arena.kernels),
        bind(program.backward, arena.kernels),
      ];
      const run = () => {
        forward();
        backward();
      };
      return { name: gradient, memory: arena.mark() - before, run };
    });
    const [discrete, adjoint] = await race(runs, 9);
    const cells = [
      ...runs.map(({ memory }) => `${(memory / 2 ** 20).toFixed(2)} MB`),
      milliseconds(discrete.median),
      milliseconds(adjoint.median),
      (adjoint.median / discrete.median).toFixed(2),
    ];
    print(`${String(steps).padStart(12)}${cells.map((cell) => cell.padStart(12)).join("")}`);
  }
}
