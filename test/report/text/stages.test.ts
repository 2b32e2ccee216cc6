import { describe, expect, it } from "vitest";
import { Stages } from "../../../src/report/text/stages.js";

const plan = () =>
  new Stages([
    { what: "fitting lstm", like: "lstm" },
    { what: "intervals of lstm", like: "lstm" },
    { what: "hold-out of lstm", like: "lstm" },
    { what: "hold-out of seasonal-naive" },
  ]);

describe("the stages of a command", () => {
  it("are numbered", () => {
    const stages = plan();
    expect(stages.place).toBe("");
    stages.enter("fitting lstm", 0);
    expect(stages.place).toBe("1 of 4 ");
    // Some models make no intervals after all.
    stages.enter("hold-out of lstm", 10);
    expect(stages.place).toBe("3 of 4 ");
  });

  it("of the same kind are expected to take as long as the one at work", () => {
    const stages = plan();
    stages.enter("fitting lstm", 1000);
    // 2 s passed and 8 s left make 10 s; two more stages are like it, the last takes no time.
    expect(stages.remaining(8000, 3000)).toBe(8000 + 2 * 10_000);
  });

  it("are expected to take as long as those of their kind took", () => {
    const stages = plan();
    stages.enter("fitting lstm", 0);
    stages.enter("intervals of lstm", 6000);
    expect(stages.remaining(Number.NaN, 7000)).toBe(5000 + 6000);
    stages.leave(10_000);
    stages.enter("hold-out of lstm", 10_000);
    expect(stages.remaining(Number.NaN, 11_000)).toBe(3000);
    expect(stages.remaining(Number.NaN, 20_000)).toBe(0);
  });

  it("tell nothing while nothing is known", () => {
    const stages = plan();
    stages.enter("fitting lstm", 0);
    expect(stages.remaining(Number.NaN, 5000)).toBeNaN();
    expect(new Stages([]).remaining(700, 0)).toBe(700);
  });
});
