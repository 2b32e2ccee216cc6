import { expect, it } from "vitest";
import { lastWindows, splitWindows } from "../../src/features/windows.js";

const sizes = { context: 4, horizon: 2, least: 2, held: 2 };

it("takes every window once, the latest for validation", () => {
  const { training, validation } = splitWindows([12], sizes);
  expect([...training].map((w) => w.cut)).toEqual([4, 5, 6, 7, 8]);
  expect([...validation].map((w) => w.cut)).toEqual([9, 10]);
});

it("validates on targets that lie wholly in what is held, where that is longer than the horizon", () => {
  const { training, validation } = splitWindows([12], { ...sizes, held: 4 });
  expect([...training].map((w) => w.cut)).toEqual([4, 5, 6]);
  expect([...validation].map((w) => w.cut)).toEqual([8, 9, 10]);
});

it("lets no training target reach into the held observations", () => {
  const { training } = splitWindows([12, 40, 9], sizes);
  const lengths = [12, 40, 9];
  for (const { series, cut } of training) {
    expect(cut + sizes.horizon).toBeLessThanOrEqual(lengths[series] - sizes.held);
  }
});

it("gives a short series windows with less history, down to `least`", () => {
  const { training, validation } = splitWindows([7], sizes);
  expect([...training, ...validation].map((w) => w.cut)).toEqual([3, 4, 5]);
  const none = splitWindows([3], sizes);
  expect([none.training.length, none.validation.length]).toEqual([0, 0]);
});

it("finds each window by its number, as they follow each other", () => {
  const { training, validation } = splitWindows([12, 3, 40, 9, 7], sizes);
  for (const windows of [training, validation]) {
    const all = [...windows];
    expect(all).toHaveLength(windows.length);
    expect(all.map((_, i) => windows.at(i))).toEqual(all);
    expect(lastWindows(windows, 3)).toEqual(all.slice(-3));
    expect([0, 1, 2, 3, 4].flatMap((series) => windows.of(series))).toEqual(all);
  }
});
