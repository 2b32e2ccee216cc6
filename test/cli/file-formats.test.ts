import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly } from "./foretell.js";

const TABLE = monthly(Array.from({ length: 40 }, (_, t) => 10 + t + 3 * (t % 12)));
const ARGS = ["in.csv", "-m", "naive", "-H", "3", "-q"];

async function written(args: readonly string[], name: string): Promise<Buffer> {
  const cwd = folder({ "in.csv": TABLE });
  const { code, stdout, stderr } = await foretell([...args, "-o", name], { cwd });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
  return readFileSync(join(cwd, name));
}

describe("a file is what its suffix says", () => {
  it.each([
    ["f.tsv", /^unique_id\tds\tnaive\tnaive-lo-80\t/],
    ["f.ndjson", /^{"unique_id":"in","ds":"2023-05-01","naive":[\d.]+,"naive-lo-80":/],
    ["f.md", /^\| unique\\_id \| ds \| naive \|.*\n\| --- \| --- \| --: \|/],
    ["f.svg", /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/],
    ["f.html", /^<!doctype html>/],
    ["f.txt", /│ ds +│ +naive │/],
  ])("%s", async (name, beginning) => {
    expect((await written(ARGS, name)).toString()).toMatch(beginning);
  });

  it.each([
    ["f.png", "89504e470d0a1a0a"],
    ["f.xlsx", "504b0304"],
    ["f.parquet", "50415231"],
  ])("%s, and the same bytes again", async (name, magic) => {
    const bytes = await written(ARGS, name);
    expect(bytes.subarray(0, magic.length / 2).toString("hex")).toBe(magic);
    expect((await written(ARGS, name)).equals(bytes)).toBe(true);
  });

  it.each(["f.xlsx", "f.parquet", "f.tsv", "f.csv.gz"])(
    "%s is read as it was written",
    async (name) => {
      const cwd = folder({ "in.csv": TABLE });
      await foretell([...ARGS, "-o", name], { cwd });
      const { stdout } = await foretell(ARGS, { cwd });
      const read = await foretell(["features", name, "--target", "naive", "-f", "lag:1", "-q"], {
        cwd,
      });
      const [, ...rows] = read.stdout.trim().split("\n");
      const column = (text: string, c: number) => text.split(",")[c];
      expect(rows.map((row) => [column(row, 1), column(row, 2)])).toEqual(
        stdout
          .trim()
          .split("\n")
          .slice(1)
          .map((row) => [column(row, 1), column(row, 2)]),
      );
    },
  );

  it("f.csv.gz is the CSV that a pipe gets", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const { stdout } = await foretell(ARGS, { cwd });
    expect(gunzipSync(await written(ARGS, "f.csv.gz")).toString()).toBe(stdout);
  });

  it("and --format says it for a pipe", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const { stdout } = await foretell([...ARGS, "--format", "svg", "-o", "-"], { cwd });
    expect(stdout).toMatch(/^<svg /);
  });

  it.each([
    ["backtest", ["-m", "naive", "-m", "mean", "-H", "4", "--folds", "2", "--min", "-100"]],
    ["inspect", []],
    ["gradients", ["-m", "rnn:hidden=4,epochs=2", "-H", "3"]],
    ["features", ["-f", "lag:1,12", "-f", "roll:mean:3", "-H", "3"]],
  ])("of %s too", async (command, args) => {
    const all = [command, "in.csv", ...args];
    expect((await written(all, "a.svg")).toString()).toMatch(/^<svg /);
    expect((await written(all, "a.html")).toString()).toMatch(/^<!doctype html>/);
    expect((await written(all, "a.tsv")).toString()).toMatch(/^(model|unique_id)\t/);
    expect((await written(all, "a.png")).subarray(1, 4).toString()).toBe("PNG");
  });
});

describe("a suffix that is not written is refused, with those that are", () => {
  it.each([
    [["in.csv", "-m", "naive", "-o", "a.pdf"], /\.pdf files cannot be written\nThese can: .*\.svg/],
    [["backtest", "in.csv", "-o", "a.foo"], /\.foo files cannot be written/],
    [["inspect", "in.csv", "-o", "a.jpeg"], /\.jpeg files cannot be written/],
    [["features", "in.csv", "-o", "a.pdf"], /\.pdf files cannot be written\nThese can: .*\.svg/],
    [["features", "in.csv", "--dtw-matrix", "-o", "a.svg"], /distances are not written as svg/],
  ])("foretell %j", async (args, saying) => {
    const { code, stderr } = await foretell(args, { cwd: folder({ "in.csv": TABLE }) });
    expect(stderr).toMatch(saying);
    expect(code).toBe(2);
  });
});
