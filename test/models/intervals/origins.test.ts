import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/panel.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { chooseOrigins } from "../../../src/models/intervals/origins.js";

const HOUR = 3_600_000;

function hours(length: number): Panel {
  return {
    source: "hours",
    frequency: parseFrequency("h"),
    season: 24,
    series: [
      {
        id: "load",
        ds: Float64Array.from({ length }, (_, t) => t * HOUR),
        y: Float64Array.from({ length }, (_, t) => Math.sin(t)),
      },
    ],
  } as unknown as Panel;
}

/** Observations before the earliest origin. */
const earliest = (length: number, horizon: number) =>
  length - Math.max(...chooseOrigins(hours(length), horizon).held[0]);

describe("origins of hours", () => {
  it.each([48, 96, 168])("know three weeks each where one can, %i ahead", (horizon) => {
    expect(earliest(4 * 168, horizon)).toBeGreaterThanOrEqual(3 * 168);
  });

  it("lie in the later half where none knows three weeks", () => {
    expect(earliest(3 * 168, 24)).toBeGreaterThanOrEqual(252);
    expect(earliest(3 * 168, 24)).toBeLessThan(3 * 168);
  });
});
