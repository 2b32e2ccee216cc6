import { describe, expect, it } from "vitest";
import { folder, foretell } from "../foretell.js";

/** Two regions with two shops each, and sixty days. */
const TABLE = `region,shop,day,sold\n${[
  ["north", "Kiel"],
  ["north", "Bremen"],
  ["south", "Ulm"],
]
  .flatMap(([region, shop], s) =>
    Array.from({ length: 60 }, (_, t) => {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      return `${region},${shop},${day},${100 * s + ((t * 3) % 7)}`;
    }),
  )
  .join("\n")}\n`;
const ARGS = ["in.csv", "-m", "naive", "-H", "1", "-q", "--target", "sold"];

describe("--where, --since and --until", () => {
  it("choose the rows that a forecast is made from", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const args = [...ARGS, "--id", "shop", "--where", "region=north", "--until", "2024-01"];
    const { stdout } = await foretell(args, { cwd });
    const rows = stdout.trim().split("\n").slice(1);
    // 31 January is t = 30, and 90 mod 7 is 6.
    expect(rows.map((row) => row.split(",").slice(0, 3))).toEqual([
      ["Kiel", "2024-02-01", "6"],
      ["Bremen", "2024-02-01", "106"],
    ]);
  });

  it("mean the same as a table of these rows only", async () => {
    const lines = TABLE.split("\n");
    const kept = lines.filter(
      (line, i) => i === 0 || (line.includes(",Ulm,") && line.includes("2024-02")),
    );
    const cwd = folder({ "in.csv": TABLE });
    const only = folder({ "in.csv": `${kept.join("\n")}\n` });
    const chosen = ["--where", "shop=Ulm", "--where", "shop!=Kiel", "--since", "2024-02"];
    const a = await foretell([...ARGS, ...chosen], { cwd });
    const b = await foretell(ARGS, { cwd: only });
    expect(a.stdout).toBe(b.stdout);
    expect(a.stdout.split("\n")).toHaveLength(3);
  });

  it.each(["backtest", "inspect", "train", "features", "decompose", "clean", "anomalies"])(
    "go with %s",
    async (command) => {
      const cwd = folder({ "in.csv": TABLE });
      const more = {
        train: ["-m", "naive", "-o", "m.foretell"],
        features: ["-f", "lag:1"],
        backtest: ["-m", "naive"],
      };
      const args = [command, "in.csv", ...(more[command as keyof typeof more] ?? [])];
      const named = ["--target", "sold", "--where", "shop=Ulm", "-q"];
      const { code, stderr } = await foretell([...args, ...named], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const without = await foretell([...args, "--target", "sold", "-q"], { cwd });
      expect(without.code).not.toBe(0);
    },
  );

  it("are remembered by a baseline", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const check = ["check", "--baseline", "b.json"];
    const args = ["in.csv", "--where", "shop=Ulm", "--target", "sold", "-m", "naive", "-H", "7"];
    await foretell([...check, ...args, "--update"], { cwd });
    const { code, stdout } = await foretell(check, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("1 the same");
  });

  it("choose rows of the test file too", async () => {
    const [header, ...rows] = TABLE.trim().split("\n");
    const written = (keep: (line: string) => boolean) =>
      `${[header, ...rows.filter(keep)].join("\n")}\n`;
    const cwd = folder({
      "train.csv": written((line) => !line.includes("2024-02")),
      "test.csv": written((line) => line.includes("2024-02")),
    });
    const args = ["backtest", "train.csv", "--test", "test.csv", "-m", "naive", "--id", "shop"];
    const { code, stdout } = await foretell([...args, "--where", "region=north", "-q"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^naive,\*,2,/m);
  });

  it("are refused with what there is", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const { code, stderr } = await foretell([...ARGS, "--where", "shop=Umm"], { cwd });
    expect(code).toBe(3);
    expect(stderr).toBe(
      'foretell: no row of in.csv has "Umm" in column "shop"\nDid you mean "Ulm"? There are Kiel, Bremen, Ulm.\n',
    );
  });
});
