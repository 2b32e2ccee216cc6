/**
 * The lower triangle L with LL′ = A, of a symmetric matrix in a larger array.
 *
 * @param size   rows of A
 * @param offset where A begins
 * @returns [size × size]; a pivot that is not positive, as of a singular matrix, is NaN
 */
export function cholesky(a: Float64Array, size: number, offset = 0): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[offset + i * size + j];
      for (let m = 0; m < j; m++) sum -= lower[i * size + m] * lower[j * size + m];
      if (i > j) lower[i * size + j] = sum / lower[j * size + j];
      else lower[i * size + i] = sum > 0 ? Math.sqrt(sum) : Number.NaN;
    }
  }
  return lower;
}

/** Solves LL′X = B in place for each of the columns of B, [size × columns]. */
export function solveCholesky(
  lower: Float64Array,
  size: number,
  b: Float64Array,
  columns: number,
): void {
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < size; i++) {
      let sum = b[i * columns + c];
      for (let j = 0; j < i; j++) sum -= lower[i * size + j] * b[j * columns + c];
      b[i * columns + c] = sum / lower[i * size + i];
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = b[i * columns + c];
      for (let j = i + 1; j < size; j++) sum -= lower[j * size + i] * b[j * columns + c];
      b[i * columns + c] = sum / lower[i * size + i];
    }
  }
}
