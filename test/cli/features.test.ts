import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly } from "./foretell.js";

const short = monthly([1, 4, 9, 16]);

describe("foretell features", () => {
  it("writes CSV aligned to the dates, with rows ahead, empty where nothing is known", async () => {
    const specs = ["-f", "lag:1,3", "-f", "roll:mean,max:2", "-f", "calendar:month"];
    const outcome = await foretell(["features", "-", ...specs, "-H", "2"], { stdin: short });
    expect(outcome.stderr).toBe("");
    expect(outcome.stdout).toBe(
      [
        "unique_id,ds,y,y_lag_1,y_lag_3,y_roll_mean_2,y_roll_max_2,calendar_month",
        "series,2020-01-01,1,,,,,1",
        "series,2020-02-01,4,1,,,,2",
        "series,2020-03-01,9,4,,2.5,4,3",
        "series,2020-04-01,16,9,1,6.5,9,4",
        "series,2020-05-01,,16,4,12.5,16,5",
        "series,2020-06-01,,,9,,,6",
        "",
      ].join("\n"),
    );
  });

  it("writes JSON with null where nothing is known", async () => {
    const { stdout } = await foretell(["features", "-", "-f", "diff:1", "--format", "json"], {
      stdin: short,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "foretell/features@1",
      freq: "MS",
      features: ["diff:1"],
      series: [
        { unique_id: "series", y: [1, 4, 9, 16], columns: { y_diff_1: [null, null, 3, 5] } },
      ],
    });
  });

  it("takes the lags of a step and a season unless told otherwise, into a file", async () => {
    const path = join(folder(), "features.csv");
    const { code, stdout } = await foretell(["features", "nottem", "-o", path]);
    expect([code, stdout]).toEqual([0, ""]);
    const [header, ...rows] = readFileSync(path, "utf8").trim().split("\n");
    expect(header).toBe("unique_id,ds,y,y_lag_1,y_lag_12");
    expect(rows).toHaveLength(240);
  });

  it("writes exogenous columns as they were recorded, future ones into rows ahead, and nothing that came later", async () => {
    const rows = ["1,,3", ",2,", "5,,4", "6,9,4", ",8,7"].map((row, t) => `202${t}-01-01,${row}\n`);
    const { code, stdout, stderr } = await foretell(
      ["features", "-", "--past", "visits", "--future", "price", "-f", "lag:1", "-H", "1"],
      { stdin: `ds,y,visits,price\n${rows.join("")}` },
    );
    expect(code).toBe(0);
    expect(stderr).toContain("1 value is missing; filled with the value before");
    expect(stderr).toContain('1 value of column "visits" is missing; left missing');
    expect(stdout).toBe(
      [
        "unique_id,ds,y,visits,price,y_lag_1",
        "series,2020-01-01,1,,3,",
        "series,2021-01-01,1,2,3.5,1",
        "series,2022-01-01,5,,4,1",
        "series,2023-01-01,6,9,4,5",
        "series,2024-01-01,,,7,6",
        "",
      ].join("\n"),
    );
  });

  it("--dtw-matrix is symmetric, zero where series are alike but for level and size", async () => {
    const rows = [5, 3, 8, 1, 9].map((v, t) => `202${t}-01-01,${v},${10 * v + 7},${t}\n`);
    const stdin = `ds,a,b,c\n${rows.join("")}`;
    const { stdout } = await foretell(
      ["features", "-", "--target", "a,b,c", "--dtw-matrix", "--format", "json"],
      { stdin },
    );
    const { schema, unique_id, distances } = JSON.parse(stdout);
    expect([schema, unique_id]).toEqual(["foretell/dtw-matrix@1", ["a", "b", "c"]]);
    expect(distances[0][1]).toBeCloseTo(0, 9);
    expect(distances[0][2]).toBeGreaterThan(1);
    expect(distances[2][0]).toBe(distances[0][2]);
  });

  it.each(["UTC", "Pacific/Auckland", "America/Los_Angeles"])(
    "knows holidays by the dates of the table, wherever the computer is: %s",
    async (TZ) => {
      const days = [23, 24, 25, 26].map((day) => `2024-12-${day},1\n`);
      const { stdout } = await foretell(
        ["features", "-", "-f", "calendar:holiday=US+DE", "-H", "2"],
        { stdin: `ds,y\n${days.join("")}`, env: { TZ, LC_ALL: "de_DE.UTF-8", LANG: "th_TH" } },
      );
      expect(stdout).toBe(
        [
          "unique_id,ds,y,calendar_holiday_US,calendar_holiday_DE",
          ...["series,2024-12-23,1,0,0", "series,2024-12-24,1,0,0", "series,2024-12-25,1,1,1"],
          ...["series,2024-12-26,1,0,1", "series,2024-12-27,,0,0", "series,2024-12-28,,0,0", ""],
        ].join("\n"),
      );
    },
  );

  it("tells the hours of holidays on the clocks of --tz", async () => {
    // The clocks are set on March 31st, so that hours are even in UTC alone.
    const hours = Array.from({ length: 60 }, (_, hour) => {
      const utc = new Date(Date.parse("2024-03-30T12:00Z") + hour * 3_600_000);
      return `${utc.toISOString()},${hour}\n`;
    });
    const { stdout } = await foretell(
      ["features", "-", "--tz", "Europe/Berlin", "-f", "calendar:hour,holiday=DE"],
      { stdin: `ds,y\n${hours.join("")}` },
    );
    const rows = stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
    const easterMonday = rows.filter((row) => row[4] === "1");
    expect(easterMonday.map((row) => Number(row[3]))).toEqual(
      Array.from({ length: 24 }, (_, h) => h),
    );
    expect(easterMonday[0][1]).toBe("2024-03-31T22:00:00");
  });

  it("names the places nearest to one it has no holidays of", async () => {
    const { code, stderr } = await foretell(
      ["features", "-", "-f", "calendar:holiday=US-Californa"],
      {
        stdin: short,
      },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('no holidays are known for "Californa" in US');
    expect(stderr).toContain("Did you mean US-CA?");
  });

  it("says where a spec is wrong and what would fit", async () => {
    const { code, stderr } = await foretell(["features", "-", "-f", "roll:2,9"], { stdin: short });
    expect(code).toBe(2);
    expect(stderr).toContain("a window of 9 is longer than the series, which has 4 observations");
    expect(stderr).toContain("Use windows of at most 4.");
  });

  it("--dtw-matrix of one series asks for more", async () => {
    const { code, stderr } = await foretell(["features", "nile", "--dtw-matrix"]);
    expect(code).toBe(3);
    expect(stderr).toContain("at least two series");
  });
});

describe("foretell features --format parquet", () => {
  it("holds what the CSV holds, with null for what is not known", async () => {
    const cwd = folder();
    const args = ["features", "nottem", "-f", "lag:2", "-f", "calendar:month", "-H", "3"];
    const [csv, parquet] = await Promise.all([
      foretell([...args, "--format", "csv"], { cwd }),
      foretell([...args, "-o", "f.parquet"], { cwd }),
    ]);
    expect([csv.code, parquet.code, parquet.stdout]).toEqual([0, 0, ""]);
    const bytes = readFileSync(join(cwd, "f.parquet"));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const rows = await parquetReadObjects({ file: file as ArrayBuffer });
    const text = rows.map(({ unique_id, ds, ...numbers }) =>
      [unique_id, ds.toISOString().slice(0, 10), ...Object.values(numbers)].join(","),
    );
    expect(text).toEqual(csv.stdout.trim().split("\n").slice(1));
    expect(rows.at(-1)).toMatchObject({ y: null, y_lag_2: null, calendar_month: 3 });
  });

  it("is refused for distances", async () => {
    const args = ["features", "seatbelts", "--target", "drivers,front", "--dtw-matrix"];
    const { code, stderr } = await foretell([...args, "--format", "parquet"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("distances are not written as parquet"),
    ]);
  });
});
