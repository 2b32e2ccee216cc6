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

function compile(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelsBase64, "base64"));
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
