import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, foretell, monthly } from "../cli/foretell.js";
import { describeInChromium, visit } from "./chromium.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HOSTILE = `<script>document.title="stolen"</script>`;
const TABLE = monthly(Array.from({ length: 40 }, (_, t) => 10 + t + 3 * (t % 12)));
const PANEL =
  `unique_id,${TABLE.replaceAll("\n", `\n"${HOSTILE.replaceAll('"', '""')}'""\u202e",`)}`.replace(
    /\n[^\n]*$/,
    "\n",
  );

async function file(args: readonly string[], name: string): Promise<string> {
  const cwd = folder({ "in.csv": TABLE, "panel.csv": PANEL });
  const { code, stderr } = await foretell([...args, "-q", "-o", name], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return readFileSync(join(cwd, name), "utf8");
}

const PAGES = [
  ["forecast", ["in.csv", "-m", "naive", "-m", "mean", "-H", "6"]],
  ["backtest", ["backtest", "in.csv", "-m", "naive", "-m", "mean", "-H", "4", "--folds", "2"]],
  ["inspect", ["inspect", "in.csv"]],
  ["decompose", ["decompose", "in.csv"]],
  ["anomalies", ["anomalies", "in.csv", "--level", "80"]],
  ["clean", ["clean", "in.csv"]],
  ["report", ["report", "in.csv", "-m", "ets", "-m", "rnn:hidden=4,epochs=2", "-H", "6"]],
] as const;

describeInChromium("pages in a browser", () => {
  it.each(PAGES)(
    "%s draws its charts, loads nothing, and is accessible in light and dark",
    async (_, args) => {
      const html = await file(args, "page.html");
      for (const scheme of ["light", "dark"] as const) {
        const { page, complaints, requests } = await visit({ "page.html": html }, { scheme });
        expect(await page.$$eval(".uplot canvas", (all) => all.length)).toBeGreaterThan(0);
        await page.evaluate(axe);
        const found = await page.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))",
        );
        expect(found).toEqual([]);
        expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
      }
    },
  );

  it("a legend has a line a model, with its intervals while the pointer is on them", async () => {
    const models = ["-m", "naive", "-m", "mean"];
    const html = await file(["in.csv", ...models, "-H", "12"], "page.html");
    const { page } = await visit({ "page.html": html });
    const lines = () =>
      page.$$eval(".u-legend tr:not(.unlisted)", (rows) =>
        rows.map(({ textContent }) => textContent),
      );
    expect(await lines()).toEqual(["date", "observed", "naive", "mean"]);
    const plot = (await (await page.$(".u-over"))!.boundingBox())!;
    await page.mouse.move(plot.x + plot.width - 5, plot.y + plot.height / 2);
    const [date, observed, naive] = await lines();
    expect({ date, observed }).toEqual({ date: "date2024-04-01", observed: "observed" });
    expect(naive).toMatch(/^naive[\d.]+ \(80 %: -?[\d.]+ to [\d.]+, 95 %: -?[\d.]+ to [\d.]+\)$/);
  });

  it("wide tables fit on paper, in parts that keep a model together", async () => {
    const models = ["naive", "mean", "drift", "seasonal-naive"].flatMap((name) => ["-m", name]);
    const html = await file(["report", "in.csv", ...models, "-H", "4"], "page.html");
    const { page } = await visit({ "page.html": html });
    await page.emulateMediaType("print");
    // A4 without margins of 15 mm.
    await page.setViewport({ width: 680, height: 960 });
    const widths = await page.evaluate(
      "[...document.querySelectorAll('.scroll table')].map((table) => table.getBoundingClientRect().right - document.querySelector('main').getBoundingClientRect().right)",
    );
    for (const beyond of widths as number[]) expect(beyond).toBeLessThanOrEqual(0);
    const captions = await page.$$eval("caption", (all) => all.map((one) => one.textContent));
    expect(captions).toContain("Forecast by date, part 2 of 2");
  });

  it("names of series are text, whatever is in them", async () => {
    const html = await file(["panel.csv", "-m", "naive", "-H", "3"], "page.html");
    const { page, complaints } = await visit({ "page.html": html });
    expect(await page.title()).toContain("forecast of 3 steps");
    expect(await page.$eval(".plot .name", (heading) => heading.textContent)).toBe(`${HOSTILE}'"�`);
    expect(complaints).toEqual([]);
  });

  it("a picture is drawn: dark on dark screens, light on others", async () => {
    const svg = await file(["in.csv", "-m", "naive", "-H", "6"], "picture.svg");
    const paper = async (scheme: "light" | "dark") => {
      const { page } = await visit({ "picture.svg": svg }, { scheme });
      return page.evaluate("getComputedStyle(document.querySelector('.p')).fill");
    };
    expect([await paper("light"), await paper("dark")]).toEqual([
      "rgb(255, 255, 255)",
      "rgb(20, 23, 26)",
    ]);
    const { page } = await visit({ "picture.svg": svg });
    const band = await page.evaluate(
      "(({ width, height }) => [width > 50, height > 20])(document.querySelector('path.a').getBBox())",
    );
    expect(band).toEqual([true, true]);
  });
});
