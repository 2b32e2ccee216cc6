import { Arena } from "../../../src/engine/memory.js";
import { affine, mse } from "../../../src/engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../../src/engine/parameters.js";
import { Pool } from "../../../src/engine/pool.js";
import { gru } from "../../../src/engine/recurrent/gru.js";
import { lstm } from "../../../src/engine/recurrent/lstm.js";
import { rnn } from "../../../src/engine/recurrent/rnn.js";
import { Tape } from "../../../src/engine/tape.js";
import { Random } from "../../../src/numeric/random.js";
import { type CellName, gateCounts, type Workload } from "./workloads.js";

/** The same training step on the engine, in as many shards as the trainer would make. */
export function engineStep(
  cell: CellName,
  w: Workload,
  threads: number,
  tap = false,
): { run(): void; ready(): Promise<void>; stop(): Promise<void> } {
  const { input, hidden, time, batch } = w;
  const width = gateCounts[cell] * hidden;
  const arena = new Arena();
  const pool = new Pool(arena, threads);
  const parameters = new Parameters();
  const bound = uniform(1 / Math.sqrt(hidden));
  const wx = parameters.add("input", [input, width], bound);
  const wh = parameters.add("recurrent", [hidden, width], bound);
  const b = parameters.add("bias", [width], zeros);
  const b2 = parameters.add("recurrent bias", [width], zeros);
  const head = parameters.add("head", [hidden, 1], bound);
  const headBias = parameters.add("head bias", [1], zeros);
  const weights = arena.allocate(parameters.size);
  parameters.initialize(arena, weights, new Random(1));
  const shards = threads === 1 && batch < 64 ? 1 : Math.min(4, Math.max(1, Math.floor(batch / 32)));
  const jobs = Array.from({ length: shards }, () => {
    const gradients = arena.allocate(parameters.size);
    const tape = new Tape(arena, { weights, gradients, training: true });
    const use = tape.parameter.bind(tape);
    const rows = batch / shards;
    const x = tape.input([time, rows, input]);
    const random = new Random(2);
    arena.view(x.at, x.size).forEach((_, i, xs) => {
      xs[i] = random.uniform(-1, 1);
    });
    const own = { input: use(wx), recurrent: use(wh), bias: use(b) };
    const { last } =
      cell === "lstm"
        ? lstm(tape, x, own, { tap })
        : cell === "rnn"
          ? rnn(tape, x, own, { tap })
          : gru(tape, x, { ...own, recurrentBias: use(b2) }, { tap });
    const target = tape.input([rows, 1]);
    const program = tape.finish(mse(tape, affine(tape, last, use(head), use(headBias)), target));
    const clear = ["fill", parameters.size, gradients, 0] as const;
    return pool.job([clear, ...program.forward, ...program.backward]);
  });
  return {
    run: () => pool.run(jobs),
    async ready() {
      pool.start();
      while (pool.size < threads) await new Promise((resume) => setTimeout(resume, 5));
    },
    stop: () => pool.stop(),
  };
}
