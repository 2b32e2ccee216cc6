import { expect, it } from "vitest";
import { etsForms, formName } from "../../../src/models/ets/forms.js";
import { type EtsParameters, EtsRecursion } from "../../../src/models/ets/recursion.js";

const y = Float64Array.from(
  { length: 23 },
  (_, t) => (10 + 0.3 * t) * [1.2, 0.9, 1.1, 0.8][t % 4] + ((t * 7) % 5) / 5,
);

it.each(etsForms.map((form) => [formName(form), form] as const))(
  "the likelihood's gradient of %s agrees with central differences to 1e-5",
  (_, form) => {
    const trended = form.trend !== "N";
    const seasons = { N: [], A: [2, -1, 1, -2], M: [1.15, 0.95, 1.1, 0.8] }[form.season];
    const at = {
      alpha: 0.35,
      beta: trended ? 0.12 : 0,
      gamma: seasons.length > 0 ? 0.25 : 0,
      phi: form.damped ? 0.9 : trended ? 1 : 0,
      level: 9.5,
      slope: form.trend === "M" ? 1.04 : trended ? 0.4 : 0,
    };
    const given = (changed: Partial<EtsParameters> = {}): EtsParameters => ({
      ...at,
      seasons: Float64Array.from(seasons),
      ...changed,
    });
    const recursion = new EtsRecursion(y, form.season === "N" ? 1 : 4);
    const out = given();
    recursion.run(form, given());
    recursion.gradient(form, given(), out);
    const compare = (found: number, at: (change: number) => EtsParameters) => {
      const [up, down] = [recursion.run(form, at(1e-6)), recursion.run(form, at(-1e-6))];
      const numeric = (up - down) / 2e-6;
      expect(Math.abs(found - numeric)).toBeLessThan(1e-5 * Math.max(10, Math.abs(numeric)));
    };
    const used = ["alpha", "level"] as (keyof typeof at)[];
    if (trended) used.push("beta", "slope");
    if (form.damped) used.push("phi");
    if (seasons.length > 0) used.push("gamma");
    for (const name of used) {
      compare(out[name], (change) => given({ [name]: at[name] + change }));
    }
    seasons.forEach((value, k) =>
      compare(out.seasons[k], (change) =>
        given({ seasons: Float64Array.from(seasons, (s, i) => (i === k ? value + change : s)) }),
      ),
    );
  },
);

// By hand from the equations of ETS(M,A,M).
it("one step of ETS(M,A,M) is as the book has it", () => {
  const recursion = new EtsRecursion(Float64Array.of(13, 9), 2);
  const form = { error: "M", trend: "A", damped: false, season: "M" } as const;
  const seasons = Float64Array.of(1.2, 0.8);
  const [level, slope, alpha, beta, gamma] = [9, 1, 0.5, 0.2, 0.3];
  recursion.run(form, { alpha, beta, gamma, phi: 1, level, slope, seasons });
  const error = (13 - 10 * 1.2) / (10 * 1.2);
  const [nextLevel, nextSlope] = [10 * (1 + alpha * error), slope + 10 * beta * error];
  expect(recursion.fitted[0]).toBe(12);
  expect(recursion.fitted[1]).toBeCloseTo((nextLevel + nextSlope) * 0.8, 12);
  expect(recursion.seasons[0]).toBeCloseTo(1.2 * (1 + gamma * error), 12);
});
