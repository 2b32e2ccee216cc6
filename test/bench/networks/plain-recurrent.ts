import { type CellName, gateCounts, type Workload } from "./workloads.js";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** c[m, n] += a · b at any strides, the way one writes it without thinking of caches. */
function multiply(
  [m, n, k]: [number, number, number],
  [a, aAt, aRow, aColumn]: [Float32Array, number, number, number],
  [b, bRow, bColumn]: [Float32Array, number, number],
  [c, cAt]: [Float32Array, number],
): void {
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[aAt + i * aRow + p * aColumn];
      for (let j = 0; j < n; j++) c[cAt + i * n + j] += factor * b[p * bRow + j * bColumn];
    }
  }
}

/** A training step of a recurrent layer in plain JavaScript over typed arrays: forward, then BPTT. */
export function plainStep(cell: CellName, w: Workload): () => void {
  const { input, hidden, time, batch } = w;
  const width = gateCounts[cell] * hidden;
  const random = (n: number) => Float32Array.from({ length: n }, () => Math.random() * 0.2 - 0.1);
  const x = random(time * batch * input);
  const wx = random(input * width);
  const wh = random(hidden * width);
  const bias = random(width);
  const gx = new Float32Array(time * batch * width);
  const gh = new Float32Array(cell === "gru" ? gx.length : 0);
  const hs = new Float32Array((time + 1) * batch * hidden);
  const cs = new Float32Array(hs.length);
  const dwx = new Float32Array(wx.length);
  const dwh = new Float32Array(wh.length);
  const dbias = new Float32Array(width);
  const block = batch * hidden;
  return () => {
    for (let r = 0; r < time * batch; r++) gx.set(bias, r * width);
    gh.fill(0);
    multiply([time * batch, width, input], [x, 0, input, 1], [wx, width, 1], [gx, 0]);
    for (let t = 0; t < time; t++) {
      const recurrent = cell === "gru" ? gh : gx;
      multiply(
        [batch, width, hidden],
        [hs, t * block, hidden, 1],
        [wh, width, 1],
        [recurrent, t * batch * width],
      );
      for (let b = 0; b < batch; b++) {
        const z = (t * batch + b) * width;
        for (let j = 0; j < hidden; j++) {
          const before = t * block + b * hidden + j;
          const after = before + block;
          if (cell === "rnn") {
            hs[after] = Math.tanh(gx[z + j]);
          } else if (cell === "lstm") {
            const i = sigmoid(gx[z + j]);
            const f = sigmoid(gx[z + hidden + j]);
            const g = Math.tanh(gx[z + 2 * hidden + j]);
            const o = sigmoid(gx[z + 3 * hidden + j]);
            const c = f * cs[before] + i * g;
            gx[z + j] = i;
            gx[z + hidden + j] = f;
            gx[z + 2 * hidden + j] = g;
            gx[z + 3 * hidden + j] = o;
            cs[after] = c;
            hs[after] = o * Math.tanh(c);
          } else {
            const r = sigmoid(gx[z + j] + gh[z + j]);
            const u = sigmoid(gx[z + hidden + j] + gh[z + hidden + j]);
            const n = Math.tanh(gx[z + 2 * hidden + j] + r * gh[z + 2 * hidden + j]);
            gx[z + j] = r;
            gx[z + hidden + j] = u;
            gx[z + 2 * hidden + j] = n;
            hs[after] = (1 - u) * n + u * hs[before];
          }
        }
      }
    }
    const dh = new Float32Array(hs.length);
    dh.fill(1 / block, time * block);
    const dc = new Float32Array(block);
    for (let t = time - 1; t >= 0; t--) {
      for (let b = 0; b < batch; b++) {
        const z = (t * batch + b) * width;
        for (let j = 0; j < hidden; j++) {
          const before = t * block + b * hidden + j;
          const d = dh[before + block];
          if (cell === "rnn") {
            const h = hs[before + block];
            gx[z + j] = d * (1 - h * h);
          } else if (cell === "lstm") {
            const [i, f, g, o] = [0, 1, 2, 3].map((k) => gx[z + k * hidden + j]) as [
              number,
              number,
              number,
              number,
            ];
            const s = Math.tanh(cs[before + block]);
            const inner = dc[b * hidden + j] + d * o * (1 - s * s);
            gx[z + j] = inner * g * i * (1 - i);
            gx[z + hidden + j] = inner * cs[before] * f * (1 - f);
            gx[z + 2 * hidden + j] = inner * i * (1 - g * g);
            gx[z + 3 * hidden + j] = d * s * o * (1 - o);
            dc[b * hidden + j] = inner * f;
          } else {
            const r = gx[z + j];
            const u = gx[z + hidden + j];
            const n = gx[z + 2 * hidden + j];
            const dn = d * (1 - u) * (1 - n * n);
            const dr = dn * gh[z + 2 * hidden + j] * r * (1 - r);
            const du = d * (hs[before] - n) * u * (1 - u);
            dh[before] += d * u;
            gx[z + j] = dr;
            gx[z + hidden + j] = du;
            gx[z + 2 * hidden + j] = dn;
            gh[z + j] = dr;
            gh[z + hidden + j] = du;
            gh[z + 2 * hidden + j] = dn * r;
          }
        }
      }
      const recurrent = cell === "gru" ? gh : gx;
      multiply(
        [batch, hidden, width],
        [recurrent, t * batch * width, width, 1],
        [wh, 1, width],
        [dh, t * block],
      );
    }
    const rows = time * batch;
    const recurrent = cell === "gru" ? gh : gx;
    multiply([input, width, rows], [x, 0, 1, input], [gx, width, 1], [dwx, 0]);
    multiply([hidden, width, rows], [hs, 0, 1, hidden], [recurrent, width, 1], [dwh, 0]);
    for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) dbias[j] += gx[r * width + j];
  };
}
