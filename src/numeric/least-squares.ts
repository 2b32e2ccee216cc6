export interface LeastSquares {
  readonly coefficients: Float64Array;
  /** Σ (y − Σ βᵢ xᵢ)² */
  readonly squares: number;
  /** Standard errors of the coefficients over that of the noise. */
  readonly unscaledErrors: Float64Array;
  /** Whether each column depends linearly on those before it; its coefficient is then 0. */
  readonly dependent: readonly boolean[];
  /** What is left of each column's length when those before it are taken out: the diagonal of R in X = QR. */
  readonly lengths: Float64Array;
}

/** A column is dependent when orthogonalization leaves less than this share of its length. */
const DEPENDENCE_TOLERANCE = 1e-9;

/** Regression of `y` on some columns by modified Gram-Schmidt orthogonalisation. */
export function leastSquares(y: Float64Array, columns: readonly Float64Array[]): LeastSquares {
  return leastSquaresInPlace(
    y.slice(),
    columns.map((x) => x.slice()),
  );
}

/** As {@link leastSquares}, but overwrites the values y by the residuals, and the columns by their orthogonal basis. */
export function leastSquaresInPlace(
  y: Float64Array,
  columns: readonly Float64Array[],
): LeastSquares {
  const k = columns.length;
  const n = y.length;
  const upper = new Float64Array(k * k);
  const projections = new Float64Array(k);
  const dependent: boolean[] = [];
  const lengths = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    const q = columns[j];
    const before = Math.sqrt(product(q, q));
    for (let i = 0; i < j; i++) {
      const r = product(columns[i], q);
      upper[i * k + j] = r;
      for (let t = 0; t < n; t++) q[t] -= r * columns[i][t];
    }
    const length = Math.sqrt(product(q, q));
    dependent[j] = !(length > DEPENDENCE_TOLERANCE * before);
    for (let t = 0; t < n; t++) q[t] = dependent[j] ? 0 : q[t] / length;
    upper[j * k + j] = length;
    lengths[j] = length;
    projections[j] = product(q, y);
    for (let t = 0; t < n; t++) y[t] -= projections[j] * q[t];
  }
  const coefficients = new Float64Array(k);
  const unscaledErrors = new Float64Array(k);
  const inverse = new Float64Array(k * k);
  for (let i = k - 1; i >= 0; i--) {
    if (dependent[i]) continue;
    const scale = 1 / upper[i * k + i];
    let sum = projections[i];
    for (let j = i + 1; j < k; j++) sum -= upper[i * k + j] * coefficients[j];
    coefficients[i] = sum * scale;
    let squared = 0;
    for (let c = i; c < k; c++) {
      let value = c === i ? 1 : 0;
      for (let j = i + 1; j <= c; j++) value -= upper[i * k + j] * inverse[j * k + c];
      inverse[i * k + c] = value * scale;
      squared += value * scale * value * scale;
    }
    unscaledErrors[i] = Math.sqrt(squared);
  }
  return { coefficients, squares: product(y, y), unscaledErrors, dependent, lengths };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}
