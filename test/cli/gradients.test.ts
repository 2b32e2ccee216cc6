import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const small = ["gradients", "-m", "rnn:epochs=2,hidden=8", "-m", "lstm:epochs=2,hidden=8"];
const json = async (args: readonly string[]) => {
  const { code, stdout, stderr } = await foretell([...args, "--format", "json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

describe("foretell gradients", () => {
  it("tells as JSON what every cell did before and after training", async () => {
    const document = await json([...small, "--steps", "12"]);
    expect(document).toMatchObject({ schema: "foretell/gradients@1", source: "long-lag", seed: 1 });
    expect(document.cells.map((c: { model: string; phase: string }) => [c.model, c.phase])).toEqual(
      [
        ["rnn", "initial"],
        ["rnn", "trained"],
        ["lstm", "initial"],
        ["lstm", "trained"],
      ],
    );
    for (const cell of document.cells) {
      expect(cell.steps).toBe(12);
      expect(cell.hidden).toHaveLength(12);
      expect(cell.cell).toHaveLength(cell.model === "lstm" ? 12 : 0);
      expect(cell.spectralRadius).toBeGreaterThan(0);
      expect(cell.verdict).toMatch(/^(vanishing|stable|exploding)$/);
      expect(cell.reach).toBeLessThanOrEqual(12);
    }
    expect(document.training[0].norms).toHaveLength(2);
  });

  it("compares lengths, at each of which a plain network loses the gradient after about ten steps", async () => {
    const { cells } = await json(["gradients", "-m", "rnn:epochs=1", "--steps", "100,25,50"]);
    const initial = cells.filter(({ phase }: { phase: string }) => phase === "initial");
    expect(initial.map(({ steps }: { steps: number }) => steps)).toEqual([25, 50, 100]);
    for (const { reach } of initial) expect(Math.abs(reach - 11)).toBeLessThanOrEqual(2);
  });

  it("shows on data the flow that a forecast with the same model tells of", async () => {
    const spec = ["-m", "gru:epochs=3,hidden=4", "-H", "3"];
    const { cells } = await json(["gradients", "nile", ...spec]);
    const { gradientFlow } = await json(["forecast", "nile", ...spec]);
    expect(cells[1].hidden).toEqual(gradientFlow.gru.norms);
  });

  it("writes CSV with a row for each moment and distance", async () => {
    const { stdout } = await foretell([...small, "--steps", "5", "--gates", "--format", "csv"]);
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header).toMatch(/^model,phase,steps,epoch,distance,hidden,cell,decay,half_life,/);
    expect(header).toMatch(/,layer_1,gate_h,gate_i,gate_f,gate_o$/);
    expect(rows).toHaveLength(2 * 4 * 5);
    const cells = header.split(",").length;
    for (const row of rows) expect(row.split(",")).toHaveLength(cells);
  });

  it("draws everything within 80 columns, readable without colour and beyond ASCII", async () => {
    const args = [...small, "--gates", "--plain", "--format", "table"];
    const { stdout } = await foretell(args);
    expect(stdout).toMatch(/before training +a rnn {3}b lstm/);
    expect(stdout).toContain("while training");
    expect(stdout).toContain("lstm forget gate");
    expect(stdout).toMatch(/rnn: vanishing: after \d+ steps/);
    expect(stdout).not.toMatch(/[^\x00-\x7f]/);
    for (const row of stdout.split("\n")) expect(row.length).toBeLessThanOrEqual(80);
  });

  it("compares activations by derivative and by flow", async () => {
    const args = ["gradients", "--activations", "-m", "rnn:epochs=1,hidden=8", "--steps", "20"];
    const { activations, cells } = await json(args);
    expect(activations).toEqual([
      { activation: "sigmoid", largestDerivative: 0.25 },
      { activation: "tanh", largestDerivative: 1 },
      { activation: "scaled-tanh", largestDerivative: 1 },
      { activation: "relu", largestDerivative: 1 },
    ]);
    const reach = (activation: string) =>
      cells.find((c: { model: string }) => c.model.endsWith(`activation=${activation}`)).reach;
    expect(reach("sigmoid")).toBeLessThan(reach("tanh"));
  });

  it("compares how residual and highway connections carry the gradient down a stack", async () => {
    const args = ["gradients", "-m", "rnn:epochs=1,hidden=8", "--residual", "--highway"];
    const { cells } = await json(args);
    const initial = cells.filter(({ phase }: { phase: string }) => phase === "initial");
    const left = initial.map(({ layers }: { layers: number[] }) => layers[0] / layers.at(-1)!);
    expect(initial.map(({ layers }: { layers: number[] }) => layers.length)).toEqual([8, 8, 8]);
    expect(left[1]).toBeGreaterThan(3 * left[0]);
    expect(left[2]).toBeGreaterThan(1.5 * left[0]);
  });

  it("tells of networks without cells what reached their inputs and layers, beside those with cells", async () => {
    const models = ["tcn:filters=4", "cnn:filters=4", "cfc:hidden=4,segment=4", "lstm:hidden=4"];
    const args = models.flatMap((model) => ["-m", `${model},epochs=1`]);
    const { cells } = await json(["gradients", ...args, "--steps", "12"]);
    const trained = cells.filter(({ phase }: { phase: string }) => phase === "trained");
    expect(
      trained.map((c: Record<string, unknown[]>) => [
        c.model,
        c.of,
        c.steps,
        c.stride,
        c.hidden.length,
      ]),
    ).toEqual([
      ["tcn", "inputs", 12, 1, 12],
      ["cnn", "inputs", 12, 1, 12],
      ["cfc", "states", 12, 4, 3],
      ["lstm", "states", 12, 1, 12],
    ]);
    expect(trained.map((c: Record<string, unknown>) => c.layerNames)).toEqual([
      ["block1", "block2"],
      ["layer1", "layer2"],
      ["states"],
      ["layer1"],
    ]);
    for (const { layerSteps, layers } of trained.slice(0, 3)) {
      layerSteps.forEach((steps: number[], l: number) => {
        expect(Math.hypot(...steps)).toBeCloseTo(layers[l], 9);
      });
    }
    const drawn = [
      "gradients",
      ...args,
      "--steps",
      "12",
      "--plain",
      "--gates",
      "--format",
      "table",
    ];
    const { stdout } = await foretell(drawn);
    expect(stdout.replaceAll("\n", " ")).toContain(
      "|dL/dh(t)| (of tcn and cnn |dL/dx(t)|) by steps back",
    );
    expect(stdout).toMatch(
      /layer \(the top one first\) by steps back\n.*\n\ntcn +cnn\nblock2\|.* layer2\|/,
    );
    for (const row of stdout.split("\n")) expect(row.length).toBeLessThanOrEqual(80);
  });

  it("compares a stack of convolutions without and with residual connections", async () => {
    const { cells } = await json([
      ...["gradients", "-m", "cnn:filters=8,activation=sigmoid,pool=none,epochs=1", "--residual"],
    ]);
    const left = cells
      .filter(({ phase }: { phase: string }) => phase === "initial")
      .map(({ layers }: { layers: number[] }) => layers[0] / layers[7]);
    expect(left[0]).toBeLessThan(1e-3);
    expect(left[1]).toBeGreaterThan(0.5);
  });

  it("writes to a file in the format of its name", async () => {
    const path = join(folder(), "flow.json");
    const { stdout, code } = await foretell([...small, "--steps", "4", "-o", path]);
    expect([code, stdout]).toEqual([0, ""]);
    expect(JSON.parse(readFileSync(path, "utf8")).schema).toBe("foretell/gradients@1");
    expect(existsSync(path)).toBe(true);
  });

  it.each([
    [["-m", "lstm:hidden=0"], "lstm: hidden must be a whole number from 1 to 4096"],
    [["nile", "-m", "rnn", "--steps", "200"], "the longest series has 100"],
    [["-m", "theta"], "theta has no network for a gradient to flow through"],
    [["-m", "transformer", "--residual"], "transformer has no connections to compare"],
    [["--steps", "1"], "--steps must be whole numbers from 2"],
  ])("refuses %j with a message that helps", async (args, message) => {
    const { code, stdout, stderr } = await foretell(["gradients", ...args]);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, ""]);
  });
});

describe("the gradient chart of a forecast", () => {
  const forecast = ["forecast", "nile", "-H", "2", "-m", "rnn:epochs=1", "--intervals", "none"];

  it("goes to stderr with --gradients where data go to stdout", async () => {
    const { stdout, stderr } = await foretell([...forecast, "--gradients", "--format", "csv"]);
    expect(stdout).toMatch(/^unique_id,ds,rnn\n/);
    expect(stderr).toContain("gradient flow of rnn");
  });

  it("is left out of the table with --no-gradients", async () => {
    const { stdout } = await foretell([...forecast, "--no-gradients", "--format", "table"]);
    expect(stdout).not.toContain("gradient flow");
  });

  it("is missed with a warning where no model is a network", async () => {
    const { stderr } = await foretell([
      ...["forecast", "nile", "-m", "naive", "--gradients", "--format", "csv"],
    ]);
    expect(stderr).toContain("none of the models is a network");
  });
});
