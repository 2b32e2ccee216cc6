import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const WIDTHS = [40, 60, 80, 120, 200];
/** As wide as no line is, so that no word is broken. */
const WIDEST = 300;

/** Two shops by day, with names and messages that are long enough to break. */
function shops(): string {
  const rows = ["date,shop,sales,promotion,temperature"];
  for (const shop of ["Berlin Mitte", "Hamburg Altona"]) {
    for (let t = 0; t < 80; t++) {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      const known = t < 70;
      const sales = known ? 1000 + ((t * 37) % 211) + 90 * (t % 7) : "";
      rows.push(
        `${day},${shop},${sales},${(t * 5) % 7 === 0 ? 1 : 0},${known ? (t * 3) % 19 : ""}`,
      );
    }
  }
  return `${rows.join("\n")}\n`;
}

/** Words of a text; a row of one letter is a line of a chart. */
const words = (text: string) =>
  new Set((text.match(/\p{L}{3,}/gu) ?? []).filter((word) => !/^(.)\1+$/.test(word)));

describe.each([
  "--help",
  "--help --all",
  "forecast --help",
  "forecast --help --all",
  "benchmark --help --all",
  "gradients --help --all",
  "forecast shops.csv -m seasonal-naive -H 6 --series Berlin~Mitte --format table",
  "forecast shops.csv -m naive,seasonal-naive -H 6 --series Berlin~Mitte --format table --plain",
  "forecast nottem -m theta -H 6 --diagnostics --format table",
  "forecast nottem -m rnn:epochs=1,hidden=2 -H 6 --format table",
  "inspect shops.csv",
  "inspect shops.csv --full",
  "inspect seatbelts --describe",
  "backtest shops.csv -m naive,seasonal-naive -H 6 --per-series --format table",
  "models lstm --format table",
  "datasets --format table",
])("foretell %s", (command) => {
  it("has no line longer than the terminal is wide, and no broken word", async () => {
    const cwd = folder({ "shops.csv": shops() });
    const args = command.split(" ").map((word) => word.replace("~", " "));
    const printed = async (width: number) => {
      const { code, stdout } = await foretell(args, { cwd, env: { COLUMNS: String(width) } });
      expect(code).toBe(0);
      return stdout;
    };
    const [widest, ...others] = await Promise.all([WIDEST, ...WIDTHS].map(printed));
    // What else is said where less is shown.
    const known = new Set([...words(widest!), "mean", "and", "more", "series", "steps", "step"]);
    for (const word of ["shows", "others", "format", "csv", "all", "has", "them", "intervals"])
      known.add(word);
    for (const [i, text] of others.entries()) {
      const width = WIDTHS[i]!;
      for (const line of text.split("\n")) {
        expect([...line].length, `${width}: ${line}`).toBeLessThanOrEqual(width);
      }
      expect([...words(text)].filter((word) => !known.has(word))).toEqual([]);
    }
  });
});
