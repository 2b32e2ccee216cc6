import { load4, sigmoid4, splat, store4, tanh4 } from "./math";
import { squash4 } from "./rnn";

// The long short-term memory of 1997: no forget gate, so the state's derivative by its past is 1.
// Pre-activations lie in the order input gates, output gates (one a block), cell inputs (one a cell).

/** 2·tanh(c/2), or with `narrow` the paper's second squash tanh(c/2). */
@inline
function outer(c: v128, narrow: bool): v128 {
  return narrow ? tanh4(f32x4.mul(splat(0.5), c)) : squash4(c);
}

/** The derivative of `outer` from its value s. */
@inline
function outerSlope(s: v128, narrow: bool): v128 {
  const square = f32x4.mul(s, s);
  return narrow
    ? f32x4.mul(splat(0.5), f32x4.sub(splat(1), square))
    : f32x4.sub(splat(1), f32x4.mul(splat(0.25), square));
}

@inline
function cells(
  count: i32,
  gate: usize,
  cell: usize,
  zi: usize,
  zo: usize,
  zg: usize,
  before: usize,
  c: usize,
  squashed: usize,
  h: usize,
  narrow: bool,
): void {
  const g = squash4(load4(zg + cell, count));
  const state = f32x4.add(load4(before + cell, count), f32x4.mul(load4(zi + gate, count), g));
  const s = outer(state, narrow);
  store4(zg + cell, g, count);
  store4(c + cell, state, count);
  store4(squashed + cell, s, count);
  store4(h + cell, f32x4.mul(load4(zo + gate, count), s), count);
}

@inline
function row(
  n: i32,
  block: i32,
  z: usize,
  before: usize,
  c: usize,
  squashed: usize,
  h: usize,
  narrow: bool,
): void {
  const gates = n / block;
  const zi = z;
  const zo = z + ((<usize>gates) << 2);
  const zg = zo + ((<usize>gates) << 2);
  let j = 0;
  for (; j + 4 <= 2 * gates; j += 4)
    store4(z + ((<usize>j) << 2), sigmoid4(load4(z + ((<usize>j) << 2), 4)), 4);
  for (; j < 2 * gates; j++)
    store4(z + ((<usize>j) << 2), sigmoid4(load4(z + ((<usize>j) << 2), 1)), 1);
  j = 0;
  if (block == 1) {
    for (; j + 4 <= n; j += 4) {
      const at = (<usize>j) << 2;
      cells(4, at, at, zi, zo, zg, before, c, squashed, h, narrow);
    }
  }
  for (; j < n; j++)
    cells(
      1,
      (<usize>(j / block)) << 2,
      (<usize>j) << 2,
      zi,
      zo,
      zg,
      before,
      c,
      squashed,
      h,
      narrow,
    );
}

/** One row of gates and states; `squashed` keeps the squashed state. */
export function lstm97Row(
  n: i32,
  block: i32,
  narrow: bool,
  z: usize,
  before: usize,
  c: usize,
  squashed: usize,
  h: usize,
): void {
  if (narrow) row(n, block, z, before, c, squashed, h, true);
  else row(n, block, z, before, c, squashed, h, false);
}

@inline
function rowBack(
  n: i32,
  block: i32,
  z: usize,
  squashed: usize,
  dh: usize,
  dc: usize,
  tap: usize,
  narrow: bool,
): void {
  const gates = n / block;
  const one = splat(1);
  const zi = z;
  const zo = z + ((<usize>gates) << 2);
  const zg = zo + ((<usize>gates) << 2);
  const count = block == 1 ? 4 : 1;
  for (let b = 0; b < gates; ) {
    const lanes = count == 4 && b + 4 <= gates ? 4 : 1;
    const gate = (<usize>b) << 2;
    const i = load4(zi + gate, lanes);
    const o = load4(zo + gate, lanes);
    let di = splat(0);
    let dout = splat(0);
    for (let k = 0; k < block; k++) {
      const cell = (<usize>(b * block + k)) << 2;
      const g = load4(zg + cell, lanes);
      const s = load4(squashed + cell, lanes);
      const upper = load4(dh + cell, lanes);
      const d = f32x4.add(
        load4(dc + cell, lanes),
        f32x4.mul(f32x4.mul(upper, o), outerSlope(s, narrow)),
      );
      dout = f32x4.add(dout, f32x4.mul(upper, s));
      di = f32x4.add(di, f32x4.mul(d, g));
      const dg = f32x4.sub(one, f32x4.mul(splat(0.25), f32x4.mul(g, g)));
      store4(zg + cell, f32x4.mul(f32x4.mul(d, i), dg), lanes);
      store4(dc + cell, d, lanes);
      if (tap) store4(squashed + cell, d, lanes);
    }
    store4(zi + gate, f32x4.mul(di, f32x4.mul(i, f32x4.sub(one, i))), lanes);
    store4(zo + gate, f32x4.mul(dout, f32x4.mul(o, f32x4.sub(one, o))), lanes);
    b += lanes;
  }
}

/** Pre-activations become ∂L/∂z; dc passes to the state before unchanged: the constant error carousel. */
export function lstm97RowBack(
  n: i32,
  block: i32,
  narrow: bool,
  z: usize,
  squashed: usize,
  dh: usize,
  dc: usize,
  tap: usize,
): void {
  if (narrow) rowBack(n, block, z, squashed, dh, dc, tap, true);
  else rowBack(n, block, z, squashed, dh, dc, tap, false);
}
