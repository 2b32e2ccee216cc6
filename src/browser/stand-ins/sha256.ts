const BLOCK = 64;
const ROUNDS = 64;

/** First 32 bits of the fractional parts of the cube roots (K) and square roots (H) of the first primes. */
const K = new Uint32Array(ROUNDS);
const H = new Uint32Array(8);
for (let n = 2, found = 0; found < ROUNDS; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
  if (!prime) continue;
  // Whole numbers, as the last bits of Math.cbrt differ between engines.
  K[found] = Number(root(BigInt(n) << 96n, 3n) & 0xffffffffn);
  if (found < H.length) H[found] = Number(root(BigInt(n) << 64n, 2n) & 0xffffffffn);
  found++;
}

/** The whole part of a root. */
function root(value: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << 40n;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** degree <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

const rotated = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));

/**
 * SHA-256 of bytes that come piece by piece, with the methods of Node's Hash.
 *
 * @see FIPS 180-4, section 6.2
 */
export class Sha256 {
  private readonly state = H.slice();
  private readonly block = new Uint8Array(BLOCK);
  private readonly words = new Uint32Array(ROUNDS);
  private filled = 0;
  private length = 0;

  update(data: string | Uint8Array): this {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    this.length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + BLOCK - this.filled);
      this.block.set(part, this.filled);
      at += part.length;
      this.filled += part.length;
      if (this.filled === BLOCK) this.compress();
    }
    return this;
  }

  digest(_encoding: "hex"): string {
    const bits = BigInt(this.length) * 8n;
    const rest = (BLOCK + 55 - this.filled) % BLOCK;
    const padding = new Uint8Array(1 + rest + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(1 + rest, bits);
    this.update(padding);
    return Array.from(this.state, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  private compress(): void {
    const { state, block, words } = this;
    const view = new DataView(block.buffer);
    for (let t = 0; t < 16; t++) words[t] = view.getUint32(4 * t);
    for (let t = 16; t < ROUNDS; t++) {
      const [w15, w2] = [words[t - 15], words[t - 2]];
      const s0 = rotated(w15, 7) ^ rotated(w15, 18) ^ (w15 >>> 3);
      const s1 = rotated(w2, 17) ^ rotated(w2, 19) ^ (w2 >>> 10);
      words[t] = words[t - 16] + s0 + words[t - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < ROUNDS; t++) {
      const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const first = (h + s1 + ((e & f) ^ (~e & g)) + K[t] + words[t]) | 0;
      const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i] += word;
    });
    this.filled = 0;
  }
}
