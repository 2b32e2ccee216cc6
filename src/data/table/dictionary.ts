import type { Labels } from "./columns.js";

/** One for all cells: to make one takes longer than to decode a cell. */
const decoder = new TextDecoder();

/** Assigns codes 0, 1, 2, … to distinct byte strings in order of first appearance. */
export class Dictionary implements Labels {
  size = 0;
  private bytes = new Uint8Array(256);
  /** Label `code` is bytes[ends[code], ends[code + 1]). */
  private ends = new Float64Array(17);
  /** Open addressing with linear probing: code + 1, 0 when free. */
  private slots = new Int32Array(64);
  private last = -1;

  /** The code of `source[start, end)`; a new one at its first appearance. */
  code(source: Uint8Array, start: number, end: number): number {
    // Long tables hold runs of one id.
    if (this.last >= 0 && this.equals(this.last, source, start, end)) return this.last;
    let slot = hash(source, start, end) & (this.slots.length - 1);
    for (;;) {
      const code = this.slots[slot] - 1;
      if (code < 0) break;
      if (this.equals(code, source, start, end)) {
        this.last = code;
        return code;
      }
      slot = (slot + 1) & (this.slots.length - 1);
    }
    this.append(source, start, end);
    this.slots[slot] = this.size;
    if (this.size * 2 > this.slots.length) this.rehash();
    this.last = this.size - 1;
    return this.last;
  }

  text(code: number): string {
    return decoder.decode(this.bytes.subarray(this.ends[code], this.ends[code + 1]));
  }

  private equals(code: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.ends[code];
    if (this.ends[code + 1] - from !== end - start) return false;
    for (let i = start, k = from; i < end; i++, k++) {
      if (this.bytes[k] !== source[i]) return false;
    }
    return true;
  }

  private append(source: Uint8Array, start: number, end: number): void {
    const from = this.ends[this.size];
    const to = from + end - start;
    if (to > this.bytes.length) {
      const grown = new Uint8Array(Math.max(to, 2 * this.bytes.length));
      grown.set(this.bytes.subarray(0, from));
      this.bytes = grown;
    }
    this.bytes.set(source.subarray(start, end), from);
    this.size++;
    if (this.size >= this.ends.length) {
      const grown = new Float64Array(2 * this.ends.length);
      grown.set(this.ends);
      this.ends = grown;
    }
    this.ends[this.size] = to;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length);
    for (let code = 0; code < this.size; code++) {
      let slot = hash(this.bytes, this.ends[code], this.ends[code + 1]) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code + 1;
    }
    this.slots = slots;
  }
}

/** FNV-1a with a final mix, since dates differ in their last bytes only. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 8;
}
