import { axpy } from "./elementwise";
import { at, exp4, lanes, load4, log4, sigmoid4, splat, store4 } from "./math";
import { sumOfSquares } from "./rows";

// Matrix LSTM (Beck et al. 2024): each head keeps a matrix of values by keys, which no hidden state
// feeds back into. A row of z holds q, k, v and o [hidden] each, then the heads' i and f [heads] each. A
// row of what is stored holds the heads' matrices, transposed [heads, d, d], normalisers [heads, d] and
// stabilisers [heads].

@inline
function exp(x: f32): f32 {
  return f32x4.extract_lane(exp4(splat(x)), 0);
}

/** ln σ(x) */
@inline
function logSigmoid(x: f32): f32 {
  const tail = f32x4.extract_lane(log4(splat(<f32>1 + exp(-abs(x)))), 0);
  return min(x, <f32>0) - tail;
}

@inline
function sum4(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

function dot(n: i32, x: usize, y: usize): f32 {
  let sums = splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4)
    sums = f32x4.add(sums, f32x4.mul(v128.load(x + at(i)), v128.load(y + at(i))));
  let sum = sum4(sums);
  for (; i < n; i++) sum += load<f32>(x + at(i)) * load<f32>(y + at(i));
  return sum;
}

/** to = a · x + b · y */
@inline
function mix(n: i32, a: f32, x: usize, b: f32, y: usize, to: usize): void {
  const first = splat(a);
  const second = splat(b);
  for (let i = 0, count = 0; i < n; i += count) {
    count = lanes(n, i);
    const sum = f32x4.add(
      f32x4.mul(first, load4(x + at(i), count)),
      f32x4.mul(second, load4(y + at(i), count)),
    );
    store4(to + at(i), sum, count);
  }
}

/** x *= a */
@inline
function scale(n: i32, a: f32, x: usize): void {
  const factor = splat(a);
  for (let i = 0, count = 0; i < n; i += count) {
    count = lanes(n, i);
    store4(x + at(i), f32x4.mul(factor, load4(x + at(i), count)), count);
  }
}

/**
 * @param z       [time, batch, 4·hidden + 2·heads]; left with k in its scale, σ of o, and the stabilised
 *                i and f
 * @param stored  [time + 1, batch, hidden·(d + 1) + heads]; block 0 is the initial one, which counts only
 *                when `stateful`
 * @param read    [time, batch, hidden], what the memory answers before the output gate
 * @param scales  [time, batch, 3·heads]: 1 over the normaliser's answer, how the answer's sign enters
 *                (0 where it is held at its floor), ∂ ln f/∂z_f
 * @param h       [time, batch, hidden]
 */
export function mlstmForward(
  time: i32,
  batch: i32,
  hidden: i32,
  heads: i32,
  exponential: i32,
  stateful: i32,
  z: usize,
  stored: usize,
  read: usize,
  scales: usize,
  h: usize,
): void {
  const d = hidden / heads;
  const matrix = hidden * d;
  const normalizers = at(matrix);
  const stabilizers = normalizers + at(hidden);
  const row = at(matrix + hidden + heads);
  const width = at(4 * hidden + 2 * heads);
  const shrink: f32 = <f32>1 / Mathf.sqrt(<f32>d);
  if (!stateful) memory.fill(stored, 0, row * batch);
  for (let t = 0; t < time; t++) {
    const empty = t == 0 && !stateful;
    for (let b = 0; b < batch; b++) {
      const before = stored + row * b;
      const after = before + row * batch;
      const k = z + at(hidden);
      const v = k + at(hidden);
      const o = v + at(hidden);
      const gate = o + at(hidden);
      scale(hidden, shrink, k);
      for (let j = 0, count = 0; j < hidden; j += count) {
        count = lanes(hidden, j);
        store4(o + at(j), sigmoid4(load4(o + at(j), count)), count);
      }
      for (let head = 0; head < heads; head++) {
        const zi = load<f32>(gate + at(head));
        const zf = load<f32>(gate + at(heads + head));
        const logForget = exponential ? zf : logSigmoid(zf);
        const kept = logForget + load<f32>(before + stabilizers + at(head));
        const stabilizer = empty ? zi : max(kept, zi);
        const i: f32 = empty ? 1 : exp(zi - stabilizer);
        const f: f32 = empty ? 0 : exp(kept - stabilizer);
        store<f32>(after + stabilizers + at(head), stabilizer);
        store<f32>(gate + at(head), i);
        store<f32>(gate + at(heads + head), f);
        const own = at(head * d);
        const answer = read + own;
        memory.fill(answer, 0, at(d));
        for (let j = 0; j < d; j++) {
          const place = at((head * d + j) * d);
          const now = after + place;
          mix(d, f, before + place, i * load<f32>(k + own + at(j)), v + own, now);
          axpy(d, load<f32>(z + own + at(j)), now, answer);
        }
        const normal = after + normalizers + own;
        mix(d, f, before + normalizers + own, i, k + own, normal);
        const weight = dot(d, normal, z + own);
        const floor = exp(-stabilizer);
        const inverse: f32 = <f32>1 / max(abs(weight), floor);
        scale(d, inverse, answer);
        for (let j = 0, count = 0; j < d; j += count) {
          count = lanes(d, j);
          const gated = f32x4.mul(load4(o + own + at(j), count), load4(answer + at(j), count));
          store4(h + own + at(j), gated, count);
        }
        store<f32>(scales + at(head), inverse);
        const sign: f32 = weight < 0 ? -1 : 1;
        store<f32>(scales + at(heads + head), abs(weight) > floor ? sign : 0);
        const slope: f32 = exponential ? 1 : f32x4.extract_lane(sigmoid4(splat(-zf)), 0);
        store<f32>(scales + at(2 * heads + head), slope);
      }
      z += width;
      read += at(hidden);
      scales += at(3 * heads);
      h += at(hidden);
    }
    stored += row * batch;
  }
}

/**
 * Backpropagation through time. Stabilisers only choose the unit in which a memory is held, so that no
 * gradient flows through them.
 *
 * @param dstored  [batch, hidden·(d + 1) + heads], gradient of the last memory; becomes the first one's
 * @param dh       [time, batch, hidden]
 * @param dz       [time, batch, 4·hidden + 2·heads], zeros on entry
 * @param truncate steps after which the gradient is cut; 0 for never
 * @param tap      [time], norms of the gradients of the matrices; 0 when off
 */
export function mlstmBackward(
  time: i32,
  batch: i32,
  hidden: i32,
  heads: i32,
  z: usize,
  stored: usize,
  read: usize,
  scales: usize,
  dstored: usize,
  dh: usize,
  dz: usize,
  truncate: i32,
  tap: usize,
): void {
  const d = hidden / heads;
  const matrix = hidden * d;
  const normalizers = at(matrix);
  const row = at(matrix + hidden + heads);
  const width = at(4 * hidden + 2 * heads);
  const shrink: f32 = <f32>1 / Mathf.sqrt(<f32>d);
  for (let b = 0; b < batch; b++)
    memory.fill(dstored + row * b + normalizers + at(hidden), 0, at(heads));
  for (let t = time - 1; t >= 0; t--) {
    let square: f64 = 0;
    for (let b = 0; b < batch; b++) {
      const place = <usize>(t * batch + b);
      const q = z + width * place;
      const k = q + at(hidden);
      const v = k + at(hidden);
      const o = v + at(hidden);
      const gate = o + at(hidden);
      const dq = dz + width * place;
      const dk = dq + at(hidden);
      const dv = dk + at(hidden);
      const dzo = dv + at(hidden);
      const dgate = dzo + at(hidden);
      const answers = read + at(hidden) * place;
      const scale3 = scales + at(3 * heads) * place;
      const upper = dh + at(hidden) * place;
      const before = stored + row * place;
      const after = before + row * batch;
      const d1 = dstored + row * b;
      // What reaches the answer replaces it, once the output gate has seen it.
      for (let head = 0; head < heads; head++) {
        const own = at(head * d);
        const answer = answers + own;
        const inverse = load<f32>(scale3 + at(head));
        let lost = splat(0);
        let rest: f32 = 0;
        for (let j = 0, count = 0; j < d; j += count) {
          count = lanes(d, j);
          const to = own + at(j);
          const gated = load4(o + to, count);
          const value = load4(answer + at(j), count);
          const error = load4(upper + to, count);
          const change = f32x4.mul(gated, f32x4.sub(splat(1), gated));
          store4(dzo + to, f32x4.mul(f32x4.mul(error, value), change), count);
          const inner = f32x4.mul(f32x4.mul(error, gated), splat(inverse));
          const product = f32x4.mul(inner, value);
          if (count == 4) lost = f32x4.add(lost, product);
          else rest += f32x4.extract_lane(product, 0);
          store4(answer + at(j), inner, count);
        }
        // Of the normaliser's answer n·q.
        const dweight = -(sum4(lost) + rest) * load<f32>(scale3 + at(heads + head));
        const normal = d1 + normalizers + own;
        axpy(d, dweight, q + own, normal);
        axpy(d, dweight, after + normalizers + own, dq + own);
        const i = load<f32>(gate + at(head));
        const f = load<f32>(gate + at(heads + head));
        let di: f32 = dot(d, normal, k + own);
        let df: f32 = dot(d, normal, before + normalizers + own);
        for (let j = 0; j < d; j++) {
          const line = at((head * d + j) * d);
          const gradient = d1 + line;
          const key = load<f32>(k + own + at(j));
          axpy(d, load<f32>(q + own + at(j)), answer, gradient);
          const query = dq + own + at(j);
          store<f32>(query, load<f32>(query) + dot(d, after + line, answer));
          axpy(d, i * key, gradient, dv + own);
          const written = dot(d, gradient, v + own);
          store<f32>(dk + own + at(j), shrink * i * (written + load<f32>(normal + at(j))));
          di += key * written;
          df += dot(d, gradient, before + line);
          if (tap) square += sumOfSquares(d, gradient);
          scale(d, f, gradient);
        }
        scale(d, f, normal);
        store<f32>(dgate + at(head), i * di);
        const slope = load<f32>(scale3 + at(2 * heads + head));
        store<f32>(dgate + at(heads + head), f * df * slope);
      }
    }
    if (tap) store<f32>(tap + at(t), <f32>Math.sqrt(square));
    if (truncate && t && (time - t) % truncate == 0) memory.fill(dstored, 0, row * batch);
  }
}
