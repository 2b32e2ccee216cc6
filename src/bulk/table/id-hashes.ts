/** No hash is negative. */
const EMPTY = -1;

/** A set of hashes of 53 bits in some 24 bytes each: tables may have millions of ids. */
export class IdHashes {
  private slots = new Float64Array(1024).fill(EMPTY);
  private size = 0;

  /** @returns whether it was not there yet */
  add(hash: number): boolean {
    if (2 * this.size >= this.slots.length) this.grow();
    const slot = this.slotOf(hash);
    if (this.slots[slot] === hash) return false;
    this.slots[slot] = hash;
    this.size++;
    return true;
  }

  private slotOf(hash: number): number {
    const { slots } = this;
    let slot = hash % slots.length;
    while (slots[slot] !== EMPTY && slots[slot] !== hash) slot = (slot + 1) % slots.length;
    return slot;
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Float64Array(2 * slots.length).fill(EMPTY);
    for (const hash of slots) if (hash !== EMPTY) this.slots[this.slotOf(hash)] = hash;
  }
}
