/**
 * A hash of a text, such as the id of a series, the same on every machine; no secret is safe behind it.
 *
 * Two multiplicative hashes of 32 bits over UTF-16 code units, mixed as the end of MurmurHash3 is.
 *
 * @returns a whole number below 2⁵³
 */
export function hashOfText(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 2 ** 32 * (b & 0x1fffff) + (a >>> 0);
}
