import { expect, it, describe as suite } from "vitest";
import { danfojs, inspect, readPanel } from "../../src/index.js";
import { foretell } from "../cli/foretell.js";

const rows = Array.from({ length: 48 }, (_, t) => ({
  ds: new Date(Date.UTC(2020, t, 1)).toISOString().slice(0, 10),
  y: t === 7 ? null : 20 + (t % 12) * 3,
}));

suite("an inspection by one call", () => {
  it.each([
    ["nottem", [], {}],
    ["presidents", ["--missing", "ffill"], { missing: "ffill" }],
    ["nile", ["--regimes", "--seed", "2"], { regimes: true, seed: 2 }],
  ] as const)("finds of %s what the command finds", async (source, args, options) => {
    const asked = await inspect(source, options);
    const command = ["inspect", source, ...args, "-q"];
    expect(asked.toJson()).toBe((await foretell([...command, "--format", "json"])).stdout);
    expect(asked.toCsv()).toBe((await foretell([...command, "--format", "csv"])).stdout);
    expect(asked.toText()).toBe((await foretell(command)).stdout);
  });

  it("takes rows, a DataFrame and a panel, with dates, and suggests no command for them", async () => {
    const found = await inspect(rows);
    expect(found.rows).toHaveLength(1);
    expect(found.rows[0]).toMatchObject({
      ...{ unique_id: "rows", rows: 48, missing: 1, seasonal: true },
      ...{ start: new Date("2020-01-01"), end: new Date("2023-12-01") },
    });
    expect(found.report.command).toBeUndefined();
    expect(found.toText()).not.toContain("next:");
    expect(found.assumed.join()).toContain("missing");
    const { DataFrame } = await danfojs();
    const framed = await inspect(new DataFrame(rows));
    expect(framed.rows[0]!.mean).toBe(found.rows[0]!.mean);
    const panel = await inspect(await readPanel("nottem"));
    expect(panel.rows[0]!.end).toEqual(new Date("1939-12-01"));
  });

  it("is a DataFrame and a picture", async () => {
    const found = await inspect(rows);
    const frame = await found.toFrame();
    expect(frame.columns.slice(0, 3)).toEqual(["unique_id", "rows", "start"]);
    expect(await found.toSvg()).toMatch(/^<svg/);
  });
});
