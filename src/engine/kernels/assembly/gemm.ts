// General matrix products. Every element of C is one sum over k in rising order, whatever the tile
// it falls in, so results do not depend on tiling.

/** Columns of a panel: B is copied to panels of 16 neighbouring columns, zero beyond its edge. */
const NR: i32 = 16;
/** Columns of a panel at the right edge that has no more: its other half is left alone. */
const HALF: i32 = 8;
const PANEL_ROW: usize = 64;
const HALF_ROW: usize = 32;
/** Depth up to which a panel (16 kB) stays close to the core. */
const KC: i32 = 256;

/** Copies four columns, in each of which the rows lie side by side. */
function packFour(to: usize, b: usize, column: usize, kc: i32): void {
  const c = b + column;
  const d = c + column;
  const e = d + column;
  let p: i32 = 0;
  let from: usize = 0;
  for (; p + 4 <= kc; p += 4) {
    const b0 = v128.load(b + from);
    const b1 = v128.load(c + from);
    const b2 = v128.load(d + from);
    const b3 = v128.load(e + from);
    const low = v128.shuffle<f32>(b0, b1, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(b0, b1, 2, 6, 3, 7);
    const low2 = v128.shuffle<f32>(b2, b3, 0, 4, 1, 5);
    const high2 = v128.shuffle<f32>(b2, b3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low, low2, 0, 1, 4, 5));
    v128.store(to + PANEL_ROW, v128.shuffle<f32>(low, low2, 2, 3, 6, 7));
    v128.store(to + 2 * PANEL_ROW, v128.shuffle<f32>(high, high2, 0, 1, 4, 5));
    v128.store(to + 3 * PANEL_ROW, v128.shuffle<f32>(high, high2, 2, 3, 6, 7));
    to += 4 * PANEL_ROW;
    from += 16;
  }
  for (; p < kc; p++) {
    store<f32>(to, load<f32>(b + from));
    store<f32>(to, load<f32>(c + from), 4);
    store<f32>(to, load<f32>(d + from), 8);
    store<f32>(to, load<f32>(e + from), 12);
    to += PANEL_ROW;
    from += 4;
  }
}

/** Copies `width` columns of B[kc × …] to a panel. */
function packPanel(panel: usize, b: usize, rsb: i32, csb: i32, kc: i32, width: i32): void {
  const row = (<usize>rsb) << 2;
  const column = (<usize>csb) << 2;
  if (csb == 1 && width == NR) {
    for (let p = 0; p < kc; p++) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
      v128.store(panel, v128.load(b, 32), 32);
      v128.store(panel, v128.load(b, 48), 48);
      panel += PANEL_ROW;
      b += row;
    }
    return;
  }
  const columns = width <= HALF ? HALF : NR;
  let j = 0;
  if (rsb == 1) {
    for (; j + 4 <= width; j += 4) {
      packFour(panel, b, column, kc);
      panel += 16;
      b += column << 2;
    }
  }
  for (; j < columns; j++) {
    let to = panel;
    let from = b;
    for (let p = 0; p < kc; p++) {
      store<f32>(to, j < width ? load<f32>(from) : 0);
      to += PANEL_ROW;
      from += row;
    }
    panel += 4;
    b += column;
  }
}

@inline
function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), sum);
}

/**
 * C[2 × 16] += A[2 × kc] · panel[kc × 16]. Eight sums, four columns and a factor fit the registers.
 * Inlined, as a call for every two rows costs a fifth of the speed.
 */
@inline
function tile2(kc: i32, a: usize, row: usize, step: usize, panel: usize, c: usize, d: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let s2 = v128.load(c, 32);
  let s3 = v128.load(c, 48);
  let t0 = v128.load(d);
  let t1 = v128.load(d, 16);
  let t2 = v128.load(d, 32);
  let t3 = v128.load(d, 48);
  const end = panel + <usize>kc * PANEL_ROW;
  do {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const b2 = v128.load(panel, 32);
    const b3 = v128.load(panel, 48);
    let x = v128.load_splat<f32>(a);
    s0 = madd(s0, x, b0);
    s1 = madd(s1, x, b1);
    s2 = madd(s2, x, b2);
    s3 = madd(s3, x, b3);
    x = v128.load_splat<f32>(a + row);
    t0 = madd(t0, x, b0);
    t1 = madd(t1, x, b1);
    t2 = madd(t2, x, b2);
    t3 = madd(t3, x, b3);
    a += step;
    panel += PANEL_ROW;
  } while (panel < end);
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(d, t0);
  v128.store(d, t1, 16);
  v128.store(d, t2, 32);
  v128.store(d, t3, 48);
}

/** C[1 × 16] += A[1 × kc] · panel[kc × 16]. */
function tile1(kc: i32, a: usize, step: usize, panel: usize, c: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let s2 = v128.load(c, 32);
  let s3 = v128.load(c, 48);
  const end = panel + <usize>kc * PANEL_ROW;
  do {
    const x = v128.load_splat<f32>(a);
    s0 = madd(s0, x, v128.load(panel));
    s1 = madd(s1, x, v128.load(panel, 16));
    s2 = madd(s2, x, v128.load(panel, 32));
    s3 = madd(s3, x, v128.load(panel, 48));
    a += step;
    panel += PANEL_ROW;
  } while (panel < end);
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

/** C[4 × 8] += A[4 × kc] · panel[kc × 8], in as many registers as the tile of two whole rows. */
function tile4(
  kc: i32,
  a: usize,
  row: usize,
  step: usize,
  panel: usize,
  c: usize,
  rowC: usize,
): void {
  const d = c + rowC;
  const e = d + rowC;
  const f = e + rowC;
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let t0 = v128.load(d);
  let t1 = v128.load(d, 16);
  let u0 = v128.load(e);
  let u1 = v128.load(e, 16);
  let w0 = v128.load(f);
  let w1 = v128.load(f, 16);
  const end = panel + <usize>kc * PANEL_ROW;
  const row2 = row << 1;
  const row3 = row2 + row;
  do {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load_splat<f32>(a);
    s0 = madd(s0, x, b0);
    s1 = madd(s1, x, b1);
    x = v128.load_splat<f32>(a + row);
    t0 = madd(t0, x, b0);
    t1 = madd(t1, x, b1);
    x = v128.load_splat<f32>(a + row2);
    u0 = madd(u0, x, b0);
    u1 = madd(u1, x, b1);
    x = v128.load_splat<f32>(a + row3);
    w0 = madd(w0, x, b0);
    w1 = madd(w1, x, b1);
    a += step;
    panel += PANEL_ROW;
  } while (panel < end);
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(d, t0);
  v128.store(d, t1, 16);
  v128.store(e, u0);
  v128.store(e, u1, 16);
  v128.store(f, w0);
  v128.store(f, w1, 16);
}

@inline
function copyRow(to: usize, from: usize, width: i32): void {
  for (let j = 0; j < width; j++)
    store<f32>(to + ((<usize>j) << 2), load<f32>(from + ((<usize>j) << 2)));
}

/** C[m × width] += A · panel, where `width` < 16 (but 8) goes through an edge of two whole rows. */
function panelProduct(
  m: i32,
  width: i32,
  kc: i32,
  a: usize,
  row: usize,
  step: usize,
  panel: usize,
  c: usize,
  rowC: usize,
  edge: usize,
): void {
  let i = 0;
  if (width == NR) {
    for (; i + 2 <= m; i += 2) {
      tile2(kc, a, row, step, panel, c, c + rowC);
      a += row << 1;
      c += rowC << 1;
    }
    if (i < m) tile1(kc, a, step, panel, c);
    return;
  }
  if (width <= HALF) {
    for (; i + 4 <= m; i += 4) {
      if (width == HALF) tile4(kc, a, row, step, panel, c, rowC);
      else {
        for (let r: usize = 0; r < 4; r++) copyRow(edge + r * HALF_ROW, c + r * rowC, width);
        tile4(kc, a, row, step, panel, edge, HALF_ROW);
        for (let r: usize = 0; r < 4; r++) copyRow(c + r * rowC, edge + r * HALF_ROW, width);
      }
      a += row << 2;
      c += rowC << 2;
    }
  }
  for (; i + 2 <= m; i += 2) {
    copyRow(edge, c, width);
    copyRow(edge + PANEL_ROW, c + rowC, width);
    tile2(kc, a, row, step, panel, edge, edge + PANEL_ROW);
    copyRow(c, edge, width);
    copyRow(c + rowC, edge + PANEL_ROW, width);
    a += row << 1;
    c += rowC << 1;
  }
  if (i < m) {
    copyRow(edge, c, width);
    tile1(kc, a, step, panel, edge);
    copyRow(c, edge, width);
  }
}

/**
 * C (+)= A · B with A[m × k] and B[k × n] at any row and column strides (in floats) and C row-major,
 * `ldc` floats a row. A transposed operand is one whose strides are swapped.
 *
 * `scratch` holds one panel and an edge: GEMM_SCRATCH floats, one for each thread.
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  ldc: i32,
  accumulate: i32,
  scratch: usize,
): void {
  if (!accumulate) {
    for (let i = 0; i < m; i++) memory.fill(c + ((<usize>(i * ldc)) << 2), 0, (<usize>n) << 2);
  }
  const row = (<usize>rsa) << 2;
  const step = (<usize>csa) << 2;
  const rowC = (<usize>ldc) << 2;
  const edge = scratch + <usize>KC * PANEL_ROW;
  for (let k0 = 0; k0 < k; k0 += KC) {
    const kc = min(KC, k - k0);
    for (let j = 0; j < n; j += NR) {
      const width = min(NR, n - j);
      packPanel(scratch, b + ((<usize>(k0 * rsb + j * csb)) << 2), rsb, csb, kc, width);
      panelProduct(
        m,
        width,
        kc,
        a + <usize>k0 * step,
        row,
        step,
        scratch,
        c + ((<usize>j) << 2),
        rowC,
        edge,
      );
    }
  }
}

/** Copies all of B to panels, for products that use it many times. */
export function pack(k: i32, n: i32, b: usize, rsb: i32, csb: i32, packed: usize): void {
  for (let j = 0; j < n; j += NR) {
    packPanel(packed, b + ((<usize>(j * csb)) << 2), rsb, csb, k, min(NR, n - j));
    packed += <usize>k * PANEL_ROW;
  }
}

/** C += A · B with A[m × k] row-major and B packed. */
export function gemmPacked(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  packed: usize,
  c: usize,
  scratch: usize,
): void {
  const rowC = (<usize>n) << 2;
  for (let j = 0; j < n; j += NR) {
    panelProduct(
      m,
      min(NR, n - j),
      k,
      a,
      (<usize>k) << 2,
      4,
      packed,
      c + ((<usize>j) << 2),
      rowC,
      scratch,
    );
    packed += <usize>k * PANEL_ROW;
  }
}
