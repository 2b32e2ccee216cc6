import { expect, it } from "vitest";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { shortStamp, wholeStamp } from "../../../src/report/text/timestamp.js";

const moment = Date.UTC(2019, 11, 31, 14, 5, 7, 250);

it("names a stamp with its year, as finely as the frequency needs", () => {
  const written = ["YS", "QS", "MS", "D", "h", "min", "s", "ms"].map((alias) =>
    wholeStamp(moment, parseFrequency(alias)),
  );
  expect(written).toEqual([
    "2019",
    "2019-12",
    "2019-12",
    "2019-12-31",
    "2019-12-31 14:05",
    "2019-12-31 14:05",
    "2019-12-31 14:05:07",
    "2019-12-31 14:05:07.250",
  ]);
});

it("leaves out on an axis what its neighbours share", () => {
  const written = ["MS", "h", "min", "s", "ms"].map((alias) =>
    shortStamp(moment, parseFrequency(alias)),
  );
  expect(written).toEqual(["2019-12", "12-31 14:05", "12-31 14:05", "14:05:07", "14:05:07.250"]);
});
