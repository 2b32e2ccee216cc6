import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readColumns } from "../../src/data/read/read-table.js";
import { folder, foretell } from "./foretell.js";

const MONTHS = Array.from({ length: 12 }, (_, m) => `2023-${String(m + 1).padStart(2, "0")}-01`);

/** `shop,day,sales` of two shops. */
const SHOPS = `shop,day,sales\n${["north", "south"]
  .flatMap((shop, s) => MONTHS.map((day, m) => `${shop},${day},${10 * s + m}\n`))
  .join("")}`;
/** Without a column that names a series. */
const ONE = `day,sales\n${MONTHS.map((day, m) => `${day},${m}\n`).join("")}`;

const ENDS = ["lo-80", "hi-80", "lo-95", "hi-95"];
const ARGS = ["-m", "naive", "-H", "2", "--names", "own", "-q"];

function run(text: string, args: readonly string[]) {
  return foretell(["forecast", "in.csv", ...args], { cwd: folder({ "in.csv": text }) });
}

describe("--names own", () => {
  it.each(["csv", "csv.gz", "tsv", "ndjson", "parquet", "xlsx"])(
    "keeps the names of id, time and target in .%s",
    async (suffix) => {
      const cwd = folder({ "in.csv": SHOPS });
      const name = `out.${suffix}`;
      const { code, stderr } = await foretell(["in.csv", ...ARGS, "-o", name], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { columns } = await readColumns(join(cwd, name), {}, () => {});
      const names = columns.map((column) => column.name);
      expect(names).toEqual(["shop", "day", "sales", ...ENDS.map((end) => `sales-${end}`)]);
    },
  );

  it("writes the values that common names have", async () => {
    const own = await run(SHOPS, [...ARGS, "--format", "csv"]);
    const common = await run(SHOPS, ["-m", "naive", "-H", "2", "-q", "--format", "csv"]);
    const rows = (text: string) => text.split("\n").slice(1);
    expect(rows(own.stdout)).toEqual(rows(common.stdout));
    expect(common.stdout).toMatch(/^unique_id,ds,naive,/);
  });

  it("writes no id where the table has none, so that rows can be put below it", async () => {
    const csv = await run(ONE, [...ARGS, "--intervals", "none", "--format", "csv"]);
    expect(csv.stdout).toBe("day,sales\n2024-01-01,11\n2024-02-01,11\n");
    const lines = await run(ONE, [...ARGS, "--intervals", "none", "--format", "ndjson"]);
    expect(lines.stdout.split("\n")[0]).toBe('{"day":"2024-01-01","sales":11}');
  });

  it("tells several models apart after the target", async () => {
    const args = [...ARGS, "-m", "mean", "--intervals", "none", "--format", "csv"];
    expect((await run(SHOPS, args)).stdout).toMatch(/^shop,day,sales-naive,sales-mean\n/);
  });

  it("names totals and the dates on a terminal so too", async () => {
    const totals = await run(SHOPS, [...ARGS, "--total", "--format", "csv"]);
    expect(totals.stdout).toMatch(/^shop,from,to,sales,sales-lo-80,/);
    const table = await run(SHOPS, [...ARGS, "--format", "table", "--plain"]);
    expect(table.stdout).toMatch(/\| +day +\|/);
    expect(table.stdout).not.toMatch(/\bds\b/);
  });

  it("holds for a saved model", async () => {
    const cwd = folder({ "in.csv": SHOPS });
    await foretell(["train", "in.csv", "-m", "naive", "-o", "m.foretell", "-q"], { cwd });
    const args = ["--from", "m.foretell", "--names", "own", "-q", "-o", "out.csv"];
    expect((await foretell(["forecast", ...args], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "out.csv"), "utf8")).toMatch(/^shop,day,sales,sales-lo-80,/);
  });

  it("writes what score reads", async () => {
    const cwd = folder({ "in.csv": SHOPS });
    await foretell(["in.csv", ...ARGS, "--until", "2023-10", "-o", "f.csv"], { cwd });
    const args = ["score", "f.csv", "in.csv", "--id", "shop", "--time", "day", "-q"];
    const { stdout } = await foretell([...args, "--metrics", "mae", "--format", "csv"], { cwd });
    // The last value stays, and the shops grow by one a month.
    expect(stdout).toMatch(/^model,unique_id,n,mae.*\nsales,\*,2,1\.5/);
  });

  it("refuses what cannot have the names of one table", async () => {
    const text = ONE.replace("day,sales", "day,sales,returns").replace(/(\d+)\n/g, "$1,3\n");
    const two = await run(text, [...ARGS, "--target", "sales,returns"]);
    expect(two.code).toBe(2);
    expect(two.stderr).toContain("--names own needs one target, and sales and returns");
    const parts = await run(SHOPS, [...ARGS, "--errors", "e.csv", "--format", "csv"]);
    expect(parts.code).toBe(2);
    expect(parts.stderr).toContain("--names own writes one table of all");
  });
});
