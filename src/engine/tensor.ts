/** Shapes that do not fit together: a mistake in the code that builds a model, not in the data. */
export class ShapeError extends Error {
  constructor(operation: string, expected: string, ...shapes: (readonly number[])[]) {
    super(`${operation}: expected ${expected}, got ${shapes.map(formatShape).join(" and ")}`);
    this.name = "ShapeError";
  }
}

export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** A row-major float32 view into the arena. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly size: number;
  /** Address of the first value, in bytes. */
  readonly at: number;
  /** Address of the gradient; 0 when none flows here. Assigned when the tape is finished. */
  grad: number;
  /** Whether a gradient is wanted. */
  readonly differentiable: boolean;
}
