import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { binary, folder, foretell } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

const source = fileURLToPath(new URL("../../src/", import.meta.url));

/** Clears the screen, blinks, sets the title, and by C1: all that no text of ours does. */
const EVIL = "\x1b[2J\x1b[5;35m\x1b]0;title\x07\x9b31m\x7f\u202egnp\u2066\u2028";
/** Names a person might give, with what a terminal would obey within, and a line's end. */
const evil = (name: string) => `${name}${EVIL}x\ny`;

/** Our own colours and weights, and what the spinner and the live chart move the cursor by. */
const OURS = /\x1b\[(?:[0-9;]*m|\?(?:25|2026)[lh]|\d*[AGJK])/g;
const OBEYED = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function obeyed(seen: string): string[] {
  const foreign = ["\x1b[2J", "\x1b[5;35m"].filter((sequence) => seen.includes(sequence));
  return [...foreign, ...(seen.replace(OURS, "").match(OBEYED) ?? [])];
}

/** For the test's name, which reaches a terminal too. */
const shown = (text: string) => text.replace(/[^\x20-\x7e]/g, "·");

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const csv = (cells: readonly (string | number)[]) =>
  cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",");

/** Three series of 36 months, one with a gap, and a column known 3 ahead, all of evil names. */
function table(): string {
  const header = ["ds", evil("id"), evil("value"), evil("extra")];
  const rows = ["a", "b", "c"].flatMap((name, s) =>
    Array.from({ length: 39 }, (_, t) => {
      const ds = new Date(Date.UTC(2020, t, 1)).toISOString().slice(0, 10);
      const y = t >= 36 || (name === "b" && t === 5) ? "" : 10 + s + t + 5 * ((t + s) % 12);
      return [ds, evil(name), y, t % 3];
    }),
  );
  return `${[header, ...rows].map(csv).join("\n")}\n`;
}

const FILE = "data\x1b[2J\x1b[5;35m\u202e.csv";
const columns = [
  "--time ds",
  `--id ${quoted(evil("id"))}`,
  `--target ${quoted(evil("value"))}`,
].join(" ");
const data = `${quoted(FILE)} ${columns}`;

/** Every command, in every format, and what goes wrong in it. */
const COMMANDS = [
  ...["table", "csv", "json"].flatMap((format) => [
    `forecast ${data} -m naive -m ets -H 3 --format ${format}`,
    `backtest ${data} -m naive -m mean -H 3 --folds 2 --per-series --per-step --format ${format}`,
    `features ${data} -f lag:1 --past ${quoted(evil("extra"))} --format ${format}`,
    `features ${data} --dtw-matrix --format ${format}`,
    `stream ${data} --format ${format}`,
    `gradients ${data} -m lstm:epochs=1,hidden=2 --format ${format}`,
  ]),
  `${data} -m lag-regression -H 3 --exogenous ${quoted(evil("extra"))}`,
  `${data} -m arima:order=1-0-0 -H 3 --future ${quoted(evil("extra"))} --format table`,
  `${data} -m auto -H 3 --future ${quoted(evil("extra"))} --explain --format table`,
  `${data} -m boosted-trees:trees=3 -H 3 --past ${quoted(evil("extra"))} --format table`,
  `inspect ${data} --regimes --neighbours ${quoted(evil("a"))} --describe`,
  `inspect ${data} --by ${quoted(evil("extra"))}`,
  `inspect ${data} --format json`,
  `inspect ${data} --neighbours ${quoted(evil("nobody"))}`,
  `train ${data} -m naive -H 3 -o model.foretell`,
  "forecast --from model.foretell",
  `train ${data} -m naive -H 3 -o ${quoted(`no${EVIL}/such/folder`)}`,
  `check ${data} -m naive -m mean --baseline baseline.json --update`,
  `check ${data} -m naive -m drift --baseline baseline.json`,
  `check ${data} --baseline baseline.json --report github --require ${quoted(`naive/mase@${evil("a")}<0`)}`,
  "check --baseline baseline.json --format json",
  `backtest ${data} -m naive --test ${quoted(`no${EVIL}.csv`)}`,
  `benchmark m4 ${quoted(`Monthly-train${EVIL}.csv`)}`,
  `benchmark ltsf ${quoted(FILE)} -m naive --split 10,5,5 --horizons 2`,
  `lab ${quoted(evil("adding"))}`,
  `models ${quoted(evil("lstm"))}`,
  `datasets ${quoted(evil("nile"))}`,
  quoted(evil("forcast")),
  quoted(`--${evil("option")}`),
  `${data} -m ${quoted(evil("lstm"))}`,
  `${data} -m ${quoted(`lstm:${evil("hidden")}=3`)}`,
  `${data} -f ${quoted(evil("lag"))}`,
  `${data} --freq ${quoted(evil("MS"))}`,
  `${data} --format ${quoted(evil("csv"))}`,
  `${data} -H ${quoted(evil("3"))} --debug`,
  `${data} --target ${quoted(evil("nothing"))}`,
  `${quoted(FILE)} --missing error --time ${quoted(evil("nothing"))}`,
  `${data} --missing error`,
  quoted(`broken${EVIL}.csv`),
];

const files = () => ({
  [FILE]: table(),
  [`broken${EVIL}.csv`]: `ds,y${EVIL}\n2024-01-01,1\n2024-02-01,tw${EVIL}o\n2024-03-01,3\n`,
});

describe.skipIf(!hasTerminal)("on a terminal nothing foreign is obeyed", () => {
  let cwd: string;
  // What train and check write the next commands read.
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "foretell-escapes-"));
    for (const [name, text] of Object.entries(files())) writeFileSync(join(cwd, name), text);
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const named = COMMANDS.map((args, i): [string, string] => [`${i}: ${shown(args)}`, args]);

  it.each(named)("by command %s", async (_, args) => {
    const { seen } = await onTerminal(
      `sh -c ${quoted(`cd ${quoted(cwd)} && ${quoted(process.execPath)} ${quoted(binary)} ${args}`)}`,
    );
    expect(seen).not.toBe("");
    expect(obeyed(seen), JSON.stringify(seen)).toEqual([]);
  });
});

describe("what is written for other programs", () => {
  it("holds ids as they are in CSV, and in JSON after it is read", async () => {
    const cwd = folder(files());
    const args = [
      FILE,
      "-m",
      "naive",
      "-H",
      "1",
      "--time",
      "ds",
      "--id",
      evil("id"),
      "--target",
      evil("value"),
    ];
    const { stdout } = await foretell([...args, "--format", "csv"], { cwd });
    expect(stdout).toContain(`"${evil("a")}"`);
    const json = await foretell([...args, "--format", "json"], { cwd });
    expect(JSON.parse(json.stdout).series[0].unique_id).toBe(evil("a"));
    expect(json.stdout.match(OBEYED)).toBeNull();
  });
});

it("one file of the package writes to stdout and stderr", () => {
  const writing = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (path) =>
      path.endsWith(".ts") &&
      // Training of weights that the package ships is not a part of it.
      !path.startsWith("pretrain") &&
      /process\.std(out|err)\.write|^(?! \*).*console\.(log|info|error)\(/m.test(
        readFileSync(join(source, path), "utf8"),
      ),
  );
  expect(writing).toEqual([join("cli", "shared", "terminal.ts")]);
});
