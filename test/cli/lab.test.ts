import { describe, expect, it } from "vitest";
import { foretell } from "./foretell.js";

describe("foretell lab", () => {
  it("lists its experiments", async () => {
    const { stdout } = await foretell(["lab", "--format", "csv"]);
    expect(stdout).toContain("\nadding,5.4,7,");
  });

  it("tells of each trial as CSV", async () => {
    const flags = ["--length", "30", "--limit", "5", "--trials", "2", "--format", "csv"];
    const { stdout, code } = await foretell(["lab", "adding", ...flags]);
    const lines = stdout.trim().split("\n");
    expect(code).toBe(0);
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^adding,30,rnn,rtrl,1,false,5,\d+,0\.\d+,33$/);
    expect(lines[4]).toMatch(/^adding,30,lstm97,hybrid,2,false,5,\d+,0\.\d+,93$/);
  });

  it("shows the paper's figure beside ours", async () => {
    const flags = ["--length", "100", "--limit", "5", "--format", "table"];
    const { stdout } = await foretell(["lab", "adding", ...flags]);
    expect(stdout).toMatch(/paper.*hybrid.*93.*74000.*1 /);
    expect(stdout).toContain("5.4, table 7)");
    expect(stdout).toContain("0 of 1");
  });

  it("answers an experiment, a cell and a length it does not have", async () => {
    const wrong = async (...of: string[]) => (await foretell(["lab", ...of])).stderr;
    expect(await wrong("counting")).toContain('there is no experiment "counting"');
    expect(await wrong("adding", "--cell", "elman")).toContain('there is no cell "elman"');
    expect(await wrong("adding", "--length", "5")).toContain("at least 24 steps, not 5");
    expect(await wrong("reber", "--length", "500")).toContain("at most 24 steps, not 500");
  });
});
