// Sensitivities of recurrent states to weights, in double precision, carried one step forward.

/** Weights of a block: four vectors of two, 64 bytes. */
const BLOCK: i32 = 8;
const BLOCK_BYTES: usize = 64;

@inline
function madd(sum: v128, a: v128, b: v128): v128 {
  return f64x2.add(sum, f64x2.mul(a, b));
}

/** One row of eight sums: to = kept · inner + Σ jacobian[k] · panel[k]. */
function row1(units: i32, jacobian: usize, panel: usize, to: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = panel + <usize>units * BLOCK_BYTES;
  do {
    const x = v128.load_splat<f64>(jacobian);
    s0 = madd(s0, x, v128.load(panel));
    s1 = madd(s1, x, v128.load(panel, 16));
    s2 = madd(s2, x, v128.load(panel, 32));
    s3 = madd(s3, x, v128.load(panel, 48));
    jacobian += 8;
    panel += BLOCK_BYTES;
  } while (panel < end);
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

/** Two rows at once, so that a panel is loaded for both; their sums begin with the factors `a` and `b` of `inner`. */
@inline
function row2(
  units: i32,
  jacobian: usize,
  panel: usize,
  first: usize,
  second: usize,
  inner: usize,
  a: v128,
  b: v128,
): void {
  const i0 = v128.load(inner);
  const i1 = v128.load(inner, 16);
  const i2 = v128.load(inner, 32);
  const i3 = v128.load(inner, 48);
  let s0 = f64x2.mul(a, i0);
  let s1 = f64x2.mul(a, i1);
  let s2 = f64x2.mul(a, i2);
  let s3 = f64x2.mul(a, i3);
  let t0 = f64x2.mul(b, i0);
  let t1 = f64x2.mul(b, i1);
  let t2 = f64x2.mul(b, i2);
  let t3 = f64x2.mul(b, i3);
  const next = (<usize>units) << 3;
  const end = panel + <usize>units * BLOCK_BYTES;
  do {
    const p0 = v128.load(panel);
    const p1 = v128.load(panel, 16);
    const p2 = v128.load(panel, 32);
    const p3 = v128.load(panel, 48);
    let x = v128.load_splat<f64>(jacobian);
    s0 = madd(s0, x, p0);
    s1 = madd(s1, x, p1);
    s2 = madd(s2, x, p2);
    s3 = madd(s3, x, p3);
    x = v128.load_splat<f64>(jacobian + next);
    t0 = madd(t0, x, p0);
    t1 = madd(t1, x, p1);
    t2 = madd(t2, x, p2);
    t3 = madd(t3, x, p3);
    jacobian += 8;
    panel += BLOCK_BYTES;
  } while (panel < end);
  v128.store(first, s0);
  v128.store(first, s1, 16);
  v128.store(first, s2, 32);
  v128.store(first, s3, 48);
  v128.store(second, t0);
  v128.store(second, t1, 16);
  v128.store(second, t2, 32);
  v128.store(second, t3, 48);
}

/**
 * S ← J·S_h + kept ⊙ S_c in place, where S_h are the rows of hidden states, the first of each unit's
 * `components` (1 or 2), and S_c those of inner ones.
 *
 * @param columns   weights, a multiple of 8
 * @param s         [units · components, columns]
 * @param jacobian  [units · components, units], ∂sₜ/∂hₜ₋₁
 * @param kept      [units · 2], ∂sₜ/∂cₜ₋₁ of a unit with two components
 * @param panel     scratch of 8 · (units + 1) numbers, the last 8 of them zeros
 */
export function influence(
  units: i32,
  components: i32,
  columns: i32,
  s: usize,
  jacobian: usize,
  kept: usize,
  panel: usize,
): void {
  const row = (<usize>columns) << 3;
  const unit = row * components;
  const zeros = panel + <usize>units * BLOCK_BYTES;
  const none = f64x2.splat(0);
  for (let n = 0; n < columns; n += BLOCK) {
    const block = s + ((<usize>n) << 3);
    for (let k = 0; k < units; k++)
      memory.copy(panel + <usize>k * BLOCK_BYTES, block + <usize>k * unit, BLOCK_BYTES);
    let from = jacobian;
    let to = block;
    if (components == 2) {
      let factor = kept;
      for (let j = 0; j < units; j++) {
        const inner = to + row;
        row2(
          units,
          from,
          panel,
          to,
          inner,
          inner,
          v128.load_splat<f64>(factor),
          v128.load_splat<f64>(factor + 8),
        );
        factor += 16;
        from += (<usize>units) << 4;
        to += unit;
      }
      continue;
    }
    let j = 0;
    for (; j + 2 <= units; j += 2) {
      row2(units, from, panel, to, to + row, zeros, none, none);
      from += (<usize>units) << 4;
      to += row << 1;
    }
    if (j < units) row1(units, from, panel, to);
  }
}
