import FFT from "fft.js";
import { type Complex, fft } from "../../../src/numeric/fft.js";
import { Random } from "../../../src/numeric/random.js";
import { median, race, repeated } from "../measure.js";

/** Complex values a run, so that every length takes about as long. */
const WORK = 1 << 18;

/** Transforms of powers of two against fft.js, of other lengths against the definition. */
export async function transforms(print: (line: string) => void): Promise<void> {
  print(
    "discrete Fourier transform, ns a value; fft.js once in its own layout, once with parts apart",
  );
  const ratios: number[][] = [[], []];
  for (const n of [64, 256, 1024, 4096, 16_384, 65_536]) {
    const source = noise(n);
    const { own, apart } = withFftJs(source);
    const times = await nanoseconds(n, [
      { name: "fft.js", run: own },
      { name: "fft.js, parts apart", run: apart },
    ]);
    print(line(n, times));
    ratios.forEach((all, i) => all.push(times[i + 1].each / times[0].each));
  }
  const [own, apart] = ratios.map((all) => median(all).toFixed(2));
  print(`fft.js takes ${own} times as long as foretell, ${apart} times with parts apart (medians)`);
  for (const n of [97, 365, 1000, 2039]) {
    const source = noise(n);
    const run = () => byDefinition(source);
    print(line(n, await nanoseconds(n, [{ name: "definition", run, share: 1 / 32 }])));
  }
}

interface Rival {
  readonly name: string;
  run(): unknown;
  /** Of the transforms that others do in the same time. */
  readonly share?: number;
}

async function nanoseconds(n: number, rivals: readonly Rival[]) {
  // Ours is done in place; zeros stay as they are, and take as long as other values.
  const zeros = { re: new Float64Array(n), im: new Float64Array(n) };
  const foretell: Rival = { name: "foretell", run: () => fft(zeros) };
  const runs = [foretell, ...rivals].map(({ name, run, share = 1 }) => {
    const times = Math.max(1, Math.floor((WORK * share) / n));
    return { name, times, run: repeated(times, run) };
  });
  const timings = await race(runs, 15);
  return timings.map(({ name, median }, i) => ({
    name,
    each: (median * 1e6) / runs[i].times / n,
  }));
}

function line(n: number, [own, ...rivals]: Awaited<ReturnType<typeof nanoseconds>>): string {
  const beside = rivals.map(
    ({ name, each }) => `${name} ${each.toFixed(1)} (${(each / own.each).toFixed(2)} times)`,
  );
  return `n = ${String(n).padEnd(6)} ${own.each.toFixed(1).padStart(5)}, ${beside.join(", ")}`;
}

function noise(n: number): Complex {
  const random = new Random(n);
  const draw = () => Float64Array.from({ length: n }, () => random.normal());
  return { re: draw(), im: draw() };
}

function withFftJs({ re, im }: Complex): { own: () => void; apart: () => void } {
  const n = re.length;
  const transform = new FFT(n);
  const input = transform.createComplexArray();
  const output = transform.createComplexArray();
  const result = { re: new Float64Array(n), im: new Float64Array(n) };
  const pack = () => {
    for (let t = 0; t < n; t++) {
      input[2 * t] = re[t];
      input[2 * t + 1] = im[t];
    }
  };
  pack();
  return {
    own: () => transform.transform(output, input),
    apart() {
      pack();
      transform.transform(output, input);
      for (let t = 0; t < n; t++) {
        result.re[t] = output[2 * t];
        result.im[t] = output[2 * t + 1];
      }
    },
  };
}

/** X[k] = Σₜ x[t]·e^(−2πi·kt/n), its waves from a table. */
function byDefinition({ re, im }: Complex): Complex {
  const n = re.length;
  const cosines = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sines = Float64Array.from({ length: n }, (_, k) => Math.sin((2 * Math.PI * k) / n));
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    let [a, b] = [0, 0];
    for (let t = 0, w = 0; t < n; t++) {
      a += re[t] * cosines[w] + im[t] * sines[w];
      b += im[t] * cosines[w] - re[t] * sines[w];
      w += k;
      if (w >= n) w -= n;
    }
    out.re[k] = a;
    out.im[k] = b;
  }
  return out;
}
