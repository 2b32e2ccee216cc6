import { beforeAll, describe, expect, it } from "vitest";
import { foretell, type Outcome } from "./foretell.js";

const stores = ["a", "b"].flatMap((id, s) =>
  Array.from({ length: 60 }, (_, t) => {
    const month = String((t % 12) + 1).padStart(2, "0");
    const y = 20 + s * 30 + (t % 12 < 6 ? 12 : 0) + ((t * 7919) % 101) / 50;
    return `${id},${2020 + Math.floor(t / 12)}-${month}-01,${y}\n`;
  }),
);
const table = `unique_id,ds,y\n${stores.join("")}`;

const plain = "lstm:hidden=4,epochs=2";
/** Options, and what they must differ from. */
const cases: readonly (readonly [string, string])[] = [
  ...[
    "decode=recursive",
    "decode=seq2seq",
    "scope=local",
    "seeds=2",
    "loss=quantile",
    "layers=2,connection=residual",
    "layers=2,connection=highway",
    "bidirectional=true",
    "norm=true",
    "dropout=0.2",
  ].map((option) => [`${plain},${option}`, plain] as const),
  ...["difference", "deseason", "log", "window-scale"].map(
    (name) => [`${plain},${name}=yes`, `${plain},${name}=no`] as const,
  ),
];
const specs = [...new Set(cases.flat())];

describe("recurrent options", () => {
  let forecast: Outcome;
  let scored: Outcome;
  beforeAll(async () => {
    const models = specs.flatMap((spec) => ["-m", spec]);
    const run = (...args: string[]) =>
      foretell([...args, "-H", "3", "--format", "json", "--seed", "1", ...models], {
        stdin: table,
      });
    [forecast, scored] = await Promise.all([
      run("forecast", "-"),
      run("backtest", "-", "--folds", "2"),
    ]);
  }, 60_000);

  it("are taken without complaint by forecast and backtest", () => {
    expect([forecast.stderr, forecast.code]).toEqual(["", 0]);
    expect([scored.stderr, scored.code]).toEqual(["", 0]);
  });

  it.each(cases)("%s forecasts otherwise than %s, and is scored", (spec, other) => {
    const { series } = JSON.parse(forecast.stdout) as {
      series: readonly { model: string; mean: readonly number[] }[];
    };
    const means = (model: string) =>
      series.filter((one) => one.model === model).map(({ mean }) => mean);
    expect(means(spec).map(({ length }) => length)).toEqual([3, 3]);
    expect(means(spec).flat().every(Number.isFinite)).toBe(true);
    expect(means(spec)).not.toEqual(means(other));
    const { scores } = JSON.parse(scored.stdout) as {
      scores: readonly { model: string; n: number; mase: number }[];
    };
    const score = scores.find(({ model }) => model === spec)!;
    expect(score.n).toBe(2);
    expect(score.mase).toBeGreaterThan(0);
  });
});
