import { innovationsBase64 } from "../../engine/kernels/innovations.js";
import { bytesOfBase64 } from "../../numeric/base64.js";
import { log } from "../../numeric/elementary.js";

/** State below which the recursion is over before its numbers are handed over. */
const MIN_STATE = 6;
/** Bytes of a page of memory. */
const PAGE = 65536;

/** What the recursion starts from. */
export interface InnovationSteps {
  /** Series of one length. */
  readonly columns: readonly Float64Array[];
  readonly phi: Float64Array;
  /** Places of the coefficients that are not zero, the first `lagCount`. */
  readonly lags: Int32Array;
  readonly lagCount: number;
  /** Autocovariances, one more than the state is long; not changed. */
  readonly gain: Float64Array;
  readonly settling: number;
  readonly tolerance: number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  innovations(...sizesAndAddresses: number[]): number;
}

let instance: Exports | undefined;

/** @returns nothing where the kernel is not there */
function exportsOf(): Exports | undefined {
  if (instance === undefined && innovationsBase64.length > 0) {
    const module = new WebAssembly.Module(bytesOfBase64(innovationsBase64));
    instance = new WebAssembly.Instance(module).exports as unknown as Exports;
  }
  return instance;
}

/**
 * The steps of `innovations` until the variance has settled, two numbers at a time and to the same bits.
 *
 * @param out as `columns`; receives the innovations of the steps that were made
 * @returns   how many these are, and Σ ln f over them; nothing where it would not pay
 */
export function compiledInnovations(
  { columns, phi, lags, lagCount, gain, settling, tolerance }: InnovationSteps,
  out: readonly Float64Array[],
): { steps: number; logarithm: number } | undefined {
  const r = gain.length - 1;
  if (r < MIN_STATE) return undefined;
  const kernel = exportsOf();
  if (kernel === undefined) return undefined;
  const count = columns.length;
  const n = columns[0].length;
  let top = 128;
  const doubles = (size: number) => {
    const from = top;
    top += size;
    return from;
  };
  const places = doubles(lagCount);
  const coefficients = doubles(phi.length);
  const gains = doubles(r + 2);
  const [l, states] = [doubles(r + 2), doubles(count * (r + 2))];
  const [values, errors] = [doubles(count * n), doubles(count * n)];
  const products = doubles(n + 1);
  const missing = 8 * top - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
  const memory = new Float64Array(kernel.memory.buffer);
  new Int32Array(kernel.memory.buffer).set(lags.subarray(0, lagCount), 2 * places);
  memory.set(phi, coefficients);
  memory.set(gain, gains);
  memory.fill(0, gains + r + 1, states + count * (r + 2));
  for (let c = 0; c < count; c++) memory.set(columns[c], values + c * n);
  const sizes = [n, r, count, lagCount, settling, tolerance];
  const addresses = [places, coefficients, gains, l, states, values, errors, products];
  const made = kernel.innovations(...sizes, ...addresses.map((place) => 8 * place));
  const steps = made % 2 ** 32;
  let logarithm = 0;
  for (let k = 0; k < Math.floor(made / 2 ** 32); k++) logarithm += log(memory[products + k]);
  for (let c = 0; c < count; c++) {
    const from = errors + c * n;
    out[c].set(memory.subarray(from, from + steps));
  }
  return { steps, logarithm };
}
