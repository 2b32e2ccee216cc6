import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const naive = ["-m", "naive", "-H", "1"];

describe("dates as files have them", () => {
  it("in two columns are joined, and the forecast goes on after them", async () => {
    const rows = Array.from(
      { length: 30 },
      (_, h) => `${1 + Math.floor(h / 24)}/12/2006;${h % 24}:00;${h}`,
    );
    const stdin = `Date;Time;power\n${rows.join("\n")}\n`;
    const { stdout, stderr, code } = await foretell(
      ["forecast", "-", ...naive, "--date-format", "dmy"],
      { stdin },
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      "stdin: columns Date and Time make up the date together (--time Date,Time)",
    );
    expect(stdout).toContain("\nseries,2006-12-02T06:00:00,29,");
  });

  it("in several columns are found again when a saved model goes on", async () => {
    const months = Array.from(
      { length: 36 },
      (_, t) => `${2021 + Math.floor(t / 12)},${(t % 12) + 1},${t}`,
    );
    const table = (n: number) => `Year,Month,Value\n${months.slice(0, n).join("\n")}\n`;
    const path = folder({ "before.csv": table(24), "after.csv": table(36) });
    const train = ["train", `${path}/before.csv`, "-m", "drift", "-o", `${path}/model`];
    expect((await foretell(train)).code).toBe(0);
    const from = ["forecast", `${path}/after.csv`, "--from", `${path}/model`, "-H", "1"];
    expect((await foretell(from)).stdout).toContain("\nafter,2024-01-01,36,");
  });

  it("beside each other make each row a series, in training and test part alike", async () => {
    const head = (years: number[]) => `Country,${years.join(",")}\n`;
    const path = folder({
      "train.csv": `${head([2018, 2019, 2020, 2021])}AT,1,2,3,4\nDE,5,6,7,8\n`,
      "test.csv": `${head([2022, 2023, 2024])}AT,5,6,7\nDE,9,10,11\n`,
    });
    const { stdout } = await foretell([
      ...["backtest", `${path}/train.csv`, "--test", `${path}/test.csv`, "-m", "drift"],
      ...["--format", "json"],
    ]);
    expect(JSON.parse(stdout).scores[0]).toMatchObject({ model: "drift", n: 2, mae: 0 });
  });

  it("in a stream stand in one column", async () => {
    const { code, stderr } = await foretell(["stream", "-", "--time", "date,time"], {
      stdin: "date,time,y\n2024-01-01,00:00,1\n2024-01-01,01:00,2\n",
    });
    expect(code).toBe(2);
    expect(stderr).toContain("a stream has its dates in one column, not in date and time");
  });
});
