import { kernelsBase64 } from "./binary.js";

/** Floats of scratch that one thread needs for `gemm` and everything built on it. */
export const GEMM_SCRATCH = 256 * 16 + 32;

/** Floats that B[k × n] takes once packed to panels of 16 columns, in either orientation. */
export function packedSize(k: number, n: number): number {
  return Math.max(Math.ceil(n / 16) * 16 * k, Math.ceil(k / 16) * 16 * n);
}

type Kernel = (...args: number[]) => void;

/** Kernels that programs call: addresses in bytes, sizes in elements. Parameters are told in assembly/. */
export interface Kernels {
  adam: Kernel;
  arithmeticPeak: Kernel;
  averagePoolBackward: Kernel;
  averagePoolForward: Kernel;
  axpy: Kernel;
  binary: Kernel;
  clampValues: Kernel;
  columnSums: Kernel;
  conv1dBackward: Kernel;
  conv1dForward: Kernel;
  copy: Kernel;
  dropoutBackward: Kernel;
  dropoutForward: Kernel;
  fill: Kernel;
  fillRows: Kernel;
  gather: Kernel;
  gemm: Kernel;
  gemmBatch: Kernel;
  gruBackward: Kernel;
  gruBeforeBackward: Kernel;
  gruBeforeForward: Kernel;
  gruForward: Kernel;
  influence: Kernel;
  layerNormBackward: Kernel;
  layerNormForward: Kernel;
  lossBackward: Kernel;
  lossForward: Kernel;
  maxPoolBackward: Kernel;
  maxPoolForward: Kernel;
  neighbours: Kernel;
  quantileBackward: Kernel;
  quantileForward: Kernel;
  reduce: Kernel;
  rmsprop: Kernel;
  scaleShift: Kernel;
  scatterAdd: Kernel;
  sequenceBackward: Kernel;
  sequenceForward: Kernel;
  sgd: Kernel;
  softmaxBackward: Kernel;
  softmaxForward: Kernel;
  solveBackward: Kernel;
  solveForward: Kernel;
  strided: Kernel;
  transpose: Kernel;
  unary: Kernel;
  unaryBackward: Kernel;
  norm(n: number, x: number): number;
  sumOfSquares(n: number, x: number): number;
  neighbourRoom(windows: number, length: number, radius: number, count: number): number;
  warp(...args: number[]): number;
}

export type KernelName = keyof Kernels;

let compiled: WebAssembly.Module | undefined;

/** The compiled module; instances of it in several threads may share one memory. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelsBase64, "base64"));
  return compiled;
}

export function instantiate(memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(kernelModule(), { env: { memory } });
  return instance.exports as unknown as Kernels;
}
