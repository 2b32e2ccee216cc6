import { expect, it } from "vitest";
import { type CesParameters, CesRecursion, isStable } from "../../../src/models/ces/recursion.js";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 12, seed: 1, levels: [80, 95], warn: () => {} };
const parameters: CesParameters = { alpha: [1.4, 0.9], beta: [1.2, 1.05] };

function noisy(n: number, seed = 1, season = 0, slope = 0) {
  const random = new Random(seed);
  return Float64Array.from(
    { length: n },
    (_, t) => 50 + slope * t + season * [3, -1, -4, 2][t % 4]! + random.normal(),
  );
}

async function fitOne(spec: string, y: ArrayLike<number>, season = 1) {
  const model = createModel(spec);
  const fitted = await model.fit(panelOf(y, season), context);
  return { model, fitted, ...fitted.forecast(12)[0]! };
}

type Complex = [number, number];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];

it("smooths by the equation of the paper in complex numbers", () => {
  const y = noisy(30);
  const recursion = new CesRecursion(y, "none", 1);
  recursion.run(parameters);
  const [real, imaginary] = parameters.alpha;
  // ŷ and p̂ before the last steps follow from the fitted values: p̂ = (ŷ' − ŷ − (α₀ − α₁)ε) / (α₁ − 1).
  const { fitted } = recursion;
  const potentialAt = (t: number) =>
    (fitted[t + 1]! - fitted[t]! - (real - imaginary) * (y[t]! - fitted[t]!)) / (imaginary - 1);
  for (let t = 5; t < 27; t++) {
    const error = y[t]! - fitted[t]!;
    const seen = times([real, imaginary], [y[t]!, error]);
    const kept = times([1 - real, 1 - imaginary], [fitted[t]!, potentialAt(t)]);
    expect(seen[0] + kept[0]).toBeCloseTo(fitted[t + 1]!, 8);
    expect(seen[1] + kept[1]).toBeCloseTo(potentialAt(t + 1), 6);
  }
});

it("is simple exponential smoothing where the imaginary part is 1", () => {
  const y = noisy(40);
  const recursion = new CesRecursion(y, "none", 1);
  recursion.run({ alpha: [1.3, 1], beta: [0, 0] });
  for (let t = 1; t < 40; t++) {
    const before = recursion.fitted[t - 1]!;
    expect(recursion.fitted[t]).toBeCloseTo(before + 0.3 * (y[t - 1]! - before), 9);
  }
});

it.each(["none", "simple", "partial", "full"] as const)(
  "%s: later forecasts change by the response to the error before them",
  (form) => {
    const y = noisy(24, 2, 1);
    const recursion = new CesRecursion(y, form, form === "none" ? 1 : 4);
    const ahead: Float64Array[] = [];
    recursion.run(parameters, (t) => {
      ahead[t] = recursion.forecast(parameters, t, 7);
    });
    const responses = recursion.responses(parameters, 7);
    expect(responses[0]).toBe(1);
    for (let t = 10; t < 20; t++) {
      const error = y[t]! - ahead[t]![0]!;
      for (let h = 1; h < 7; h++) {
        const change = ahead[t + 1]![h - 1]! - ahead[t]![h]!;
        expect(change).toBeCloseTo(responses[h]! * error, 8);
      }
    }
  },
);

it("stable parameters forget, and others do not", () => {
  const spread = (alpha: readonly [number, number]) => {
    // The error of the model is known, so that the state follows y: x' = (F − g·w)x.
    const [real, imaginary] = alpha;
    let [level, potential] = [1, 1];
    for (let t = 0; t < 400; t++) {
      const error = -level;
      [level, potential] = [
        level - (1 - imaginary) * potential + (real - imaginary) * error,
        level + (1 - real) * potential + (real + imaginary) * error,
      ];
    }
    return Math.abs(level) + Math.abs(potential);
  };
  let judged = 0;
  for (let real = 0.001; real < 3; real += 0.1) {
    for (let imaginary = -0.499; imaginary < 2; imaginary += 0.1) {
      const size = spread([real, imaginary]);
      // Near the edge both take long.
      if (size > 1e-3 && size < 1e3) continue;
      expect(isStable([real, imaginary])).toBe(size <= 1e-3);
      judged++;
    }
  }
  expect(judged).toBeGreaterThan(600);
});

it("follows a trend that it was not told of", async () => {
  const { mean } = await fitOne("ces", noisy(60, 3, 0, 2));
  expect(mean[11]! - mean[0]!).toBeGreaterThan(14);
  expect(Math.abs(mean[0]! - 170)).toBeLessThan(6);
});

it("stays level in noise", async () => {
  const { mean } = await fitOne("ces", noisy(120, 4));
  for (const value of mean) expect(Math.abs(value - 50)).toBeLessThan(1.5);
});

it("chooses the season by AICc, and forecasts it", async () => {
  const seasonal = await fitOne("ces", noisy(64, 5, 3), 4);
  expect(seasonal.fitted.diagnostics!()[0]!.description).toBe("CES(partial)");
  const truth = [3, -1, -4, 2].map((index) => 50 + 3 * index);
  seasonal.mean.forEach((value, h) => {
    expect(Math.abs(value - truth[h % 4]!)).toBeLessThan(2.5);
  });
  const plain = await fitOne("ces", noisy(64, 6), 4);
  expect(plain.fitted.diagnostics!()[0]!.description).toBe("CES(none)");
});

it.each(["none", "simple", "partial", "full"])(
  "%s forecasts the same from a saved state",
  async (form) => {
    const y = noisy(48, 7, 2);
    const { model, fitted } = await fitOne(`ces:season=${form}`, y, 4);
    const state = structuredClone(fitted.state);
    expect(() => model.requireState(state, panelOf(y, 4))).not.toThrow();
    expect(model.restore(state, panelOf(y, 4)).forecast(12, [80, 95])).toEqual(fitted.forecast(12));
  },
);

it("repeats a constant, and stays near the last of few values", async () => {
  expect(new Set((await fitOne("ces", new Array(30).fill(7))).mean)).toEqual(new Set([7]));
  const { mean } = await fitOne("ces", [1, 2, 9]);
  expect(mean[11]).toBeGreaterThan(7);
  expect(mean[11]).toBeLessThan(10);
});

it("says where a season that was asked for is not there", async () => {
  const heard: string[] = [];
  const warn = (text: string) => void heard.push(text);
  await createModel("ces:season=full").fit(panelOf(noisy(12), 12), { ...context, warn });
  expect(heard[0]).toContain("fewer than two seasons");
});

it("intervals cover what they say", async () => {
  let [inside, all] = [0, 0];
  for (let seed = 1; seed <= 40; seed++) {
    const y = noisy(72, seed);
    const { intervals } = await fitOne("ces", y.subarray(0, 60));
    for (let h = 0; h < 12; h++) {
      const { lo, hi } = intervals![0]!;
      if (lo[h]! <= y[60 + h]! && y[60 + h]! <= hi[h]!) inside++;
      all++;
    }
  }
  expect(inside / all).toBeGreaterThan(0.76);
  expect(inside / all).toBeLessThan(0.9);
});
