import { gemm } from "./gemm";

/** Cᵢ += Aᵢ · Bᵢ for each of `batch` products, whose operands lie `stepA`, `stepB`, `stepC` floats apart. */
export function gemmBatch(
  batch: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  stepA: i32,
  rsa: i32,
  csa: i32,
  b: usize,
  stepB: i32,
  rsb: i32,
  csb: i32,
  c: usize,
  stepC: i32,
  ldc: i32,
  scratch: usize,
): void {
  for (let i = 0; i < batch; i++) {
    gemm(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, 1, scratch);
    a += (<usize>stepA) << 2;
    b += (<usize>stepB) << 2;
    c += (<usize>stepC) << 2;
  }
}
