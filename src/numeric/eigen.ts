/** Sweeps at most; the off-diagonal falls quadratically and is gone after six to ten. */
const MAX_SWEEPS = 30;
/** Share of the squared diagonal below which what is off it is rounding. */
const NEGLIGIBLE = 1e-24;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi rotations, in a fixed order, so that the
 * same matrix gives the same bits everywhere.
 *
 * @param matrix [size × size], left as it is
 * @returns `values` [size], in no order, and `vectors` [size × size] with one vector a column
 * @see Golub & Van Loan (2013), "Matrix computations", section 8.5
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let diagonal = 0;
    let off = 0;
    for (let i = 0; i < size; i++) {
      diagonal += a[i * size + i] * a[i * size + i];
      for (let j = i + 1; j < size; j++) off += a[i * size + j] * a[i * size + j];
    }
    if (off <= NEGLIGIBLE * diagonal) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
    }
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]), vectors };
}

/** Turns the plane of p and q so that a[p, q] becomes 0. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const between = a[p * size + q];
  if (between === 0) return;
  const slope = (a[q * size + q] - a[p * size + p]) / (2 * between);
  const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const x = a[k * size + p];
    const y = a[k * size + q];
    a[k * size + p] = cosine * x - sine * y;
    a[k * size + q] = sine * x + cosine * y;
  }
  for (let k = 0; k < size; k++) {
    const x = a[p * size + k];
    const y = a[q * size + k];
    a[p * size + k] = cosine * x - sine * y;
    a[q * size + k] = sine * x + cosine * y;
    const v = vectors[k * size + p];
    const w = vectors[k * size + q];
    vectors[k * size + p] = cosine * v - sine * w;
    vectors[k * size + q] = sine * v + cosine * w;
  }
}
