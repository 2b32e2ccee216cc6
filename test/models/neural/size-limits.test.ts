import { expect, it } from "vitest";
import { segmentsOf } from "../../../src/models/continuous/segments.js";
import { declareSegments } from "../../../src/models/recurrent/segrnn.js";
import { tiny } from "./check-network.js";
import { oddities } from "./oddities.js";

it.each(["segrnn:hidden=2", "neural-ode:hidden=2", "cfc:hidden=2"])(
  "%s warns of segments longer than window and horizon",
  async (spec) => {
    const [name] = spec.split(":");
    expect(await oddities(`${spec},context=12,segment=12`)).toEqual([]);
    expect(await oddities(`${spec},context=12,segment=10000`)).toEqual([
      `${name}: segment=10000 is longer than the window of 12 and the horizon of 2 steps; segment=12 is taken instead`,
    ]);
  },
);

it.each([
  ["window", { ...tiny, context: 8, horizon: 3 }],
  ["horizon", { ...tiny, context: 3, horizon: 8 }],
])("segments are no longer than the %s where that is the longer one", (_, shape) => {
  expect(segmentsOf(9, shape)).toEqual({ length: 8, read: 1, ahead: 1, inputs: 32 });
  const size = (segment: number) =>
    declareSegments({ segment, hidden: 4, dropout: 0 }, shape).parameters.size;
  expect(size(1000)).toBe(size(8));
});
