import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundled, tables } from "./index.js";

describe("the generated tables", () => {
  it.each(Object.keys(bundled))("of fixtures are as npm run tables writes them: %s", (name) => {
    const file = new URL(`../../fixtures/${name}`, import.meta.url);
    expect(bundled[name]()).toBe(readFileSync(file, "utf8"));
  });

  it("are the same whenever they are made", () => {
    for (const table of Object.values(tables)) expect(table()).toBe(table());
  });

  it("plan prices and promotions ahead, and nothing else", () => {
    const rows = tables["retail.csv"]().trimEnd().split("\n").slice(1);
    const ahead = rows.map((row) => row.split(",")).filter((row) => row[2] === "");
    expect(ahead).toHaveLength(6 * 28);
    expect(ahead.every(([, , , promo, price]) => promo !== "" && price !== "")).toBe(true);
  });

  it("sell more where they are promoted, as their recipe says", () => {
    const rows = tables["retail.csv"]().trimEnd().split("\n").slice(1);
    const mean = (promo: string) => {
      const units = rows.map((row) => row.split(",")).filter((row) => row[3] === promo && row[2]);
      return units.reduce((sum, row) => sum + Number(row[2]), 0) / units.length;
    };
    expect(mean("1") / mean("0")).toBeGreaterThan(1.4);
  });

  it("of spare parts are mostly zero for most parts", () => {
    const rows = tables["skus.csv"]().trimEnd().split("\n").slice(1);
    const zeros = rows.filter((row) => row.endsWith(",0")).length;
    expect(zeros / rows.length).toBeGreaterThan(0.4);
  });
});
