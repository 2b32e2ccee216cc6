import type { Random } from "../../src/numeric/random.js";

const BOUNDS = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
const TEXTS = [
  ..."0 -1 1e308 1e-308 -0 NaN Infinity null true 99999999999999999999 9007199254740993".split(" "),
  ...["\u0000", "\u001b[31m", "\u202e", "\ufeff", "\r\n", "\r", "\n\n", '"', "'", ";", "\t", ","],
  ...[
    "=cmd()",
    "__proto__",
    "{",
    "}",
    "[",
    "]",
    "2024-13-45",
    "0000-00-00",
    "9999-12-31T23:59:60Z",
  ],
];

/** Some bytes with one to four faults: flips, cuts, repeats, extreme integers, odd words, pieces of another. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutant = bytes;
  const most = random.uniform() < 0.5 ? 1 : 4;
  for (let faults = 1 + whole(random, most); faults > 0; faults--)
    mutant = fault(mutant, other, random);
  return mutant;
}

export function whole(random: Random, below: number): number {
  return Math.floor(random.uniform() * below);
}

function fault(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const at = whole(random, bytes.length + 1);
  const length = 1 + whole(random, Math.min(64, bytes.length + 1));
  switch (whole(random, 8)) {
    case 0:
      return changed(bytes, at, (byte) => byte ^ (1 << whole(random, 8)));
    case 1:
      return changed(bytes, at, () => BOUNDS[whole(random, BOUNDS.length)] & 0xff);
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 3: {
      const piece = bytes.subarray(at, at + length);
      const times = 1 + whole(random, 40);
      return joined(bytes.subarray(0, at), ...Array(times).fill(piece), bytes.subarray(at));
    }
    case 4: {
      if (at + 4 > bytes.length) return bytes;
      const mutant = Uint8Array.from(bytes);
      const value = BOUNDS[whole(random, BOUNDS.length)];
      new DataView(mutant.buffer).setUint32(at, value, random.uniform() < 0.8);
      return mutant;
    }
    case 5: {
      const word = new TextEncoder().encode(TEXTS[whole(random, TEXTS.length)]);
      return joined(bytes.subarray(0, at), word, bytes.subarray(at + whole(random, length)));
    }
    case 6: {
      const from = whole(random, other.length + 1);
      return joined(bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at));
    }
    default:
      return bytes.subarray(0, at);
  }
}

function changed(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const mutant = Uint8Array.from(bytes);
  if (at < mutant.length) mutant[at] = change(mutant[at]);
  return mutant;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
