import { UsageError } from "../../errors.js";
import { bytesOfBase64 } from "../../numeric/base64.js";
import { kernelsBase64 } from "./binary.js";
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

let compiled: WebAssembly.Module | undefined;

/** @throws UsageError in the bundle of statistical models, which has none */
function compile(): WebAssembly.Module {
  if (kernelsBase64.length === 0) {
    throw new UsageError(
      "the engine is not part of this bundle",
      "Import foretell/browser instead of foretell/browser/statistical.",
    );
  }
  compiled ??= new WebAssembly.Module(bytesOfBase64(kernelsBase64));
  return compiled;
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
