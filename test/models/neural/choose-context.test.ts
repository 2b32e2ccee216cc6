import { expect, it } from "vitest";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { chooseContext } from "../../../src/models/neural/choose-context.js";

const hourly = { season: 24, frequency: parseFrequency("h") };

it("sees two seasons", () => {
  expect(chooseContext(144, { season: 12, frequency: parseFrequency("MS") }, 12, 0)).toBe(24);
});

it("sees a week of hours where there are four weeks of them", () => {
  expect(chooseContext(960, hourly, 48, 0)).toBe(168);
  expect(chooseContext(400, hourly, 48, 0)).toBe(48);
});

it("says which window would fit", () => {
  expect(() => chooseContext(50, hourly, 24, 40)).toThrow("the longest series has 50");
});

it("says that a horizon is beyond the data, of a context that nobody chose", () => {
  expect(() => chooseContext(12, hourly, 13, 0)).toThrow(
    "a horizon of 13 needs more than 13 observations to train on, the longest series has 12",
  );
});
