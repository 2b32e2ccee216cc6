import { describe, expect, it } from "vitest";
import { blocksFor, declareTcn, receptiveField } from "../../../src/models/convolutional/tcn.js";
import { createModel } from "../../../src/models/index.js";
import { panelOf } from "../../panels.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";
import { oddities } from "../neural/oddities.js";

const options = {
  filters: 4,
  kernel: 2,
  blocks: 2,
  connection: "residual",
  dropout: 0,
  linear: true,
} as const;

it.each([0, 1, 2])("the gradient is the slope of the loss: blocks=%i", (blocks) => {
  checkNetwork(declareTcn({ ...options, blocks }, tiny), tiny);
});

it("the length of a direction does not matter, as weights are normalised", () => {
  const network = declareTcn(options, tiny);
  const run = recordNetwork(network, tiny);
  const before = run.forecast();
  for (const { name, offset, size } of network.parameters.list) {
    if (!name.endsWith(".direction")) continue;
    for (let i = 0; i < size; i++) run.values[offset + i] *= 4;
  }
  run.forecast().forEach((value, i) => {
    expect(value).toBeCloseTo(before[i], 5);
  });
});

describe("the receptive field", () => {
  it.each([
    [2, 2],
    [3, 1],
    [3, 2],
  ])("of kernel=%i and %i blocks is what outputs depend on, to the step", (kernel, blocks) => {
    const shape = { context: 20, horizon: 1, inputs: 1, ahead: 0, outputs: 1 };
    const run = recordNetwork(declareTcn({ ...options, kernel, blocks }, shape), shape);
    // The linear path beside reads the window from a tensor of its own, which stays as it is.
    const before = run.forecast()[0];
    const heard = Array.from({ length: 20 }, (_, t) => {
      let different = false;
      for (let row = 0; row < 3; row++) {
        const at = t * 3 + row;
        const held = run.steps[at];
        for (const value of [held + 3, held - 3]) {
          run.steps[at] = value;
          different ||= row === 0 && run.forecast()[0] !== before;
        }
        run.steps[at] = held;
      }
      return different;
    });
    expect(20 - heard.indexOf(true)).toBe(receptiveField(kernel, blocks));
  });

  it("is matched to the window with as few blocks as do", () => {
    for (const context of [1, 2, 5, 13, 29, 30, 168, 336]) {
      const blocks = blocksFor(3, context);
      expect(receptiveField(3, blocks)).toBeGreaterThanOrEqual(context);
      if (blocks > 1) expect(receptiveField(3, blocks - 1)).toBeLessThan(context);
    }
  });

  it.each([
    [1, ["tcn: blocks=1,kernel=3 sees 5 of the window's 12 steps; blocks=2 sees all of them"]],
    [2, []],
    [0, []],
  ])("too small for the window is warned of: blocks=%i", async (blocks, expected) => {
    expect(await oddities(`tcn:filters=2,context=12,blocks=${blocks}`)).toEqual(expected);
  });
});

it("a kernel that reaches beyond the window is cut, and warned of", async () => {
  const network = declareTcn({ ...options, kernel: 1000, blocks: 0 }, tiny);
  const [first] = network.parameters.list;
  expect(first.shape).toEqual([4, 3, 15]);
  checkNetwork(network, tiny);
  expect(await oddities("tcn:filters=2,context=12,kernel=1000")).toEqual([
    "tcn: kernel=1000 reaches beyond the window; kernel=23 sees all of its 12 steps and is taken instead",
  ]);
});

it("the training summary tells how far it sees, and how long its window is", async () => {
  const y = Float64Array.from({ length: 60 }, (_, t) => (t * 7) % 12);
  const told = async (options: string) => {
    const plain = "log=no,deseason=no,difference=no,window-scale=no,context=12,epochs=1";
    const model = createModel(`tcn:filters=4,kernel=3,${plain}${options}`);
    return (await model.fit(panelOf(y), { horizon: 4, seed: 1, warn() {} })).training?.receptive;
  };
  expect(await told("")).toEqual({ field: 13, window: 12 });
  expect(await told(",blocks=1")).toEqual({ field: 5, window: 12 });
});
