import { expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { futureIndex } from "../../../src/data/time/frequency.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { Random } from "../../../src/numeric/random.js";

const HOUR = 3_600_000;
const ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];

/** The panel of these wall clock stamps, a tenth of them left out, and how long it is to be. */
function read(texts: readonly string[], tz: string, seed: number) {
  const random = new Random(seed);
  const last = texts.length - 1;
  const kept = texts.filter((_, i) => i === 0 || i === last || random.uniform(0, 1) > 0.1);
  const rows = kept.map((text, i) => `${text},${i}\n`);
  const bytes = new TextEncoder().encode(`ds,y\n${rows.join("")}`);
  const table = parseCsv({ name: "t.csv", bytes });
  const { frequency, series } = panelFromColumns(table, { tz, duplicates: "first" }, () => {});
  return { freq: frequency.alias, n: series[0].y.length };
}

/** Over both changes of the clocks. */
const cases = (aliases: readonly string[]) =>
  ZONES.flatMap((tz) => aliases.map((alias): [string, string] => [alias, tz]));

it.each(cases(["15min", "30min", "h", "2h"]))(
  "even steps of %s are found on the clocks of %s, whose days are uneven",
  (alias, tz) => {
    const step = { "15min": 0.25, "30min": 0.5, h: 1, "2h": 2 }[alias]!;
    const clock = new Intl.DateTimeFormat("sv-SE", {
      timeZone: tz,
      dateStyle: "short",
      timeStyle: "medium",
    });
    // From March to November in 2023, with an hour on either side of each change.
    const from = Date.parse("2023-03-01T05:00Z");
    const stamps = Array.from({ length: Math.floor((250 * 24) / step) }, (_, i) =>
      clock.format(from + i * step * HOUR).replace(" ", "T"),
    );
    expect(read(stamps, tz, 1)).toEqual({ freq: alias, n: stamps.length });
  },
);

it.each(cases(["6h", "12h", "D", "B", "W-SUN", "MS", "QS", "YS"]))(
  "%s by the clocks of %s stays even by the clocks",
  (alias, tz) => {
    const start = Date.parse(alias === "W-SUN" ? "2022-01-02" : "2022-01-01");
    const index = futureIndex(start, parseFrequency(alias), alias.endsWith("h") ? 1200 : 200);
    const stamps = Array.from(index, (ds) => new Date(ds).toISOString().slice(0, 19));
    for (const seed of [1, 2]) {
      expect(read(stamps, tz, seed)).toEqual({ freq: alias, n: stamps.length });
    }
  },
);
