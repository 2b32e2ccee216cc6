import { spawn } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { binary, folder, foretell, monthly } from "./foretell.js";

/** Documents are looked into freely here; their schemas are validated by the client. */
// biome-ignore lint/suspicious/noExplicitAny: any command's document
type Document = any;

/** A client of the official SDK, which starts the built program. */
async function connected(files: Readonly<Record<string, string>> = {}) {
  const cwd = folder(files);
  const client = new Client({ name: "test", version: "1" });
  const transport = new StdioClientTransport({
    ...{ command: process.execPath, args: [binary, "mcp"], cwd, stderr: "pipe" },
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  // What it lists is what the client validates answers by.
  const { tools } = await client.listTools();
  const call = async (name: string, input: Record<string, unknown> = {}) => {
    const result = await client.callTool({ name, arguments: input });
    const [{ text }] = result.content as [{ text: string }];
    const { structuredContent: document, isError = false } = result;
    return { document: document as Document, first: JSON.parse(text), isError, result };
  };
  return { client, cwd, tools, call };
}

const wave = Array.from({ length: 36 }, (_, t) => 10 + t + 4 * (t % 12));

describe("foretell mcp", () => {
  it("lists its tools with schemas of what goes in and comes out", async () => {
    const { client, tools } = await connected();
    expect(client.getServerVersion()).toMatchObject({ name: "foretell" });
    const names = ["inspect", "forecast", "backtest", "check", "models"];
    expect(tools.map(({ name }) => name)).toEqual(names);
    for (const { inputSchema, outputSchema, annotations } of tools) {
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema!.properties).toHaveProperty("schema");
      expect(annotations).toHaveProperty("readOnlyHint");
    }
  });

  it("inspects, backtests and forecasts a file, as the commands print it", async () => {
    const { call, cwd } = await connected({ "sales.csv": monthly(wave) });
    const seen = await call("inspect", { source: "sales.csv" });
    expect(seen.document).toMatchObject({ freq: "MS", season: 12 });
    const ranked = await call("backtest", {
      ...{ source: "sales.csv", model: ["naive", "seasonal-naive"], horizon: 3, per_step: true },
    });
    expect(ranked.document.rankedBy).toBe("owa");
    expect(ranked.document.scores.some(({ step }: { step?: number }) => step === 3)).toBe(true);
    const { document, first, isError } = await call("forecast", {
      ...{ source: "sales.csv", model: ["theta"], horizon: 4, level: [50, 90], seed: 3 },
    });
    expect(isError).toBe(false);
    expect(first).toEqual(document);
    const args = ["-m", "theta", "-H", "4", "--level", "50,90", "--seed", "3"];
    const { stdout } = await foretell(["forecast", "sales.csv", ...args, "--format", "json"], {
      cwd,
    });
    expect(document).toEqual(JSON.parse(stdout));
  });

  it("takes data as CSV text or as rows, with the same forecast", async () => {
    const { call } = await connected();
    const rows = wave.map((y, t) => ({
      ...{ ds: `${2020 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}-01`, y },
    }));
    const how = { model: ["drift"], horizon: 2 };
    const [text, list] = await Promise.all([
      call("forecast", { csv: monthly(wave), ...how }),
      call("forecast", { rows, ...how }),
    ]);
    expect(text.document.series[0].mean).toHaveLength(2);
    expect(list.document.series[0].mean).toEqual(text.document.series[0].mean);
  });

  it("writes a baseline, and says what got worse", async () => {
    const { call } = await connected({ "sales.csv": monthly(wave) });
    const check = { baseline: "b.json" };
    const written = await call("check", {
      ...{ ...check, source: "sales.csv", model: ["naive"], update: true },
    });
    expect(written.document).toMatchObject({ update: true, verdict: "changed" });
    expect((await call("check", check)).document.verdict).toBe("same");
    const worse = await call("check", { ...check, require: ["naive/mae<0.001"] });
    expect(worse).toMatchObject({ isError: false, document: { verdict: "fail" } });
  });

  it("lists models, or one of them", async () => {
    const { call } = await connected();
    expect((await call("models")).document.models.length).toBeGreaterThan(20);
    const { models } = (await call("models", { name: "lstm" })).document;
    expect(models).toHaveLength(1);
    expect(models[0].options.map(({ name }: { name: string }) => name)).toContain("hidden");
  });

  it.each([
    ["forecast", { source: "nowhere.csv" }, { code: "data", file: "nowhere.csv" }],
    ["forecast", { source: "-rf" }, { code: "data", file: "-rf" }],
    [
      "forecast",
      { csv: "ds,y\n2020-01-01,1\n2020-02-01,x\n" },
      { code: "data", file: "stdin", line: 3 },
    ],
    ["forecast", { source: "nile", model: ["lstn"] }, { code: "usage", hint: expect.any(String) }],
    ["backtest", { source: "nile", model: ["--help"] }, { code: "usage" }],
    ["models", { name: "lstn" }, { code: "usage" }],
    ["forecast", {}, { message: expect.stringContaining("give the table") }],
    ["forecast", { source: "-" }, { message: expect.stringContaining("csv or rows") }],
    ["inspect", { source: "nile", csv: "a" }, { message: expect.stringContaining("one of") }],
    ["forecast", { source: "nile", horizon: 0 }, { message: expect.stringContaining("horizon") }],
    ["forecast", { source: "nile", hrizon: 3 }, { message: expect.stringContaining("hrizon") }],
    ["plot", {}, { message: expect.stringContaining("no tool") }],
  ])("answers %s of %j with an error of its tool, and goes on", async (name, input, error) => {
    const { call } = await connected();
    const answer = await call(name, input);
    expect(answer.isError).toBe(true);
    expect(answer.first.error).toMatchObject(error);
    expect((await call("models", { name: "naive" })).isError).toBe(false);
  });

  it("tells warnings beside the document", async () => {
    const { call } = await connected();
    const { result } = await call("forecast", {
      ...{ csv: monthly([1, 2, "", 4, 5, 6, 7, 8]), model: ["drift"], horizon: 1 },
    });
    const texts = (result.content as { text: string }[]).slice(1).map(({ text }) => text);
    expect(texts.join()).toContain('"warning"');
  });

  it("ends when its client leaves", async () => {
    const child = spawn(process.execPath, [binary, "mcp"], { stdio: ["pipe", "pipe", "pipe"] });
    child.stdin.end();
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(0);
  });

  it("says what to install where the SDK is not", async () => {
    const alone = folder();
    cpSync(dirname(binary), join(alone, "dist"), { recursive: true });
    cpSync(join(dirname(binary), "../package.json"), join(alone, "package.json"));
    symlinkSync(join(dirname(binary), "../fixtures"), join(alone, "fixtures"));
    const child = spawn(process.execPath, [join(alone, "dist/foretell.js"), "mcp"]);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (piece) => {
      stderr += piece;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(2);
    expect(stderr).toMatch(/needs the package @modelcontextprotocol\/sdk.*\nRun npm install/);
  });
});
