import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loaded } from "./loaded.js";

const program = fileURLToPath(new URL("../../dist/foretell.js", import.meta.url));
const library = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

const withDataFrames = (files: string[]) =>
  files
    .filter((file) => readFileSync(file, "utf8").includes("danfojs-node"))
    .map((file) => basename(file));

describe("what a command loads", () => {
  it("--describe loads the DataFrame chunk", async () => {
    const files = await loaded(program, "datasets", "nottem", "--describe");
    expect(withDataFrames(files)).toHaveLength(1);
  });

  it("--help loads no DataFrame", async () => {
    expect(withDataFrames(await loaded(program, "--help"))).toEqual([]);
  });

  it("a forecast loads no DataFrame", async () => {
    const files = await loaded(program, "nottem", "-m", "naive", "-H", "2");
    expect(withDataFrames(files)).toEqual([]);
  });

  it("importing the library loads no DataFrame", async () => {
    expect(withDataFrames(await loaded(library))).toEqual([]);
  });

  it("only a feature of holidays loads their rules", async () => {
    const withRules = async (...args: string[]) =>
      (await loaded(program, ...args)).filter((file) =>
        readFileSync(file, "utf8").includes("Thanksgiving"),
      ).length;
    const lags = ["nottem", "-m", "lag-regression", "-H", "2", "-f", "calendar:month"];
    expect(await withRules(...lags)).toBe(0);
    expect(await withRules(...lags, "-f", "calendar:holiday=GB")).toBe(1);
    expect(await withRules("features", "nottem", "-f", "calendar:holiday=GB")).toBe(1);
  });

  it("a naive forecast loads no network and no other model, from few files", async () => {
    const files = await loaded(program, "air-passengers", "-m", "naive", "-H", "2");
    const texts = files.map((file) => readFileSync(file, "utf8"));
    expect(texts.filter((text) => /kernelsBase64=|name:"arima"|name:"lstm"/.test(text))).toEqual(
      [],
    );
    expect(files.length).toBeLessThan(20);
    expect(texts.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(800_000);
  });

  it.each(["theta", "arima", "hmm", "lag-regression", "croston"])(
    "%s loads no network",
    async (model) => {
      const files = await loaded(program, "air-passengers", "-m", model, "-H", "2");
      const texts = files.map((file) => readFileSync(file, "utf8"));
      expect(texts.filter((text) => /kernelsBase64=|name:"lstm"/.test(text))).toEqual([]);
      expect(texts.filter((text) => text.includes(`name:"${model}"`))).not.toEqual([]);
    },
  );

  // The parser is half of it; each command that there is adds two or three more.
  it("--help loads less than 160 kB", async () => {
    const files = await loaded(program, "--help");
    expect(files).toContain(program);
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(160_000);
  });
});
