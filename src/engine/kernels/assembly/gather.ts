import { add4 } from "./rows";
import { load4 } from "./math";

// Rows of a table by number. Numbers are float32 tensors holding whole numbers.

/** The number at `at`, or −1 when it is not one of a row. */
@inline
function rowNumber(at: usize, rows: i32): i32 {
  const number = load<f32>(at);
  return number >= 0 && number < <f32>rows ? <i32>number : -1;
}

/** to[i] = table[index[i]]; a row that is not there reads as NaN. */
export function gather(n: i32, rows: i32, width: i32, table: usize, index: usize, to: usize): void {
  const bytes = (<usize>width) << 2;
  for (let i = 0; i < n; i++) {
    const row = rowNumber(index + ((<usize>i) << 2), rows);
    if (row >= 0) memory.copy(to, table + <usize>row * bytes, bytes);
    else for (let at: usize = 0; at < bytes; at += 4) store<f32>(to + at, NaN);
    to += bytes;
  }
}

/** table[index[i]] += from[i], in order of i. */
export function scatterAdd(
  n: i32,
  rows: i32,
  width: i32,
  from: usize,
  index: usize,
  table: usize,
): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  for (let i = 0; i < n; i++) {
    const row = rowNumber(index + ((<usize>i) << 2), rows);
    if (row >= 0) {
      const to = table + <usize>row * bytes;
      let at: usize = 0;
      for (; at < whole; at += 16) add4(to + at, load4(from + at, 4), 4);
      for (; at < bytes; at += 4) add4(to + at, load4(from + at, 1), 1);
    }
    from += bytes;
  }
}
