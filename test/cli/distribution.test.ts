import { expect, it } from "vitest";
import { folder, foretell, monthly } from "./foretell.js";

const values = Array.from({ length: 36 }, (_, t) => ((t * 7) % 5) + 1);

it("quantiles and sample paths stand behind each model in CSV", async () => {
  const { stdout, stderr } = await foretell(
    ["forecast", "-", "-m", "naive", "-m", "theta", "-H", "2", "--quantiles", "0.9,0.1"].concat(
      ...["--samples", "2", "--quiet", "--format", "csv"],
    ),
    { stdin: monthly(values) },
  );
  expect(stderr).toBe("");
  const [header, first] = stdout.split("\n");
  const of = (name: string) =>
    `${name},${name}-q-0.1,${name}-q-0.9,${name}-sample-1,${name}-sample-2`;
  expect(header).toBe(`unique_id,ds,${of("naive")},${of("theta")}`);
  const [, , mean, low, high] = first.split(",").map(Number);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
});

it("intervals stay beside quantiles where --level asks for them", async () => {
  const args = ["-m", "naive", "-H", "1", "--quantiles", "0.1,0.9", "--level", "80", "-q"];
  const { stdout } = await foretell([...args, "--format", "csv"], { stdin: monthly(values) });
  const [header, row] = stdout.split("\n");
  expect(header).toBe("unique_id,ds,naive,naive-lo-80,naive-hi-80,naive-q-0.1,naive-q-0.9");
  const [, , , lo, hi, low, high] = row.split(",");
  expect([low, high]).toEqual([lo, hi]);
});

it("JSON has them by series, in whole numbers within the limits", async () => {
  const args = ["-m", "theta", "-H", "3", "--quantiles", "0.1,0.9", "--samples", "20"];
  const limits = ["--min", "2", "--max", "4.5", "--integer"];
  const { stdout } = await foretell([...args, ...limits, "-q", "--format", "json"], {
    stdin: monthly(values),
  });
  const { quantiles, samples, levels, series } = JSON.parse(stdout);
  expect({ quantiles, samples, levels }).toEqual({
    quantiles: [0.1, 0.9],
    samples: 20,
    levels: [],
  });
  const [one] = series;
  expect(Object.keys(one.quantiles)).toEqual(["0.1", "0.9"]);
  expect(one.samples).toHaveLength(20);
  const numbers = [...one.mean, ...one.quantiles["0.1"], ...one.samples.flat()];
  expect(new Set(numbers)).toEqual(new Set([2, 3, 4]));
});

it("the table shows quantiles, and where sample paths are", async () => {
  const args = ["-m", "naive", "-H", "2", "--quantiles", "0.1,0.9", "--samples", "5", "--plain"];
  const { stdout } = await foretell([...args, "--format", "table"], { stdin: monthly(values) });
  expect(stdout).toMatch(/\| ds +\| +naive \| +q-0\.1 \| +q-0\.9 \|/);
  expect(stdout).toContain("5 sample paths a series: --format csv or json has them");
});

it("a saved model gives the same ones", async () => {
  const cwd = folder({ "sales.csv": monthly(values) });
  const fit = ["sales.csv", "-m", "auto", "-H", "3", "-q"];
  await foretell(["train", ...fit, "-o", "m.foretell"], { cwd });
  const wishes = ["--quantiles", "0.05,0.5", "--samples", "3", "--integer", "--max", "4", "-q"];
  const saved = await foretell(["--from", "m.foretell", ...wishes], { cwd });
  const direct = await foretell(["forecast", ...fit, ...wishes], { cwd });
  expect(saved).toEqual(direct);
  expect(saved.stdout.split("\n")).toHaveLength(5);
});

it("a backtest scores forecasts as they are held", async () => {
  const args = ["backtest", "-", "-m", "theta", "-H", "6", "--metrics", "mae", "--format", "csv"];
  const score = async (...limits: string[]) => {
    const { stdout } = await foretell([...args, ...limits, "-q"], { stdin: monthly(values) });
    return Number(stdout.split("\n")[1].split(",").at(-1));
  };
  // 5, 2, 4, 1, 3 and so on around their mean; at 100 and more each is missed by 97 on average or so.
  expect(await score()).toBeLessThan(2);
  expect(await score("--min", "100")).toBeGreaterThan(90);
});

it.each([
  [["--quantiles", "10"], /between 0 and 1, not "10"\nFor 10 percent write --quantiles 0\.1\./],
  [["--quantiles", "0.1,,0.9"], /between 0 and 1, not ""/],
  [["--samples", "0"], /number of samples must be a whole number from 1/],
  [["--samples", "5", "--intervals", "none"], /--samples and --intervals none contradict/],
  [["--min", "3", "--max", "2"], /--min 3 is above --max 2/],
  [["--min", "0,5"], /--min must be a number such as 0 or 99\.5, not "0,5"\nWrite 0\.5\./],
  [["--min", "0.2", "--max", "0.8", "--integer"], /no whole number from --min 0\.2 to --max 0\.8/],
])("%j is refused", async (args, message) => {
  const { code, stderr, stdout } = await foretell([...args, "-m", "naive"]);
  expect(stderr).toMatch(message);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

it("a model without intervals says that it has no quantiles", async () => {
  const { stderr, stdout } = await foretell(
    ["-m", "linear:epochs=1", "--intervals", "native", "-H", "1", "--quantiles", "0.1"],
    { stdin: monthly(values) },
  );
  expect(stderr).toContain("linear gives no intervals, and so no quantiles");
  expect(stdout).toMatch(/^unique_id,ds,linear\n/);
});

it("no model forecasts less than 0 of a series without negative values, which is said, and --min allows it", async () => {
  const falling = monthly(Array.from({ length: 36 }, (_, t) => 36 - t + (t % 3)));
  const cwd = folder({ "falling.csv": falling });
  const numbersOf = async (args: readonly string[]) => {
    const { stdout, stderr, code } = await foretell([...args, "-H", "6", "--format", "json"], {
      cwd,
    });
    expect(code).toBe(0);
    const { series } = JSON.parse(stdout);
    const { mean, intervals } = series[0];
    return { least: Math.min(...mean, ...intervals["95"].lo), stderr };
  };
  const said = 'forecasts of series \\"falling\\" are kept at 0 or above';
  for (const model of ["drift", "auto"]) {
    const file = `${model}.foretell`;
    await foretell(["train", "falling.csv", "-m", model, "-o", file, "-H", "6"], { cwd });
    for (const source of [
      ["falling.csv", "-m", model],
      ["--from", file],
    ]) {
      const held = await numbersOf(["forecast", ...source]);
      expect(held.least).toBe(0);
      expect(held.stderr).toContain("are kept at 0 or above");
      expect(held.stderr).toContain(said);
      const free = await numbersOf(["forecast", ...source, "--min", "-100"]);
      expect(free.least).toBeLessThan(-1);
      expect(free.stderr).not.toContain("kept at 0");
    }
  }
});

it("what stops at 0 is said wherever forecasts are read or scored, once a command", async () => {
  const falling = monthly(Array.from({ length: 48 }, (_, t) => Math.max(0, 40 - t) + (t % 3)));
  const cwd = folder({ "falling.csv": falling });
  const models = ["-m", "auto", "-m", "drift"];
  for (const [command, ...more] of [
    ["forecast", "-H", "6"],
    ["backtest", "-H", "6", "--folds", "2"],
    ["report", "-H", "6", "-o", "page.html"],
    ["check", "-H", "6", "--baseline", "baseline.json", "--update"],
  ]) {
    const args = [command, "falling.csv", ...models, ...more];
    const { stderr, code } = await foretell(args, { cwd });
    expect(code).toBe(0);
    const lines = stderr.split("\n").filter((line) => line.includes("kept at 0"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("2 models: auto, drift");
  }
});

it("a total in whole numbers is that of the forecasts before they were rounded", async () => {
  const rare = Array.from({ length: 60 }, (_, t) => (t % 5 === 2 ? 2 : 0));
  const args = ["-m", "mean", "-H", "10", "--level", "80", "--total", "-q", "--format", "csv"];
  const rowOf = async (...more: string[]) => {
    const { stdout } = await foretell([...args, ...more], { stdin: monthly(rare) });
    return stdout.split("\n")[1].split(",").slice(3).map(Number);
  };
  const exact = await rowOf();
  expect(exact[0]).toBeCloseTo(4, 6);
  expect(await rowOf("--integer")).toEqual(exact.map((value) => Math.round(value)));
  expect((await rowOf("--integer", "--max", "0.3"))[0]).toBe(0);
});

it("the total of one step is that step, with its intervals and quantiles", async () => {
  const args = ["-m", "theta", "-H", "1", "--level", "80", "--quantiles", "0.3,0.5", "-q"];
  const of = async (...more: string[]) => {
    const { stdout } = await foretell([...args, "--format", "csv", ...more], {
      stdin: monthly(values),
    });
    return stdout.split("\n")[1].split(",");
  };
  expect((await of("--total")).slice(3)).toEqual((await of()).slice(2));
});
