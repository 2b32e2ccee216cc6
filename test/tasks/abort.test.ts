import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it, describe as suite } from "vitest";

const library = new URL("../../dist/index.js", import.meta.url).href;
const execute = promisify(execFile);

/** Runs a program with the built library, whose threads exist, and gives what it prints. */
async function run(code: string): Promise<string> {
  const program = `import * as foretell from ${JSON.stringify(library)};\n${code}`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", program]);
  return stdout;
}

const PANEL = `
  const panel = foretell.panelFromArrays({
    unique_id: Array.from({ length: 60 * 48 }, (_, i) => "s" + Math.floor(i / 48)),
    ds: Array.from({ length: 60 * 48 }, (_, i) => new Date(Date.UTC(2020, i % 48, 1))),
    y: Array.from({ length: 60 * 48 }, (_, i) => 20 + ((i * 7) % 12) + (i % 5)),
  });
  const threads = () => process.getActiveResourcesInfo().filter((name) => /worker|messageport/i.test(name)).length;`;

suite("aborted work", () => {
  it.each([
    ["arima", "series on several threads"],
    ["lstm:epochs=5000", "a network"],
    ["boosted-trees", "trees"],
    ["dtw", "analogues"],
  ])("of %s, %s, rejects and leaves no threads: the process ends by itself", async (model) => {
    const printed = await run(`${PANEL}
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 400);
      const said = await foretell
        .forecast(panel, { model: ${JSON.stringify(model)}, horizon: 12, threads: 2, signal: controller.signal })
        .then(() => "finished", (error) => error.name);
      for (let turn = 0; turn < 100 && threads() > 0; turn++) await new Promise((resume) => setTimeout(resume, 50));
      console.log(said, threads());`);
    // A quick machine may be done before it is asked to stop; no machine trains 5000 epochs in that time.
    const said = model.startsWith("lstm") ? "AbortError" : "(AbortError|finished)";
    expect(printed).toMatch(new RegExp(`^${said} 0\n$`));
  });

  it("lets the event loop turn while it computes", async () => {
    const printed = await run(`${PANEL}
      let longest = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      let turns = 0;
      const counter = setInterval(() => turns++, 1);
      await foretell.forecast(panel, { model: "dtw", horizon: 12, threads: 1, judged: false });
      clearInterval(timer);
      clearInterval(counter);
      console.log(turns > 3);`);
    expect(printed).toBe("true\n");
  });
});
