import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { precisionOfPanel } from "../../src/bulk/make-plan.js";
import { frameWithSeason, type SurveyedTable, surveyTable } from "../../src/bulk/survey-table.js";
import { plainCsv } from "../../src/bulk/table/plain-csv.js";
import { panelOfRows } from "../../src/bulk/table/rows-part.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { speakers } from "../../src/models/intervals/speakers.js";
import { Random } from "../../src/numeric/random.js";
import { withHorizon } from "../../src/tasks/prepare.js";

const use = { short: "", beyond: true };

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "foretell-survey-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "panel.csv");
  writeFileSync(path, text);
  return path;
}

type Unit = "month" | "hour" | "day";

/** Rows of several series, with gaps, missing values and quoted ids. */
function rowsOf(seed: number, unit: Unit, series: number): string[] {
  const random = new Random(seed);
  return Array.from({ length: series }, (_, s) => {
    const length = 12 + random.below(60);
    const start = random.below(12);
    const id = seed % 2 === 0 ? `"item ${s}, ""large""\nof shop"` : `s${s}`;
    return Array.from({ length }, (_, t) => {
      const at = start + t;
      const date = {
        month: () => new Date(Date.UTC(2015, at, 1)).toISOString().slice(0, 10),
        day: () => new Date(Date.UTC(2015, 0, 1 + at)).toISOString().slice(0, 10),
        hour: () => new Date(Date.UTC(2015, 0, 1, at)).toISOString().slice(0, 16),
      }[unit]();
      const inner = t > 0 && t < length - 1;
      if (inner && random.uniform() < 0.05) return [];
      const missing = inner && random.uniform() < 0.05;
      return [`${id},${date},${missing ? "" : (50 + 9 * random.normal()).toFixed(2)}\n`];
    }).flat();
  }).flat();
}

function shuffle(rows: string[], random: Random): void {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
}

const HEADER = "unique_id,ds,y\n";

async function surveyed(
  path: string,
  options: Parameters<typeof plainCsv>[1] = {},
  notes: string[] = [],
): Promise<SurveyedTable | undefined> {
  const plain = plainCsv(path, options, 1000);
  return (
    plain &&
    surveyTable(plain, {
      ...{ threads: 1, partBytes: 700, runBytes: 2000 },
      note: (message) => notes.push(message),
    })
  );
}

/** What is known of the table must be what is known of it when it is held. */
async function expectLikeWhole(path: string, options = {}): Promise<void> {
  const { panel } = withHorizon(await readPanel(path, options), 5, use, () => {});
  const table = (await surveyed(path, options))!;
  onTestFinished(() => table.remove());
  expect(table.parts.length).toBeGreaterThan(5);
  const parts = table.parts.flatMap((part) => panelOfRows(table.reading, part, () => {}).series);
  expect(parts).toEqual(panel.series);
  const { series, ...frame } = panel;
  expect({ ...frameWithSeason(table, 5), reading: undefined }).toEqual({
    ...frame,
    reading: undefined,
  });
  expect(table.series).toBe(series.length);
  expect(table.rows).toBe(panel.reading!.rows);
  expect(table.speakers).toEqual(speakers(panel).series);
  expect(table.precision).toBe(precisionOfPanel(panel, 5));
  const lengths = [...table.lengths].flatMap(([length, count]) =>
    Array.from({ length: count }, () => length),
  );
  expect(lengths.sort((a, b) => a - b)).toEqual(
    series.map(({ y }) => y.length).sort((a, b) => a - b),
  );
}

describe("a table that is not held", () => {
  it.each([1, 2, 3, 4])("is known as the whole one is, of months (%i)", async (seed) => {
    await expectLikeWhole(file(HEADER + rowsOf(seed, "month", 9).join("")));
  });

  it.each(["hour", "day"] as const)("is known as the whole one is, by the %s", async (unit) => {
    await expectLikeWhole(file(HEADER + rowsOf(5, unit, 30).join("")));
  });

  it("is known so whatever the order of its rows", async () => {
    for (const seed of [6, 7]) {
      const rows = rowsOf(seed, "month", 9);
      shuffle(rows, new Random(seed));
      const path = file(`${HEADER}${rows.join("").trimEnd()}`);
      const notes: string[] = [];
      (await surveyed(path, {}, notes))!.remove();
      expect(notes).toEqual(["rows are not sorted by series: they are sorted on disk first"]);
      await expectLikeWhole(path);
    }
  });

  it("has the columns that are named, and lines and columns of other kinds beside them", async () => {
    const rows = rowsOf(1, "month", 9).map((row) => `x,${row.trimEnd()},17\r\n`);
    const path = file(`note,shop,when,sold,left\r\n${rows.join("")}`);
    expect(plainCsv(path, {})).toBeUndefined();
    await expectLikeWhole(path, { id: "shop", time: "when", target: ["sold"] });
  });

  it.each([
    ["ids of one line", 3],
    ["ids of two lines", 4],
  ])("tells lines of the whole file, sorted or not, with %s", async (_, seed) => {
    const rows = rowsOf(seed, "month", 9);
    const sorted = file(HEADER + rows.join(""));
    shuffle(rows, new Random(seed));
    const shuffled = file(HEADER + rows.join("").trimEnd());
    const placesIn = (path: string, messages: readonly string[]) =>
      messages.flatMap((message) => {
        const line = /csv:(\d+): .*(?:dates? (?:is|are) missing|values? (?:is|are) missing)/.exec(
          message,
        )?.[1];
        return line === undefined
          ? []
          : [readFileSync(path, "utf8").split("\n")[Number(line) - 1]!];
      });
    for (const path of [sorted, shuffled]) {
      const table = (await surveyed(path))!;
      onTestFinished(() => table.remove());
      const heard: string[] = [];
      await readPanel(path, {}, (message) => heard.push(message));
      const whole = placesIn(path, heard);
      expect(whole).toHaveLength(2);
      expect(placesIn(path, table.warnings)).toEqual(expect.arrayContaining(whole));
    }
  });

  it.each([
    ["dates of another order", "a,01/02/2020,3\na,01/03/2020,4\n"],
    ["one series", "a,2020-01-01,3\na,2020-02-01,4\n".replaceAll("a,", "")],
    ["decimal commas", 'a;2020-01-01;"3,5"\na;2020-02-01;4,2\n'],
  ])("is read as a whole with %s", (_, rows) => {
    expect(plainCsv(file(`unique_id,ds,y\n${rows}`), {})).toBeUndefined();
  });

  it("is read as a whole when later rows are of another kind", async () => {
    const rows = rowsOf(1, "month", 9).join("");
    const refused = async (more: string) => {
      const notes: string[] = [];
      expect(await surveyed(file(HEADER + rows + more), {}, notes)).toBeUndefined();
      return notes.join();
    };
    expect(await refused("z,2020-01-01,12 €\nz,2020-02-01,13 €\n")).toContain("read as a whole");
    expect(await refused("z,2020-01-01,many\nz,2020-02-01,few\n")).toContain("read as a whole");
    const weeks = Array.from(
      { length: 60 },
      (_, w) => `z,${new Date(Date.UTC(2020, 0, 6 + 7 * w)).toISOString().slice(0, 10)},3\n`,
    );
    expect(await refused(weeks.join(""))).toContain("do not all have the same frequency");
  });
});
