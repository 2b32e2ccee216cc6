import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PanelOptions } from "../../../src/data/panel/from-table.js";
import { readJoined } from "../../../src/data/read/read-joined.js";
import { readPanel } from "../../../src/data/read/read-panel.js";

const folder = mkdtempSync(join(tmpdir(), "foretell-join-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The panel of two tables, and what was said. */
async function joined(sales: string, other: string, options: PanelOptions = {}) {
  const heard: string[] = [];
  const files = [file("sales.csv", sales), file("other.csv", other)] as const;
  const panel = await readPanel(
    files[0],
    { ...options, join: files[1] },
    (m) => void heard.push(m.replaceAll(`${folder}/`, "")),
  );
  return { panel, heard };
}

describe("a table that is joined", () => {
  it("stands beside by the columns that both have, whatever its order and way to write dates", async () => {
    const { panel, heard } = await joined(
      "id,ds,y\n007,2024-01-01,1\n007,2024-01-02,2\n8,2024-01-01,3\n8,2024-01-02,4\n",
      "ds;price;id\n02.01.2024;4,5;8\n13.01.2024;0;8\n02.01.2024;2,5;007\n01.01.2024;3,5;8\n01.01.2024;1,5;007\n",
      { past: ["price"] },
    );
    expect(panel.series.map(({ id, past }) => [id, [...past!.get("price")!]])).toEqual([
      ["007", [1.5, 2.5]],
      ["8", [3.5, 4.5]],
    ]);
    expect(heard).toEqual([
      "other.csv, joined by ds and id: 1 row matches nothing and is left out",
    ]);
  });

  it("is missing where it has no row, which is counted and told by line", async () => {
    const { panel, heard } = await joined(
      "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n",
      "ds,heat\n2024-01-01,10\n2024-01-03,30\n",
      { past: ["heat"] },
    );
    expect([...panel.series[0].past!.get("heat")!]).toEqual([10, 20, 30]);
    expect(heard).toEqual([
      "other.csv, joined by ds: 1 of the 3 rows of sales.csv has no match",
      'sales.csv:3: 1 value of column "heat" is missing; interpolated',
    ]);
  });

  it("may hold what does not change with time", async () => {
    const { panel } = await joined(
      "id,ds,y\na,2024,1\na,2025,2\nb,2024,3\nb,2025,4\n",
      "id,region\nb,north\na,south\n",
      {
        static: ["region"],
      },
    );
    expect(panel.series.map((one) => one.static!.get("region"))).toEqual(["south", "north"]);
  });

  it("is refused without a column in common, with doubled rows, and when nothing matches", async () => {
    const sales = "ds,y\n2024-01-01,1\n2024-01-02,2\n";
    await expect(joined(sales, "day,heat\n2024-01-01,1\n")).rejects.toThrow(
      "have no column in common",
    );
    await expect(joined(sales, "ds\n2024-01-01\n")).rejects.toThrow("have only columns in common");
    await expect(joined(sales, "ds,heat\n2024-01-01,1\n2024-01-01,2\n")).rejects.toThrow(
      "ds 2024-01-01 is there already in line 2",
    );
    await expect(joined(sales, "ds,heat\n2025-01-01,1\n2025-01-02,1\n")).rejects.toThrow(
      /other.csv has no value for any row of .*sales.csv, joined by ds/,
    );
  });

  it("has days that are equal to midnights, and numbers that are equal to those written with a zero", async () => {
    const { panel, heard } = await joined(
      "id,ds,y\n012,2024-01-01T00:00,1\n012,2024-01-02T00:00,2\n012,2024-01-03T12:00,3\n7,2024-01-01T00:00,4\n7,2024-01-02T00:00,5\n7,2024-01-03T12:00,6\n",
      "id,ds,price\n12,2024-01-01,1\n12,2024-01-02,2\n7,2024-01-01,3\n7,2024-01-02,4\n",
      { past: ["price"], freq: "12h" },
    );
    const observed = panel.series.map(({ past }) => [0, 2].map((t) => past!.get("price")![t]));
    expect(observed).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(heard[0]).toBe(
      "other.csv, joined by id and ds: 2 of the 6 rows of sales.csv have no match",
    );
  });

  it("has dates that are equal to numbers that stand for them, and names that are equal to numbers written alike", async () => {
    const years = await joined(
      "year,y\n2021,1\n2022,2\n2023,3\n",
      "year,heat\n2021-01-01,5\n2022-01-01,6\n2023-01-01,7\n",
      {
        past: ["heat"],
      },
    );
    expect([...years.panel.series[0].past!.get("heat")!]).toEqual([5, 6, 7]);
    const files = [
      file("sizes.csv", "id,y\n012,1\nx,3\n"),
      file("names.csv", "id,size\n012,8\n"),
    ] as const;
    const [table] = await readJoined([files[0]], { join: files[1] }, () => {});
    expect([0, 1].map((row) => table.cell(row, table.columns[2]))).toEqual(["8", ""]);
  });

  it("is refused where its rows repeat or hold no number, with their own file and line", async () => {
    const location = (sales: string, other: string, options?: PanelOptions) =>
      joined(sales, other, options).then(
        () => undefined,
        (error) => [
          error.location.file.split("/").pop(),
          error.location.line,
          error.location.column,
        ],
      );
    const sales = "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,2\n";
    expect(await location(sales, "heat,ds\n1,2024-01-01\n2,2024-01-02\n3,2024-01-01\n")).toEqual([
      "other.csv",
      4,
      3,
    ]);
    expect(
      await location(sales, "heat,ds\n1,2024-01-01\nwarm,2024-01-02\n", { past: ["heat"] }),
    ).toEqual(["other.csv", 3, 1]);
  });

  it("is read once for two tables, and only what neither has is unused", async () => {
    const heard: string[] = [];
    const files = [
      file("train.csv", "ds,y\n2024-01-01,1\n"),
      file("test.csv", "ds,y\n2024-01-02,2\n"),
    ] as const;
    const other = file("weather.csv", "ds,heat\n2024-01-01,5\n2024-01-02,6\n2024-01-03,7\n");
    const tables = await readJoined(
      [...files],
      { join: other },
      (m) => void heard.push(m.replaceAll(`${folder}/`, "")),
    );
    expect(tables.map((table) => table.cell(0, table.columns[2]))).toEqual(["5", "6"]);
    expect(heard).toEqual(["weather.csv, joined by ds: 1 row matches nothing and is left out"]);
  });

  const clock = (hour: number) => `2024-01-10T${String(hour).padStart(2, "0")}:00`;
  const hourly = (name: string, write: (hour: number) => string) =>
    `ds,${name}\n${Array.from({ length: 6 }, (_, i) => `${write(i + 4)},${i}`).join("\n")}\n`;
  const naive = hourly("y", clock);
  /** The heat of hours that begin an hour earlier in UTC, at the sales of 04:00 in Berlin. */
  const zoned = (write: (hour: number) => string) => hourly("heat", write);

  it.each<readonly [string, string, string, PanelOptions, readonly number[]]>([
    ["+01:00", naive, zoned((h) => `${clock(h)}+01:00`), { tz: "Europe/Berlin" }, [0, 1, 2]],
    ["+0100", naive, zoned((h) => `${clock(h)}+0100`), { tz: "Europe/Berlin" }, [0, 1, 2]],
    ["Z", naive, zoned((h) => `${clock(h - 1)}Z`), { tz: "Europe/Berlin" }, [0, 1, 2]],
    ["seconds", naive, zoned((h) => `${clock(h - 1)}:00Z`), { tz: "Europe/Berlin" }, [0, 1, 2]],
    ["UTC", naive, zoned((h) => `${clock(h)}Z`), { tz: "UTC" }, [0, 1, 2]],
    ["New York", naive, zoned((h) => `${clock(h)}-05:00`), { tz: "America/New_York" }, [0, 1, 2]],
    ["Kolkata", naive, zoned((h) => `${clock(h)}+05:30`), { tz: "Asia/Kolkata" }, [0, 1, 2]],
    [
      "offsets of the first",
      hourly("y", (h) => `${clock(h)}+01:00`),
      zoned(clock),
      { tz: "Europe/Berlin" },
      [0, 1, 2],
    ],
    [
      "offsets of both",
      hourly("y", (h) => `${clock(h)}+01:00`),
      zoned((h) => `${clock(h - 1)}Z`),
      {},
      [0, 1, 2],
    ],
    ["none", naive, zoned(clock), {}, [0, 1, 2]],
  ])(
    "has the same times whether they have offsets or not: %s",
    async (_, sales, other, options, heat) => {
      const { panel } = await joined(sales, other, { ...options, past: ["heat"] });
      expect([...panel.series[0].past!.get("heat")!].slice(0, 3)).toEqual(heat);
    },
  );

  it.each([
    ["+01:00", naive, zoned((h) => `${clock(h)}+01:00`), /"ds" have an offset .* in .*other/],
    ["Z", naive, zoned((h) => `${clock(h)}Z`), /"ds" have an offset .* in .*other/],
    ["the first", hourly("y", (h) => `${clock(h)}Z`), zoned(clock), /have an offset .* in .*sales/],
  ])("asks for the zone where one table has offsets only: %s", async (_, sales, other, message) => {
    await expect(joined(sales, other)).rejects.toMatchObject({
      message: expect.stringMatching(message),
      hint: "Name the time zone of those without: --tz Europe/Berlin.",
    });
  });
});
