import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, foretell, monthly } from "./foretell.js";

const VALUES = Array.from({ length: 48 }, (_, t) =>
  t === 20 ? "" : 10 + t + 3 * (t % 12) + ((7 * t * t) % 5),
);

it("a report holds the data, the forecast, the ranking, residuals and the command, in less than 1 MB", async () => {
  const cwd = folder({ "in.csv": monthly(VALUES) });
  const args = ["report", "in.csv", "-m", "ets", "-m", "naive", "-H", "6", "-o", "a b.html"];
  const { code, stdout } = await foretell(args, { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const html = readFileSync(join(cwd, "a b.html"), "utf8");
  const headings = [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text);
  expect(headings).toEqual([
    ...["Forecast", "How good past forecasts were", "The data", "What was assumed", "Series"],
    ...["Trend, seasons and remainder", "Residuals", "To reproduce it"],
  ]);
  expect(html.includes("missing")).toBe(true);
  expect(html).toContain(
    "<code>foretell report in.csv -m ets -m naive -H 6 -o &#39;a b.html&#39;</code>",
  );
  expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
});

it("a report on one model speaks of one, and of small probabilities in words", async () => {
  const cwd = folder({ "in.csv": monthly(VALUES) });
  const { stdout } = await foretell(["report", "in.csv", "-m", "theta", "-H", "6"], { cwd });
  expect(stdout).not.toMatch(/the best|best of/i);
  expect(stdout).toMatch(/theta has a MASE of \d/);
  const [head] = /<thead>.*?<\/thead>/.exec(/How good past forecasts were.*/s.exec(stdout)![0])!;
  expect([...head!.matchAll(/<th [^>]*>(.*?)<\/th>/g)].map(([, name]) => name).slice(0, 2)).toEqual(
    ["model", "sMAPE"],
  );
  expect(stdout).toContain(">series</th>");
  expect(stdout).not.toContain("unique_id");
  const [, residuals] = /<caption>Tests of the residuals(.*?)<\/table>/s.exec(stdout)!;
  const cells = [...residuals!.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text);
  for (const p of cells.slice(3)) expect(p).toMatch(/^(below 0\.0001|0\.\d{4})$/);
});

it("a report describes the forecast of the model that ranks first, with scores as other tables write them", async () => {
  const cwd = folder({ "in.csv": monthly(VALUES) });
  const args = ["report", "in.csv", "-m", "naive", "-m", "theta", "-H", "6"];
  const { stdout } = await foretell(args, { cwd });
  expect(stdout).toMatch(/The forecast of in by theta goes from/);
  const [ranking] = /<caption>Scores on.*?<\/table>/s.exec(stdout)!;
  expect(ranking).toMatch(/<th [^>]*>MASE<\/th>/);
  const [, row] = /<tr><t[hd][^>]*>theta<\/t[hd]>(.*?)<\/tr>/s.exec(ranking!)!;
  const [smape, mase, owa] = [...row!.matchAll(/<td[^>]*>([^<]*)</g)].map(([, cell]) => cell);
  expect(smape).toMatch(/^\d+\.\d\d$/);
  for (const score of [mase, owa]) expect(score).toMatch(/^\d\.\d{3}$/);
});

it("three rows are enough for a report, which says what it cannot tell", async () => {
  const cwd = folder({ "in.csv": monthly([5, 6, 8]) });
  const { code, stdout } = await foretell(
    ["report", "in.csv", "--freq", "MS", "-m", "naive", "-H", "2", "-q"],
    { cwd },
  );
  expect(code).toBe(0);
  expect(stdout).toContain("There are too few observations to hold some back.");
});

it("a report is a page, and no other file", async () => {
  const cwd = folder({ "in.csv": monthly(VALUES) });
  const { code, stderr } = await foretell(["report", "in.csv", "-o", "a.svg"], { cwd });
  expect(stderr).toContain(".svg files cannot be written\nThese can: .html");
  expect(code).toBe(2);
});

it("a report keeps to limits in its forecast and in its backtest", async () => {
  const cwd = folder({ "in.csv": monthly(Array.from({ length: 48 }, (_, t) => (t % 3 ? -1 : 6))) });
  const report = ["report", "in.csv", "-m", "naive", "-H", "6"];
  const free = await foretell(report, { cwd });
  const held = await foretell([...report, "--min", "0"], { cwd });
  expect([free.code, held.code]).toEqual([0, 0]);
  const forecasts = ({ stdout }: typeof free) =>
    /<caption>Forecast by date.*?<\/table>/s.exec(stdout)![0];
  expect(forecasts(free)).toMatch(/>[-−]\d/);
  expect(forecasts(held)).not.toMatch(/>[-−]\d/);
});
