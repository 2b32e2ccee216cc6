/** Which cells of the grid of two series a warping path may cross. */
export type WarpWindow =
  | { readonly kind: "none" }
  /** |i − j| ≤ max(radius, |n − m|) */
  | { readonly kind: "sakoe-chiba"; readonly radius: number }
  /** A parallelogram between slopes 1/slope and slope from both corners; slope > 1. */
  | { readonly kind: "itakura"; readonly slope: number };

/** For each row its first and last column; neither ever decreases, and neighbouring rows touch. */
export interface Bands {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * @param n rows
 * @param m columns
 * @throws RangeError for a radius below 0 or a slope not above 1
 * @see Sakoe & Chiba (1978), "Dynamic programming algorithm optimization for spoken word recognition";
 *   Itakura (1975), "Minimum prediction residual principle applied to speech recognition"
 */
export function bandsOf(n: number, m: number, window: WarpWindow): Bands {
  const from = new Int32Array(n);
  const to = new Int32Array(n).fill(m - 1);
  if (window.kind === "sakoe-chiba") {
    if (!(window.radius >= 0)) throw new RangeError(`the radius must be ≥ 0, got ${window.radius}`);
    const radius = Math.max(Math.floor(window.radius), Math.abs(n - m));
    for (let i = 0; i < n; i++) {
      from[i] = Math.max(0, i - radius);
      to[i] = Math.min(m - 1, i + radius);
    }
  } else if (window.kind === "itakura") {
    const { slope } = window;
    if (!(slope > 1)) throw new RangeError(`the slope must be > 1, got ${slope}`);
    if (n === 1 || m === 1) return { from, to };
    for (let i = 0; i < n; i++) {
      const u = i / (n - 1);
      const low = Math.max(u / slope, 1 - slope * (1 - u));
      const high = Math.min(u * slope, 1 - (1 - u) / slope);
      // Rounded outwards, so that no row is without a cell.
      from[i] = Math.max(0, Math.floor(low * (m - 1)));
      to[i] = Math.min(m - 1, Math.ceil(high * (m - 1)));
    }
    for (let i = n - 1; i > 0; i--) to[i - 1] = Math.max(to[i - 1], from[i] - 1);
    for (let i = 1; i < n; i++) to[i] = Math.max(to[i], to[i - 1]);
  }
  return { from, to };
}
