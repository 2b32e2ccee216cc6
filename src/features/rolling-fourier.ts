import { cos, sin } from "../numeric/elementary.js";

/** Cosine and sine of each part of a whole turn; [length] each. */
export interface Turn {
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** A turn in `length` parts. */
export function turnOf(length: number): Turn {
  const angles = Float64Array.from({ length }, (_, i) => (2 * Math.PI * i) / length);
  return { cosine: angles.map(cos), sine: angles.map(sin) };
}

/**
 * How much of a wave is in each window of w values as it rolls on, seen from the window's end:
 *
 *   cosine[s] = Σᵢ y[s + w − 1 − i]·cos(2πij/w)     sine[s] = Σᵢ y[s + w − 1 − i]·sin(2πij/w)
 *
 * in O(1) a window. Of blocks of w values each window is the end of one and the start of the next: two sums
 * that grow value by value. Nothing is ever taken out of a sum, so that a window knows its own values
 * alone, whatever great or missing ones were before it.
 *
 * @param turn in w parts
 * @param j    cycles a window
 * @returns    one of each a window, n − w + 1
 */
export function rollingWave(y: Float64Array, { cosine, sine }: Turn, j: number): Turn {
  const w = cosine.length;
  const windows = Math.max(0, y.length - w + 1);
  const found = { cosine: new Float64Array(windows), sine: new Float64Array(windows) };
  const endCosine = new Float64Array(w);
  const endSine = new Float64Array(w);
  for (let block = 0; block < windows; block += w) {
    let c = 0;
    let s = 0;
    for (let r = w - 1, part = ((w - 1) * j) % w; r >= 0; r--) {
      const value = y[block + r];
      c += value * cosine[part];
      s += value * sine[part];
      endCosine[r] = c;
      endSine[r] = s;
      part -= j;
      if (part < 0) part += w;
    }
    [c, s] = [0, 0];
    // Where the window's last value stands in the turn, and the next one.
    let last = (w - j) % w;
    let part = 0;
    for (let r = 0; r < w && block + r < windows; r++) {
      const wholeCosine = endCosine[r] + c;
      const wholeSine = endSine[r] + s;
      found.cosine[block + r] = wholeCosine * cosine[last] + wholeSine * sine[last];
      found.sine[block + r] = wholeCosine * sine[last] - wholeSine * cosine[last];
      const value = y[block + w + r];
      c += value * cosine[part];
      s += value * sine[part];
      last = part;
      part += j;
      if (part >= w) part -= w;
    }
  }
  return found;
}
