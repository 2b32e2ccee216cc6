import { describe, expect, it } from "vitest";
import { panelFromArrays, readPanel } from "../../../src/index.js";
import { Random } from "../../../src/numeric/random.js";

/** 140 observations with a season of 10 and a little noise, in no known calendar. */
function tenfold(): Float64Array {
  const random = new Random(1);
  return Float64Array.from({ length: 140 }, (_, t) => 5 * (t % 10) + random.uniform());
}

describe("the library's readers", () => {
  it("find the season that the observations show, as the command line does", () => {
    const panel = panelFromArrays({ y: tenfold() });
    expect(panel.season).toBe(10);
    expect(panel.reading!.seasonFrom).toBe("found");
  });

  it("keep the season that was named or comes with a dataset", async () => {
    expect(panelFromArrays({ y: tenfold() }, { season: 4 }).season).toBe(4);
    expect((await readPanel("air-passengers")).season).toBe(12);
  });
});
