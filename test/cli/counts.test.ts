import { expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

/** Two shops below each other, by day; one sells in some days only. */
const SHOPS = Array.from({ length: 56 }, (_, t) => {
  const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
  return `${day},Mitte,${(t * 7) % 5 === 0 ? 1 : 0}\n${day},Nord,${20 + (t % 7)}\n`;
});
const TABLE = `date,shop,sales\n${SHOPS.join("")}`;
const MITTE = ["shops.csv", "--where", "shop=Mitte", "-H", "4", "-q"];

const decimals = (text: string) =>
  [...text.matchAll(/\d\.(\d+)/g)].map(([, digits]) => digits!.length);

it("forecasts of counts have two decimals at most, in tables and in pages", async () => {
  const cwd = folder({ "shops.csv": TABLE });
  const args = [...MITTE, "-m", "croston"];
  const { stdout: table } = await foretell([...args, "--format", "table"], { cwd });
  expect(Math.max(...decimals(/\nds .*/s.exec(table.replaceAll("│", " "))?.[0] ?? table))).toBe(2);
  const { stdout: page } = await foretell([...args, "--format", "html"], { cwd });
  const cells = [...page.matchAll(/<td class="r">([^<]*)</g)].map(([, cell]) => cell!).join(" ");
  expect(Math.max(...decimals(cells))).toBe(2);
});

it("errors below one have three decimals, on a terminal and in the pages of backtest", async () => {
  const cwd = folder({ "shops.csv": TABLE });
  const args = ["backtest", ...MITTE, "-m", "croston", "-m", "naive", "--folds", "2"];
  const { stdout: text } = await foretell([...args, "--format", "table"], { cwd });
  expect(Math.max(...decimals(text))).toBe(3);
  const { stdout: page } = await foretell([...args, "--format", "html"], { cwd });
  const [ranking] = /<table>.*?<\/table>/s.exec(page)!;
  expect(Math.max(...decimals(ranking!))).toBe(3);
  const heads = [...ranking!.matchAll(/<th [^>]*>([^<]*)</g)].map(([, name]) => name);
  expect(heads.slice(0, 3)).toEqual(["model", "sMAPE", "MASE"]);
  expect(heads).toContain("in 80%");
});

it("a series is called by what it was chosen by", async () => {
  const cwd = folder({ "shops.csv": TABLE });
  const idsOf = async (...args: string[]) => {
    const { stdout } = await foretell(["shops.csv", "-m", "naive", "-H", "1", "-q", ...args], {
      cwd,
    });
    return stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(",")[0]);
  };
  expect(await idsOf("--where", "shop=Mitte")).toEqual(["Mitte"]);
  expect(await idsOf("--where", "shop!=Nord")).toEqual(["shops"]);
  expect(await idsOf("--where", "shop=Mitte,Nord", "--id", "shop")).toEqual(["Mitte", "Nord"]);
});

it("a picture tells the quantiles of totals", async () => {
  const cwd = folder({ "shops.csv": TABLE });
  const args = [...MITTE, "-m", "croston", "--total", "--quantiles", "0.5,0.9", "--format", "svg"];
  const { stdout } = await foretell(args, { cwd });
  expect(stdout).toMatch(/Total of 4 steps: [\d.]+ \(q-0\.5: [\d.]+, q-0\.9: [\d.]+\)\./);
});
