import { describe, expect, it } from "vitest";
import { withoutTail } from "../../../src/data/panel/truncate.js";
import { panelOf } from "../../panels.js";

describe("a panel without its last observations", () => {
  const panel = panelOf([1, 2, 3]);

  it("may have lost all of them", () => {
    expect(withoutTail(panel, 3).series[0].y).toHaveLength(0);
  });

  it("is refused for a number that a series does not have", () => {
    for (const held of [4, -1, 0.5, Number.NaN]) {
      expect(() => withoutTail(panel, held)).toThrow(/leave out .* of 3 observations of series/);
    }
  });
});
