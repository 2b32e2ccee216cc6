import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { GEMM_SCRATCH } from "../../src/engine/kernels/index.js";
import type { Arena } from "../../src/engine/memory.js";

/** Modules of a thread that has used no network yet. */
async function fresh() {
  vi.resetModules();
  const { setEnvironmentData } = await import("node:worker_threads");
  setEnvironmentData("foretell: fused arithmetic", undefined);
  return {
    ...(await import("../../src/engine/fast-math.js")),
    ...(await import("../../src/engine/memory.js")),
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** A[m × k] · B[k × n] of numbers with digits to lose. */
function product(arena: Arena, m: number, n: number, k: number): Float32Array {
  const scratch = arena.allocate(GEMM_SCRATCH);
  const [a, b, c] = [arena.allocate(m * k), arena.allocate(k * n), arena.allocate(m * n)];
  const fill = (at: number, size: number, step: number) =>
    arena.view(at, size).forEach((_, i, all) => {
      all[i] = ((i * step) % 101) / 101 - 0.4;
    });
  fill(a, m * k, 37);
  fill(b, k * n, 53);
  arena.kernels.gemm(m, n, k, a, k, 1, b, n, 1, c, n, 0, scratch);
  return arena.view(c, m * n).slice();
}

const offered = await fresh().then(({ fastMath }) => fastMath());

describe.skipIf(!offered)("with fused multiply-add (skipped where Node has none)", () => {
  it.each([
    [6, 16, 40],
    [5, 7, 33],
    [4, 8, 64],
    [1, 50, 300],
  ])(
    "a product of %i × %i over %i is as close to the exact one as rounding allows",
    async (...sizes) => {
      const exact = await fresh();
      const plain = product(new exact.Arena(), ...sizes);
      const fast = await fresh();
      expect(await fast.fastMath()).toBe(true);
      const fused = product(new fast.Arena(), ...sizes);
      const [, , k] = sizes;
      plain.forEach((value, i) => {
        expect(Math.abs(fused[i] - value)).toBeLessThan(k * 2 ** -24);
      });
    },
  );

  it("rounds once where exact arithmetic rounds twice, on processors that can", async () => {
    const { fastMath, Arena } = await fresh();
    await fastMath();
    const arena = new Arena();
    const [a, b, c] = [arena.allocate(4), arena.allocate(32), arena.allocate(16)];
    // (1 + ε)² − 1 − 2ε = ε², which is lost where the product is rounded.
    const near = 1 + 2 ** -13;
    arena.view(a, 2).set([-1, near]);
    arena.view(b, 32).fill(1 + 2 ** -12, 0, 16);
    arena.view(b, 32).fill(near, 16);
    arena.kernels.gemm(1, 16, 2, a, 2, 1, b, 16, 1, c, 16, 0, arena.allocate(GEMM_SCRATCH));
    expect([0, 2 ** -26]).toContain(arena.view(c, 16)[3]);
  });

  it("is refused once a network has been used", async () => {
    const { fastMath, Arena } = await fresh();
    new Arena();
    await expect(fastMath()).rejects.toThrow("after a network had been used");
  });

  it("reaches threads that start later", () => {
    const source = `import { Worker } from "node:worker_threads";
      import { fastMath } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
      await fastMath();
      new Worker("import { getEnvironmentData as told } from 'node:worker_threads'; console.log(told('foretell: fused arithmetic'))", { eval: true });`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", source], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      encoding: "utf8",
    });
    expect({ stdout, stderr }).toEqual({ stdout: "true\n", stderr: "" });
  });
});

it("computes exactly where Node does not have the instruction", async () => {
  vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  const none = await fresh();
  expect(await none.fastMath()).toBe(false);
  const asked = product(new none.Arena(), 6, 16, 40);
  const exact = await fresh();
  expect(asked).toEqual(product(new exact.Arena(), 6, 16, 40));
});
