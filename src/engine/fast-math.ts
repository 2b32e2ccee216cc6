import { UsageError } from "../errors.js";
import { arithmetic } from "./kernels/arithmetic.js";
import { fusedKernels, isCompiled } from "./kernels/index.js";

/**
 * Lets networks multiply and add in one instruction (fused multiply-add), in this thread and in those that
 * it starts from now on. Matrix products are faster by a sixth, and the last digits of forecasts may differ
 * from those of other machines. Nothing but networks changes.
 *
 * @returns whether WebAssembly has the instruction here; where not, everything is computed as before
 * @throws UsageError once a network has been used, as its arithmetic is settled then
 * @see https://github.com/WebAssembly/relaxed-simd `f32x4.relaxed_madd`
 * @example
 * const fast = await fastMath();
 * const { rows } = await forecast("sales.csv", { models: ["lstm"] });
 */
export async function fastMath(): Promise<boolean> {
  if (arithmetic.fused) return true;
  if (isCompiled()) {
    throw new UsageError(
      "fastMath() was called after a network had been used",
      "Call it before the first forecast.",
    );
  }
  arithmetic.fused = await isOffered(fusedKernels());
  return arithmetic.fused;
}

/** Whether a module compiles; V8 11, of Node 20, has the instruction behind a flag. */
async function isOffered(module: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (WebAssembly.validate(module)) return true;
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(module);
}
