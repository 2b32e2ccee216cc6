import { describe, expect, it } from "vitest";
import { panelFromArrays } from "../../../src/data/read/from-arrays.js";

const quiet = () => {};
const days = Array.from({ length: 60 }, (_, t) =>
  new Date(Date.UTC(2022, 0, 1 + t)).toISOString().slice(0, 10),
);
const y = days.map((_, t) => t);

describe("a panel from one date until another", () => {
  it.each([
    [{ since: "2022-02" }, 31, 59],
    [{ until: "2022-01" }, 0, 30],
    [{ since: "2022-01-10", until: "2022-01-12" }, 9, 11],
    [{ since: "2021", until: "2022-Q1" }, 0, 59],
    [{ since: "2022-01-10T00:00" }, 9, 59],
  ])("%j", (ends, first, last) => {
    const [series] = panelFromArrays({ ds: days, y }, ends, quiet).series;
    expect([series!.y[0], series!.y.at(-1)]).toEqual([first, last]);
  });

  it("is cut at the days of its zone", () => {
    const ds = Array.from({ length: 72 }, (_, t) =>
      new Date(Date.UTC(2022, 6, 1, t)).toISOString(),
    );
    const options = { tz: "Europe/Berlin", since: "2022-07-02" };
    const hours = ds.map((_, t) => t);
    const [series] = panelFromArrays({ ds, y: hours }, options, quiet).series;
    // Midnight in Berlin is 22:00 UTC in summer.
    expect(series!.y[0]).toBe(22);
  });

  it("counts rows where there are no dates", () => {
    const [series] = panelFromArrays({ y: [5, 6, 7, 8] }, { since: "1", until: "2" }, quiet).series;
    expect(Array.from(series!.y)).toEqual([6, 7]);
  });

  it("keeps what is known ahead beyond its end", () => {
    const price = y.map((value) => value / 10);
    const options = { until: "2022-01", target: ["y"], future: ["price"] };
    const [series] = panelFromArrays({ ds: days, y, price }, options, quiet).series;
    expect(series!.y).toHaveLength(31);
    expect(series!.future!.get("price")).toHaveLength(60);
  });

  it("refuses what is no date, and a time in which there is nothing", () => {
    const read = (ends: object) => () => panelFromArrays({ ds: days, y }, ends, quiet);
    expect(read({ since: "1.2.2022" })).toThrow(/--since must be a date such as 2022/);
    expect(read({ until: "2022-02-30" })).toThrow(/--until must be a date/);
    expect(read({ since: "2023" })).toThrow(/arrays has no rows since 2023/);
  });
});
