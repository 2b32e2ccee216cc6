import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeXlsx } from "hucre/xlsx";
import { afterAll, describe, expect, it } from "vitest";
import { beginningOf } from "../beginning.js";

/**
 * Tables as exports, instruments and statistical offices write them, made by a few lines each. Their values are
 * 100, 137, 124, … ({@link value}) where nothing else is said.
 */
export type Row = readonly [
  file: string,
  text: string | Uint8Array | Promise<Uint8Array>,
  expected:
    | { readonly read: readonly [string, number, string, number, number]; readonly said?: RegExp }
    | { readonly refused: RegExp; readonly hint?: RegExp; readonly line?: number },
];

/**
 * Tests that tables are read with the frequency, the number of series, the first date and the first two values
 * that they should be, or are refused with what helps.
 */
export function readsTables(title: string, tables: readonly Row[]): void {
  describe(title, () => {
    const folder = mkdtempSync(join(tmpdir(), "foretell-written-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    it.each(tables)("%s", async (file, text, expected) => {
      const path = join(folder, file);
      writeFileSync(path, await text);
      const reading = beginningOf(path);
      if ("refused" in expected) {
        const error = await reading.catch((reason) => reason);
        expect(error).toMatchObject({ exitCode: 3 });
        expect(error.message.replaceAll(`${folder}/`, "")).toMatch(expected.refused);
        if (expected.hint !== undefined) expect(error.hint).toMatch(expected.hint);
        expect(error.location?.line).toEqual(expected.line);
        return;
      }
      const { begins, said } = await reading;
      expect(begins).toEqual(expected.read);
      if (expected.said !== undefined) expect(said).toMatch(expected.said);
    });
  });
}

export const VALUES = [100, 137, 124, 161, 148, 135, 172, 109, 146, 183, 120, 157];

export function value(i: number): number {
  return VALUES[i % 12] + Math.floor(i / 12) * 3;
}

export function padded(number: number | string, width = 2): string {
  return String(number).padStart(width, "0");
}

export function dayAt(year: number, month: number, day: number, i = 0): Date {
  return new Date(Date.UTC(year, month - 1, day + i));
}

export function timeAt(year: number, month: number, day: number, i: number, minutes = 60): Date {
  return new Date(Date.UTC(year, month - 1, day) + i * minutes * 60_000);
}

export function monthAt(year: number, month: number, i: number): Date {
  return new Date(Date.UTC(year, month - 1 + i, 1));
}

export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function isoTime(date: Date): string {
  return date.toISOString().slice(0, 19);
}

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** The parts of a date, named as in strftime; `mi`, `di` and `Hi` are numbers. */
export function parts(date: Date) {
  const [month, day, hour] = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours()];
  return {
    Y: date.getUTCFullYear(),
    y: padded(date.getUTCFullYear() % 100),
    m: padded(month),
    d: padded(day),
    mi: month,
    di: day,
    H: padded(hour),
    Hi: hour,
    M: padded(date.getUTCMinutes()),
    w: date.getUTCDay(),
    b: MONTHS[month - 1].slice(0, 3),
    B: MONTHS[month - 1],
    A: DAYS[date.getUTCDay()],
    h12: String(hour % 12 || 12),
    ap: hour < 12 ? "AM" : "PM",
  };
}

export type Parts = ReturnType<typeof parts>;
type Line = (parts: Parts, i: number, date: Date) => string | readonly string[];

type Cell = string | number | boolean | Date | null;

/** A workbook of sheets by name. */
export function workbook(sheets: Readonly<Record<string, Cell[][]>>): Promise<Uint8Array> {
  return writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) });
}

/** As many lines as `count`, or groups of lines. */
export function rows(
  count: number,
  line: (i: number) => string | number | readonly string[],
): string {
  return Array.from({ length: count }, (_, i) => line(i))
    .flat()
    .join("\n");
}

export function days(year: number, month: number, day: number, count: number, line: Line): string {
  return rows(count, (i) => {
    const date = dayAt(year, month, day, i);
    return line(parts(date), i, date);
  });
}

export function months(year: number, month: number, count: number, line: Line): string {
  return rows(count, (i) => {
    const date = monthAt(year, month, i);
    return line(parts(date), i, date);
  });
}

export function hours(
  ...[year, month, day, count, line, minutes = 60]: [number, number, number, number, Line, number?]
): string {
  return rows(count, (i) => {
    const date = timeAt(year, month, day, i, minutes);
    return line(parts(date), i, date);
  });
}

/** Lines for Mondays to Fridays. */
export function businessDays(
  ...[year, month, day, count, line]: [number, number, number, number, Line]
): string {
  const dates: Date[] = [];
  for (let i = 0; dates.length < count; i++) {
    const date = dayAt(year, month, day, i);
    if (date.getUTCDay() % 6 !== 0) dates.push(date);
  }
  return dates.flatMap((date, i) => line(parts(date), i, date)).join("\n");
}
