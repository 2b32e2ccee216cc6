import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { PanelOptions } from "../../../src/data/panel/from-table.js";
import { readPanel } from "../../../src/data/read/read-panel.js";
import type { ReadOptions } from "../../../src/data/read/read-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

/** Small tables made after public bug reports and well-known data sets, each with a quirk of its kind. */
const path = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/reading/${name}`, import.meta.url));
type Options = PanelOptions & ReadOptions & { join?: string };

async function read(name: string, { join, ...options }: Options) {
  const warnings: string[] = [];
  const panel = await readPanel(
    path(name),
    join === undefined ? options : { ...options, join: path(join) },
    (message) => warnings.push(message),
  );
  return { panel, warnings };
}

/** What is read of a table: its frequency, its series, the first dates and values of the first one. */
interface Reading {
  readonly file: string;
  readonly freq: string;
  /** Names of all series, or their number; 1 unless given. */
  readonly series?: readonly string[] | number;
  readonly ds: readonly string[];
  readonly y: readonly number[];
  /** A warning that must come. */
  readonly warning?: RegExp;
  readonly options?: Options;
}

/** A table that is refused: what is said and what would help. */
interface Refusal {
  readonly file: string;
  readonly message: RegExp;
  readonly hint?: RegExp;
  /** Line that is blamed. */
  readonly line?: number;
  readonly options?: Options;
}

const READ: readonly Reading[] = [
  // Ids are text.
  {
    file: "41-id-leading-zero.csv",
    freq: "D",
    series: ["00123", "123"],
    ds: ["2024-01-01"],
    y: [100],
  },
  {
    file: "41c-id-bigint.csv",
    freq: "D",
    series: ["8901260842000000001", "8901260842000000002"],
    ds: ["2024-01-01"],
    y: [100],
  },
  {
    file: "80-bigid-disjoint.csv",
    freq: "D",
    series: ["8901260842000000001", "8901260842000000002"],
    ds: ["2024-01-01"],
    y: [100],
  },
];

const REFUSED: readonly Refusal[] = [
  {
    file: "w-naive-hours.csv",
    message: /have an offset from UTC in .*98-w-h\.csv but none in .*w-naive-hours\.csv/,
    hint: /--tz/,
    options: { join: "98-w-h.csv", past: ["temp"] },
  },
];

const title = ({ file, options }: { file: string; options?: Options }) =>
  options === undefined ? file : `${file} with ${JSON.stringify(options)}`;

describe("real tables are read right", () => {
  it.each(READ.map((row) => [title(row), row] as const))("%s", async (_, row) => {
    const { panel, warnings } = await read(row.file, row.options ?? {});
    const [first] = panel.series;
    const { length } = row.ds;
    const ids = panel.series.map(({ id }) => id);
    expect({
      freq: panel.frequency.alias,
      series: typeof row.series === "object" ? ids : ids.length,
      ds:
        panel.frequency.unit === "index"
          ? Array.from(first.ds.subarray(0, length), String)
          : formatTimes(first.ds).slice(0, length),
      y: Array.from(first.y.subarray(0, row.y.length)),
    }).toEqual({ freq: row.freq, series: row.series ?? 1, ds: row.ds, y: row.y });
    if (row.warning !== undefined) expect(warnings.join("\n")).toMatch(row.warning);
  });
});

describe("real tables that say too little or too much are refused with a reason", () => {
  it.each(REFUSED.map((row) => [title(row), row] as const))("%s", async (_, row) => {
    const error = await read(row.file, row.options ?? {}).catch((reason) => reason);
    expect(error).toMatchObject({ message: expect.stringMatching(row.message) });
    expect([2, 3]).toContain(error.exitCode);
    if (row.hint !== undefined) expect(error.hint).toMatch(row.hint);
    if (row.line !== undefined) expect(error.location?.line).toBe(row.line);
  });
});
