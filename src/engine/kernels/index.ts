import { UsageError } from "../../errors.js";
import { bytesOfBase64 } from "../../numeric/base64.js";
import { arithmetic } from "./arithmetic.js";
import { FUSIBLE, kernelsBase64 } from "./binary.js";
import type { Kernels } from "./signatures.js";

export type { Kernels };

/** Floats of scratch that one thread needs for `gemm` and everything built on it. */
export const GEMM_SCRATCH = 256 * 16 + 32;

/** Floats that B[k × n] takes once packed to panels of 16 columns, in either orientation. */
export function packedSize(k: number, n: number): number {
  return Math.max(Math.ceil(n / 16) * 16 * k, Math.ceil(k / 16) * 16 * n);
}

/** Kernels that a program can call: those that return nothing. */
export type KernelName = {
  [Name in keyof Kernels]: ReturnType<Kernels[Name]> extends void ? Name : never;
}[keyof Kernels];

/** WebAssembly.Memory by its shape: declarations that name it ask users for the DOM's library. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const NOP = 0x01;
const RELAXED_MADD = [0xfd, 0x85, 0x02];

let compiled: WebAssembly.Module | undefined;

/** @throws UsageError in the bundle of statistical models, which has none */
function compile(): WebAssembly.Module {
  if (kernelsBase64.length === 0) {
    throw new UsageError(
      "the engine is not part of this bundle",
      "Import foretell/browser instead of foretell/browser/statistical.",
    );
  }
  compiled ??= new WebAssembly.Module(arithmetic.fused ? fusedKernels() : kernelBytes());
  return compiled;
}

/** Whether the kernels are compiled, so that what they compute with is settled. */
export function isCompiled(): boolean {
  return compiled !== undefined;
}

function kernelBytes(): Uint8Array<ArrayBuffer> {
  return bytesOfBase64(kernelsBase64);
}

/**
 * The kernels with f32x4.relaxed_madd in the sums of matrix products. `f32x4.mul` becomes three times
 * nothing and `f32x4.add` the relaxed instruction, which takes the same operands from the stack and is as
 * long.
 */
export function fusedKernels(): Uint8Array<ArrayBuffer> {
  const bytes = kernelBytes();
  for (let i = 0; i < FUSIBLE.length; i += 2) {
    const product = FUSIBLE[i];
    bytes.fill(NOP, product, product + 3);
    bytes.set(RELAXED_MADD, product + FUSIBLE[i + 1]);
  }
  return bytes;
}

/** The compiled WebAssembly.Module; instances of it in several threads may share one memory. */
export function kernelModule(): object {
  return compile();
}

export function instantiate(memory: WebAssemblyMemory): Kernels {
  const instance = new WebAssembly.Instance(compile(), {
    env: { memory: memory as WebAssembly.Memory },
  });
  return instance.exports as unknown as Kernels;
}
