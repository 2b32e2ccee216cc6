import { fusedKernels, GEMM_SCRATCH, type Kernels } from "../../../src/engine/kernels/index.js";
import { Arena } from "../../../src/engine/memory.js";
import { record } from "../figures.js";

const ROUNDS = 400;
const PEAK_ROUNDS = 1e5;
/** Operations a round of {@link Kernels.arithmeticPeak}. */
const PEAK_FLOP = 48;

const sizes = [
  [64, 512, 128],
  [256, 256, 64],
  [32, 128, 32],
  [256, 256, 256],
] as const;

/**
 * The matrix kernel, exact and with --fast-math, against the arithmetic it could do at best: chains of
 * multiplications and additions on four lanes that touch no memory, in the same run.
 */
export async function matrixKernel(print: (line: string) => void): Promise<void> {
  const arena = new Arena();
  const exact = arena.kernels;
  const fused = await fusedOn(arena);
  if (fused === undefined) print("this Node has no fused multiply-add: --fast-math is skipped");
  const scratch = arena.allocate(GEMM_SCRATCH);
  const products = sizes.map(([m, n, k]) => {
    const [a, b, c] = [arena.allocate(m * k), arena.allocate(k * n), arena.allocate(m * n)];
    arena.view(a, m * k).fill(0.5);
    arena.view(b, k * n).fill(0.5);
    const times = Math.ceil(1e7 / (m * n * k));
    return {
      name: `${m} × ${k} by ${k} × ${n}`,
      flop: 2 * m * n * k * times,
      run({ gemm }: Kernels) {
        for (let i = 0; i < times; i++) gemm(m, n, k, a, k, 1, b, n, 1, c, n, 0, scratch);
      },
    };
  });
  const peak = {
    name: "products and sums apart, at best",
    flop: PEAK_FLOP * PEAK_ROUNDS,
    run({ arithmeticPeak }: Kernels) {
      arena.view(scratch, 2).set([1, 1e-9]);
      arithmeticPeak(PEAK_ROUNDS, scratch);
    },
  };
  const rates = [peak, ...products].map(() => ({ exact: 0, fused: 0 }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { flop, run }] of [peak, ...products].entries()) {
      rates[i].exact = Math.max(
        rates[i].exact,
        rateOf(flop, () => run(exact)),
      );
      if (fused)
        rates[i].fused = Math.max(
          rates[i].fused,
          rateOf(flop, () => run(fused)),
        );
    }
  }
  const [{ exact: best }] = rates;
  record(
    "gemm",
    {
      title: "Matrix products",
      what: `Thousand million operations a second of one thread, the quickest of ${ROUNDS} rounds, beside what the core does at best without fused multiply-add.`,
      bench: "gemm",
      columns: ["GFLOP/s", "of the best, %", "with --fast-math", "of the best, % "],
      rows: Object.fromEntries(
        [peak, ...products].map(({ name }, i) => {
          const { exact: own, fused: fast } = rates[i];
          const shown = fast > 0 && i > 0;
          return [
            name,
            [own, (100 * own) / best, shown ? fast : null, shown ? (100 * fast) / best : null],
          ];
        }),
      ),
    },
    print,
  );
}

/** The kernels of --fast-math on the same memory; none where Node does not have the instruction. */
async function fusedOn({ memory }: Arena): Promise<Kernels | undefined> {
  const bytes = fusedKernels();
  if (!WebAssembly.validate(bytes)) {
    const { setFlagsFromString } = await import("node:v8");
    setFlagsFromString("--experimental-wasm-relaxed-simd");
    if (!WebAssembly.validate(bytes)) return undefined;
  }
  const env = { memory: memory as WebAssembly.Memory };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env });
  return exports as unknown as Kernels;
}

function rateOf(flop: number, run: () => void): number {
  const start = performance.now();
  run();
  return flop / (performance.now() - start) / 1e6;
}
