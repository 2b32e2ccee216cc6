/**
 * The part of TensorFlow.js that danfojs-node calls, over doubles instead of 32-bit floats.
 *
 * The build puts this module where danfojs-node asks for `@tensorflow/tfjs-node`: a DataFrame needs
 * arithmetic with broadcasting over one or two dimensions, not two megabytes of neural network
 * layers and GPU kernels.
 */

type Nested = number | readonly Nested[];

/** A scalar, vector or matrix of doubles, in row-major order. */
export class Tensor {
  constructor(
    readonly values: Float64Array,
    readonly shape: readonly number[],
  ) {}

  get rank(): number {
    return this.shape.length;
  }

  clone(): Tensor {
    return new Tensor(this.values.slice(), this.shape);
  }

  /** The values as plain arrays, nested as the shape says. */
  arraySync(): number | number[] | number[][] {
    if (this.rank === 0) return this.values[0];
    if (this.rank === 1) return Array.from(this.values);
    const [rows, columns] = extent(this);
    return Array.from({ length: rows }, (_, r) =>
      Array.from(this.values.subarray(r * columns, (r + 1) * columns)),
    );
  }

  transpose(): Tensor {
    if (this.rank < 2) return this.clone();
    const [rows, columns] = extent(this);
    const turned = new Float64Array(this.values.length);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) turned[c * rows + r] = this.values[r * columns + c];
    }
    return new Tensor(turned, [columns, rows]);
  }

  add(other: Tensor): Tensor {
    return combine(this, other, (a, b) => a + b);
  }

  sub(other: Tensor): Tensor {
    return combine(this, other, (a, b) => a - b);
  }

  mul(other: Tensor): Tensor {
    return combine(this, other, (a, b) => a * b);
  }

  div(other: Tensor): Tensor {
    return combine(this, other, (a, b) => a / b);
  }

  /** Division in which anything over zero is zero. */
  divNoNan(other: Tensor): Tensor {
    return combine(this, other, (a, b) => (b === 0 ? 0 : a / b));
  }

  pow(other: Tensor): Tensor {
    return combine(this, other, (a, b) => a ** b);
  }

  /** Remainder with the sign of the divisor. */
  mod(other: Tensor): Tensor {
    return combine(this, other, (a, b) => {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
    });
  }

  greater(other: Tensor): Tensor {
    return combine(this, other, (a, b) => Number(a > b));
  }

  greaterEqual(other: Tensor): Tensor {
    return combine(this, other, (a, b) => Number(a >= b));
  }

  less(other: Tensor): Tensor {
    return combine(this, other, (a, b) => Number(a < b));
  }

  lessEqual(other: Tensor): Tensor {
    return combine(this, other, (a, b) => Number(a <= b));
  }

  equal(other: Tensor): Tensor {
    return combine(this, other, (a, b) => Number(a === b));
  }

  notEqual(other: Tensor): Tensor {
    return combine(this, other, (a, b) => Number(a !== b));
  }

  sqrt(): Tensor {
    return new Tensor(this.values.map(Math.sqrt), this.shape);
  }

  /** @param axis only 0: over the rows */
  mean(axis: 0): Tensor {
    const rows = this.shape[axis];
    const sums = fold(this, 0, (sum, value) => sum + value);
    return new Tensor(
      sums.values.map((sum) => sum / rows),
      sums.shape,
    );
  }

  max(_axis: 0): Tensor {
    return fold(this, Number.NEGATIVE_INFINITY, Math.max);
  }

  min(_axis: 0): Tensor {
    return fold(this, Number.POSITIVE_INFINITY, Math.min);
  }

  /** Position of the first largest value of a vector. */
  argMax(): Tensor {
    return scalar(this.values.reduce((best, v, i) => (v > this.values[best] ? i : best), 0));
  }

  /** Position of the first smallest value of a vector. */
  argMin(): Tensor {
    return scalar(this.values.reduce((best, v, i) => (v < this.values[best] ? i : best), 0));
  }
}

export function scalar(value: number): Tensor {
  return new Tensor(Float64Array.of(value), []);
}

export function tensor1d(values: readonly number[]): Tensor {
  return new Tensor(Float64Array.from(values), [values.length]);
}

/**
 * @param values rows, or all values in row-major order when a shape is given
 * @throws RangeError when the values do not fill the shape
 */
export function tensor2d(
  values: readonly Nested[],
  shape: readonly number[] = [values.length, (values[0] as number[] | undefined)?.length ?? 0],
): Tensor {
  const flat = Float64Array.from(values.flat() as number[]);
  if (flat.length !== shape[0] * shape[1]) {
    throw new RangeError(`${flat.length} values do not fill the shape [${shape.join(", ")}]`);
  }
  return new Tensor(flat, [...shape]);
}

/** Mean and population variance over the rows. */
export function moments(tensor: Tensor, axis: 0): { mean: Tensor; variance: Tensor } {
  const mean = tensor.mean(axis);
  const deviation = tensor.sub(mean);
  return { mean, variance: deviation.mul(deviation).mean(axis) };
}

/** Random rows without replacement: `data.array(items).shuffle(n, seed).take(n).toArray()`. */
export const data = {
  array<Item>(items: readonly Item[]) {
    return {
      shuffle: (_buffer: number, seed: string) => ({
        take: (count: number) => ({
          toArray: async () => shuffled(items, seed).slice(0, count),
        }),
      }),
    };
  },
};

/** Fisher–Yates over a generator that the seed's text starts. */
function shuffled<Item>(items: readonly Item[], seed: string): Item[] {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) {
    state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  }
  // mulberry32
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Rows and columns; a vector is one row. */
function extent({ shape }: Tensor): [rows: number, columns: number] {
  return [shape.length < 2 ? 1 : shape[0], shape.at(-1) ?? 1];
}

function combine(a: Tensor, b: Tensor, operation: (a: number, b: number) => number): Tensor {
  const [rowsA, columnsA] = extent(a);
  const [rowsB, columnsB] = extent(b);
  const rows = broadcast(rowsA, rowsB);
  const columns = broadcast(columnsA, columnsB);
  const values = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const fromA = rowsA === 1 ? 0 : r * columnsA;
    const fromB = rowsB === 1 ? 0 : r * columnsB;
    for (let c = 0; c < columns; c++) {
      const left = a.values[columnsA === 1 ? fromA : fromA + c];
      const right = b.values[columnsB === 1 ? fromB : fromB + c];
      values[r * columns + c] = operation(left, right);
    }
  }
  return new Tensor(values, [rows, columns].slice(2 - Math.max(a.rank, b.rank)));
}

function broadcast(a: number, b: number): number {
  if (a !== b && a !== 1 && b !== 1) {
    throw new RangeError(`operands of ${a} and ${b} values cannot be combined`);
  }
  return a === 1 ? b : a;
}

/** Folds the rows of a matrix to a vector, a vector to a scalar. */
function fold(tensor: Tensor, start: number, operation: (a: number, b: number) => number): Tensor {
  const [rows, columns] = tensor.rank < 2 ? [tensor.values.length, 1] : extent(tensor);
  const folded = new Float64Array(columns).fill(start);
  for (let i = 0; i < rows * columns; i++) {
    folded[i % columns] = operation(folded[i % columns], tensor.values[i]);
  }
  return new Tensor(folded, tensor.rank < 2 ? [] : [columns]);
}
