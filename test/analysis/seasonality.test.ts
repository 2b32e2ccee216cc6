import { describe, expect, it } from "vitest";
import { detectSeasons } from "../../src/analysis/seasonality.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { Random } from "../../src/numeric/random.js";

const lengths = (y: ArrayLike<number>) => detectSeasons(y).map(({ length }) => length);

describe("the season found", () => {
  it.each([
    ["air-passengers", [12]],
    ["co2", [12]],
    ["nottem", [12]],
    ["us-acc-deaths", [12]],
    ["seatbelts", [12]],
    ["johnson-johnson", [4]],
    ["uk-gas", [4]],
    ["nile", []],
    ["lake-huron", []],
    ["www-usage", []],
    ["sunspot-year", [11]],
  ])("of %s is %j, though nobody says what a month is", async (name, expected) => {
    const { series } = await readPanel(name, {}, () => {});
    expect(lengths(series[0].y)).toEqual(expected);
  });

  it("may be two: days within weeks", () => {
    const random = new Random(7);
    const day = Array.from({ length: 24 }, () => 3 * random.normal());
    const week = Array.from({ length: 168 }, () => 2 * random.normal());
    const y = Array.from({ length: 1000 }, (_, t) => day[t % 24] + week[t % 168] + random.normal());
    expect(lengths(y)).toEqual([24, 168]);
  });

  it("may be two: half-hours of days and weeks, of ten weeks", () => {
    const random = new Random(8);
    const y = Array.from(
      { length: 3360 },
      (_, t) => wave(t, 48) + (Math.floor(t / 48) % 7 < 5 ? 1 : 0) + 0.5 * random.normal(),
    );
    expect(lengths(y)).toEqual([48, 336]);
  });

  it("is the year of days, though it has a quarter of a day more and their weather lasts", () => {
    const random = new Random(9);
    let weather = 0;
    const y = Array.from({ length: 2200 }, (_, t) => {
      weather = 0.7 * weather + random.normal();
      return 4 * wave(t, 365.25) + weather;
    });
    const found = detectSeasons(y, { candidates: [7, 365] });
    expect(found.map(({ length }) => length)).toEqual([365]);
  });

  it("is the whole one, whatever overtones it has", () => {
    const random = new Random(10);
    for (const overtone of [2, 3, 4, 6]) {
      const y = Array.from(
        { length: 120 },
        (_, t) => wave(t, 12) + 2 * wave(t, overtone + 1e-9) + 0.3 * random.normal(),
      );
      expect(lengths(y)).toEqual([12]);
    }
  });

  it("is no overtone, however few years there are: of months in four of five series of five years", () => {
    const random = new Random(5);
    let right = 0;
    for (let run = 0; run < 200; run++) {
      const course = Array.from({ length: 12 }, () => random.normal());
      const y = Array.from({ length: 60 }, (_, t) => course[t % 12] + 0.5 * random.normal());
      if (lengths(y)[0] === 12) right++;
    }
    expect(right / 200).toBeGreaterThan(4 / 5);
  });

  it("that is no custom is seldom taken for one of its multiples that is", () => {
    const random = new Random(6);
    let wrong = 0;
    for (let run = 0; run < 200; run++) {
      const course = Array.from({ length: 6 }, () => random.normal());
      const y = Array.from({ length: 120 }, (_, t) => course[t % 6] + 0.5 * random.normal());
      if (lengths(y)[0] === 12) wrong++;
    }
    expect(wrong / 200).toBeLessThanOrEqual(0.05);
  });

  it("that changes is not taken for several", () => {
    const random = new Random(11);
    let [height, shift] = [3, 0];
    const y = Array.from({ length: 700 }, (_, t) => {
      height += 0.05 * random.normal();
      shift += 0.03 * random.normal();
      return height * wave(t + shift, 24) + 0.3 * random.normal();
    });
    expect(lengths(y)).toEqual([24]);
  });

  it("knows nothing of trend, level and scale", () => {
    const y = Array.from({ length: 96 }, (_, t) => Math.sin((2 * Math.PI * t) / 8) + 0.3 * t);
    expect(lengths(y)).toEqual([8]);
    expect(lengths(y.map((value) => 1e9 * value - 5e9))).toEqual([8]);
  });

  it("is none of a constant, a line, and what is too short to repeat", () => {
    expect(lengths(new Float64Array(50).fill(3))).toEqual([]);
    expect(lengths(Array.from({ length: 50 }, (_, t) => 2 * t))).toEqual([]);
    expect(lengths([1, 2])).toEqual([]);
    expect(lengths([])).toEqual([]);
  });
});

function wave(t: number, length: number): number {
  return Math.sin((2 * Math.PI * t) / length + 0.5);
}

describe("a straight line has no season", () => {
  it.each([
    ["48 rows up from 5000", 48, (t: number) => 5000 + t],
    ["rows down by a fraction", 60, (t: number) => 900 - 0.1 * t],
    ["through zero", 40, (t: number) => 3 * t - 50],
    ["with the noise of a sensor's last digit", 48, (t: number) => 5000 + t + 1e-9 * ((t * 7) % 5)],
  ])("%s", (_, n, at) => {
    expect(lengths(Array.from({ length: n }, (_, t) => at(t)))).toEqual([]);
  });
});

describe("of noise at most one series in twenty is called seasonal", () => {
  const colours: readonly (readonly [string, number])[] = [
    ["white", 0],
    ["red", 0.7],
    ["a random walk", 1],
    ["blue", -0.5],
  ];
  const lengthsOf = [20, 40, 120];

  it.each(colours.flatMap(([name, memory]) => lengthsOf.map((n) => [name, n, memory] as const)))(
    "%s, %i observations",
    (_, n, memory) => {
      const random = new Random(11);
      let found = 0;
      for (let run = 0; run < 400; run++) {
        let level = 0;
        const y = Array.from({ length: n }, () => {
          level = memory * level + random.normal();
          return level;
        });
        if (lengths(y).length > 0) found++;
      }
      expect(found / 400).toBeLessThanOrEqual(0.05);
    },
  );
});

it("never claims a season that explains nothing, however long the series", () => {
  const random = new Random(3);
  for (const n of [60, 401, 4801]) {
    const y = Array.from({ length: n }, (_, t) => (t % 365 === 0 ? 50 : 0) + random.normal());
    for (const { length, strength, z } of detectSeasons(y, { candidates: [7, 365], level: 0.5 })) {
      expect([7, 365]).toContain(length);
      expect(strength).toBeGreaterThan(0);
      expect(Number.isFinite(z)).toBe(true);
    }
  }
});
