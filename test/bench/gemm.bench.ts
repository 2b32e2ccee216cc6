import { GEMM_SCRATCH } from "../../src/engine/kernels/index.js";
import { Arena } from "../../src/engine/memory.js";
import { race, repeated } from "./measure.js";

/**
 * The matrix kernel against the arithmetic it could do at best: chains of multiplications
 * and additions on four lanes that touch no memory, timed in the same run.
 */
export async function matrixKernel(print: (line: string) => void): Promise<void> {
  const arena = new Arena();
  const { gemm, arithmeticPeak } = arena.kernels;
  const scratch = arena.allocate(GEMM_SCRATCH);
  const sizes = [
    [64, 512, 128],
    [256, 256, 64],
    [32, 128, 32],
    [256, 256, 256],
  ] as const;
  const rounds = 1e6;
  const timings = await race(
    [
      {
        name: "peak",
        run() {
          arena.view(scratch, 2).set([1, 1e-9]);
          arithmeticPeak(rounds, scratch);
        },
      },
      ...sizes.map(([m, n, k]) => {
        const [a, b, c] = [arena.allocate(m * k), arena.allocate(k * n), arena.allocate(m * n)];
        for (const [at, size] of [
          [a, m * k],
          [b, k * n],
        ] as const)
          arena.view(at, size).fill(0.5);
        const once = () => gemm(m, n, k, a, k, 1, b, n, 1, c, n, 0, scratch);
        return { name: `${m}×${n}×${k}`, run: repeated(Math.round(1e8 / (m * n * k)), once) };
      }),
    ],
    15,
  );
  const peak = (rounds * 48) / timings[0].median / 1e6;
  print(
    `matrix kernel, 1 thread; arithmetic peak without fused multiply-add ${peak.toFixed(1)} GFLOP/s`,
  );
  sizes.forEach(([m, n, k], i) => {
    const { name, median } = timings[i + 1];
    const rate = (2 * m * n * k * Math.round(1e8 / (m * n * k))) / median / 1e6;
    print(
      `${name.padEnd(13)} ${rate.toFixed(1)} GFLOP/s, ${((100 * rate) / peak).toFixed(0)} % of it`,
    );
  });
}
