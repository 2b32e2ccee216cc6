import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { expect, it } from "vitest";
import { folder, foretell } from "../cli/foretell.js";
import { describeInChromium, visit } from "./chromium.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** As the build made it. */
const html = readFileSync(new URL("../../docs/playground/index.html", import.meta.url), "utf8");

const ENDED =
  "/judged\\.$/.test(document.getElementById('status').textContent) || !document.getElementById('wrong').hidden";
const SCREENS = [
  ["a desktop", { width: 1280, height: 900 }, "light"],
  ["a phone", { width: 390, height: 844, isMobile: true, hasTouch: true }, "dark"],
] as const;

async function open(viewport: (typeof SCREENS)[number][1], scheme: "light" | "dark") {
  const seen = await visit({ "index.html": html }, { viewport, scheme });
  await seen.page.waitForFunction("document.getElementById('model').options.length > 1");
  return seen;
}

/** What is wrong with the page for people who hear it or use the keyboard. */
async function violations(page: Awaited<ReturnType<typeof open>>["page"]): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))",
  );
}

/** Hands a file to the page as a person does. */
async function give(page: Awaited<ReturnType<typeof open>>["page"], text: string, name: string) {
  const path = join(folder({}), name);
  writeFileSync(path, text);
  const input = (await page.$("#file")) as ElementHandle<never>;
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
  await page.waitForFunction(ENDED, { timeout: 60_000 });
}

describeInChromium("the playground", () => {
  it.each(SCREENS)(
    "on %s reads, forecasts, judges and shows the gradient, accessibly, and asks for nothing",
    async (_, viewport, scheme) => {
      const { page, complaints, requests } = await open(viewport, scheme);
      expect(await violations(page)).toEqual([]);
      await page.select("#model", "lstm");
      await page.click("[data-example='air-passengers.csv']");
      await page.waitForFunction(ENDED, { timeout: 100_000 });
      const text = await page.$eval("main", (main) => main.textContent ?? "");
      for (const shown of [
        ...["144 rows, monthly (MS), season 12", "dates in ds; values in y"],
        ...["Forecast by date", "Scores, the best model first", "seasonal-naive"],
        ...["Gradient by steps from the last", "steps back"],
      ]) {
        expect(text).toContain(shown);
      }
      expect(await page.$$eval(".uplot canvas", (all) => all.length)).toBeGreaterThanOrEqual(5);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
      expect(await violations(page)).toEqual([]);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    },
    150_000,
  );

  it("could send nothing if it wanted to", async () => {
    const { page, requests } = await open(...wide());
    const sent = await page.evaluate(
      "fetch(location.href + '?stolen').then(() => 'sent', () => 'refused')",
    );
    expect(sent).toBe("refused");
    expect(requests).toEqual([]);
  });

  it("saves the CSV of the command, read from a file with decimal commas", async () => {
    const rows = Array.from({ length: 40 }, (_, t) => {
      const date = new Date(Date.UTC(2021, t, 1)).toISOString().slice(0, 10);
      return `${date.split("-").reverse().join(".")};${10 + t},${(t * 7) % 10}`;
    });
    const table = `Monat;Umsatz\n${rows.join("\n")}\n`;
    const { page } = await open(...wide());
    await page.select("#model", "theta");
    await give(page, table, "umsatz.csv");
    const csv = await page.evaluate(`new Promise((resolve) => {
      URL.createObjectURL = (blob) => (blob.text().then(resolve), "blob:none");
      document.getElementById("csv").click();
    })`);
    const cwd = folder({ "umsatz.csv": table });
    const command = ["umsatz.csv", "-m", "theta", "--format", "csv", "-q"];
    expect(csv).toBe((await foretell(command, { cwd })).stdout);
  });

  it("says what is wrong with a table, where, and what to do; names are text", async () => {
    const { page, complaints } = await open(...wide());
    await give(page, "ds,y\n2024-01-01,1\n2024-01-02\n2024-01-03,3\n", "short.csv");
    const wrong = await page.$eval("#wrong", (element) => element.textContent ?? "");
    expect(wrong).toMatch(/Line 3: /);
    const hostile = "<img src=x onerror=document.title='stolen'>";
    const series = Array.from({ length: 30 }, (_, t) => `"${hostile}",${2000 + t},${t % 5}`);
    await give(page, `unique_id,ds,y\n${series.join("\n")}\n`, "hostile.csv");
    expect(await page.title()).toBe("foretell playground");
    expect(await page.$eval("#forecast", (element) => element.textContent)).toContain(hostile);
    expect(complaints).toEqual([]);
  });
});

function wide() {
  return [SCREENS[0][1], "light"] as const;
}
