import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, levelOf, unmet } from "../../../src/evaluation/check/findings.js";
import type { Measurement } from "../../../src/evaluation/check/measurement.js";
import { parseRules, type RuleTexts } from "../../../src/evaluation/check/rules.js";

type Metrics = Record<string, number | null>;

function measured(
  scores: Record<string, Metrics>,
  mean: readonly number[] = [1, 2],
  sha256 = "a",
): Measurement {
  const ids = Object.keys(scores).filter((id) => id !== "*");
  return {
    scores: Object.entries(scores).map(([unique_id, metrics]) => ({ unique_id, metrics })),
    forecasts: (ids.length > 0 ? ids : ["only"]).map((id) => ({ unique_id: id, sha256, mean })),
  };
}

const judge = (before: Metrics, now: Metrics, rules: RuleTexts = {}) =>
  compare("lstm:hidden=8", measured({ "*": before }), measured({ "*": now }), parseRules(rules));
const levels = (...given: Parameters<typeof judge>) => judge(...given).map(({ level }) => level);

describe("a metric", () => {
  it("that is worse fails without a tolerance, and one that is better is told", () => {
    expect(judge({ mase: 1, rmse: 4 }, { mase: 1.1, rmse: 3 })).toMatchObject([
      { level: "fail", message: "mase 1 → 1.1 (+10 %)", baseline: 1, now: 1.1 },
      { level: "improved", message: "rmse 4 → 3 (-25 %)" },
    ]);
  });

  it("fails beyond absolute + relative · |baseline|, not at it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        (baseline, absolute, percents) => {
          const tolerance = `mase=${absolute}+${percents}%`;
          const allowed = absolute + (percents / 100) * baseline;
          const within = baseline + 0.999 * allowed;
          const beyond = baseline + 1.001 * allowed;
          expect(levels({ mase: baseline }, { mase: within }, { tolerance })).toEqual(["changed"]);
          expect(levels({ mase: baseline }, { mase: beyond }, { tolerance })).toEqual(["fail"]);
        },
      ),
    );
  });

  it("obeys the last tolerance that is about it", () => {
    const tolerance = "*=50%,lstm/mase=1%,gru/mase=90%";
    expect(levels({ mase: 1, rmse: 1 }, { mase: 1.2, rmse: 1.2 }, { tolerance })).toEqual([
      "fail",
      "changed",
    ]);
  });

  it("warns beyond one tolerance and fails beyond another", () => {
    const rules = { tolerance: "mase=10%", warn: "mase=5%" };
    expect([1.04, 1.07, 1.2].flatMap((mase) => levels({ mase: 1 }, { mase }, rules))).toEqual([
      "changed",
      "warn",
      "fail",
    ]);
  });

  it("of bias tells how much farther from 0 it is, whatever its sign", () => {
    const [finding] = judge({ bias: -20 }, { bias: 42 });
    expect(finding!.message).toBe("bias -20 → 42 (+110 %)");
  });

  it("of coverage is best at its level, and bias at 0", () => {
    const before = { "coverage-80": 0.9, bias: -2 };
    expect(levels(before, { "coverage-80": 0.8, bias: 1 })).toEqual(["improved", "improved"]);
    expect(levels(before, { "coverage-80": 0.9, bias: 2 })).toEqual(["changed"]);
    expect(levels(before, { "coverage-80": 0.95, bias: -3 })).toEqual(["fail", "fail"]);
    expect(levels(before, { "coverage-80": 0.65, bias: 3 })).toEqual(["fail", "fail"]);
  });

  it("that is no longer defined or measured fails, one that is defined now does not", () => {
    expect(judge({ mase: 1, owa: 1 }, { mase: null })).toMatchObject([
      { level: "fail", message: "mase 1 → not defined" },
      { level: "fail", message: "owa 1 → not defined" },
    ]);
    expect(levels({ mase: null }, { mase: 1 })).toEqual(["changed"]);
  });

  it("that is not defined says why", () => {
    const now = {
      ...measured({}),
      scores: [
        { unique_id: "*", metrics: { mape: null }, reasons: { mape: "an observation is 0" } },
      ],
    };
    const told = compare("naive", measured({ "*": { mape: 5 } }), now, parseRules({}));
    expect(told[0].message).toBe("mape 5 → not defined (an observation is 0)");
    expect(unmet("naive", now, parseRules({ require: ["mape<9"] }))[0].message).toBe(
      "mape is not defined (an observation is 0), and mape<9 is required",
    );
  });

  it("that a record of the baseline lacks fails, once, whatever the rules", () => {
    const now = { mase: 1, owa: 1 };
    const before = measured({ "*": now, a: { owa: 1 }, b: { owa: 1 } });
    expect(
      compare("naive", before, measured({ "*": now, a: now, b: now }), parseRules({})),
    ).toMatchObject([
      {
        ...{ level: "fail", kind: "missing", metric: "mase", unique_id: "a" },
        message: "mase of a and 1 more is not in the baseline: --update adds it",
      },
    ]);
  });

  it("of a single series counts where it is asked for", () => {
    const [before, now] = [1, 2].map((mase) =>
      measured({ "*": { mase: 1 }, a: { mase }, b: { mase: 1 } }),
    ) as [Measurement, Measurement];
    const found = (rules: RuleTexts) =>
      compare("naive", before, now, parseRules(rules)).map(({ message }) => message);
    expect(found({})).toEqual([]);
    expect(found({ perSeries: true })).toEqual(["mase of a 1 → 2 (+100 %)"]);
    expect(found({ tolerance: "mase@a=10%" })).toEqual([
      "mase of a 1 → 2 (+100 %), 10 % is allowed",
    ]);
    expect(found({ tolerance: "mase@b=10%" })).toEqual([]);
  });
});

describe("forecasts", () => {
  const all = { "*": { mase: 1 } };
  const differing = (now: Measurement, rules: RuleTexts = {}) =>
    compare("naive", measured(all), now, parseRules(rules)).map((f) => `${f.level}: ${f.message}`);

  it("that differ are told where metrics say nothing of it", () => {
    expect(differing(measured(all, [1, 3], "b"))).toEqual([
      "changed: forecast differs from step 2 on: 2 → 3",
    ]);
    expect(differing(measured({ "*": { mase: 0.5 } }, [1, 3], "b"))).toEqual([
      "improved: mase 1 → 0.5 (-50 %)",
    ]);
  });

  it("must be the same to the last bit only with exact", () => {
    expect(differing(measured(all, [1, 2], "b"))).toEqual([]);
    expect(differing(measured(all, [1, 2], "b"), { exact: true })).toEqual([
      "fail: forecast differs beyond the recorded digits",
    ]);
    expect(differing(measured(all), { exact: true })).toEqual([]);
  });
});

describe("requirements", () => {
  const broken = (require: string, scores: Record<string, Metrics>) =>
    unmet("lstm:hidden=8", measured(scores), parseRules({ require: [require] })).map(
      ({ message }) => message,
    );

  it("are about the mean, or the series they name", () => {
    const scores = { "*": { mase: 1 }, a: { mase: 0.5 }, b: { mase: 1.5 } };
    expect(broken("mase<=1", scores)).toEqual([]);
    expect(broken("mase<1", scores)).toEqual(["mase is 1, and mase<1 is required"]);
    expect(broken("lstm/mase@b<1", scores)).toEqual([
      "mase of b is 1.5, and lstm/mase@b<1 is required",
    ]);
    expect(broken("gru/mase@b<1", scores)).toEqual([]);
  });

  it("reach an only series by its name too", () => {
    expect(broken("mase@only<1", { "*": { mase: 2 } })).toHaveLength(1);
  });

  it("are not met by what is not defined", () => {
    expect(broken("mase<1", { "*": { mase: null } })).toEqual([
      "mase is not defined, and mase<1 is required",
    ]);
  });
});

describe("the verdict on findings", () => {
  it("is the worst of them", () => {
    const of = (...given: ("improved" | "changed" | "warn" | "fail")[]) =>
      levelOf(given.map((level) => ({ level, kind: "metric", message: "" })));
    expect(of()).toBe("same");
    expect(of("improved")).toBe("improved");
    expect(of("improved", "changed")).toBe("changed");
    expect(of("changed", "warn", "improved")).toBe("warn");
    expect(of("warn", "fail")).toBe("fail");
  });
});
