import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const FIGURES = fileURLToPath(new URL("../test/bench/tables/figures.json", import.meta.url));
const PAGE = fileURLToPath(new URL("../docs/speed.md", import.meta.url));

/** A table of the page: a number, or null where there is none, for each row and column. */
export interface FigureTable {
  readonly title: string;
  /** What was measured, and how, in a sentence or two. */
  readonly what: string;
  /** The name of the bench that measures it. */
  readonly bench: string;
  /** With their units: `processor ms`. */
  readonly columns: readonly string[];
  readonly rows: Readonly<Record<string, readonly (number | null)[]>>;
}

interface Figures {
  readonly machine: string;
  readonly tables: Readonly<Record<string, FigureTable & { readonly machine?: string }>>;
}

const committed: Figures = existsSync(FIGURES)
  ? (JSON.parse(readFileSync(FIGURES, "utf8")) as Figures)
  : { machine: "", tables: {} };
const measured: Record<string, FigureTable> = {};

/** Keeps a table for the page, and prints it with the ratio of each number to the committed one. */
export function record(name: string, table: FigureTable, print: (line: string) => void): void {
  measured[name] = table;
  const before = committed.tables[name];
  print(`${table.title}: ${table.columns.join(" · ")} (and as a multiple of the committed figure)`);
  for (const [row, values] of Object.entries(table.rows)) {
    const cells = values.map((value, column) => {
      if (value === null) return "–";
      const index = before?.columns.indexOf(table.columns[column]!) ?? -1;
      const old = before?.rows[row]?.[index];
      return old ? `${short(value)} (${(value / old).toFixed(2)}×)` : short(value);
    });
    print(`${row.padEnd(40)} ${cells.map((cell) => cell.padStart(16)).join("")}`);
  }
}

/** The committed rows of a table, for a bench that measures some of them. */
export function committedRows(name: string, columns: readonly string[]): FigureTable["rows"] {
  const before = committed.tables[name];
  return before && before.columns.join() === columns.join() ? before.rows : {};
}

/** Writes what was recorded into the page and the committed figures; other tables stay as they are. */
export function writeFigures(): void {
  if (Object.keys(measured).length === 0) return;
  const machine = `Node ${process.version.slice(1)}, ${availableParallelism()} cores`;
  const tables = Object.fromEntries(
    Object.entries({ ...committed.tables, ...measured }).map(([name, table]) => [
      name,
      name in measured ? { ...table, machine } : table,
    ]),
  );
  writeFileSync(FIGURES, `${JSON.stringify({ machine, tables }, undefined, 2)}\n`);
  writeFileSync(PAGE, pageOf({ machine, tables }));
}

function pageOf({ tables }: Figures): string {
  const parts = Object.values(tables).map((table) => {
    const rows = Object.entries(table.rows).map(([name, values]) => [
      name,
      ...values.map((value) => (value === null ? "" : short(value))),
    ]);
    return [
      `## ${table.title}`,
      `${table.what} ${table.machine}; \`npm run bench -- ${table.bench}\`.`,
      // Columns of the same name differ by a space behind it.
      tableOf(["", ...table.columns.map((name) => name.trimEnd())], rows),
    ].join("\n\n");
  });
  return `${[INTRODUCTION, ...parts].join("\n\n")}\n`;
}

const INTRODUCTION = `# Speed

What commands take, as \`npm run bench\` measured it. The program writes this page: run it on your machine to see its figures, beside those committed before as a ratio. \`npm run bench -- NAME\` measures one table and leaves the others.

Seconds are of processor time, user and system of all threads, which a busy machine changes less than the time on the wall. Programs of others are measured in the same run where they are installed (R with forecast, Python with statsmodels, scikit-learn, XGBoost and PyTorch), and left out with a word where they are not; \`recurrent\` and \`fft\` print ours beside TensorFlow.js and fft.js. [Results](results.md#speed) has what was measured beside them earlier.`;

/** Aligned, as the rest of the manual. */
function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, i) =>
    Math.max(3, name.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join(
    "\n",
  );
}

/** Three digits that matter. */
function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(value >= 10 ? 3 : 2)));
}
