import { statSync } from "node:fs";
import { loaded } from "../../package/loaded.js";
import { record } from "../figures.js";
import { median } from "../measure.js";
import { program, usageOf } from "./process-usage.js";

const PAIRS = 20;

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "foretell --version": ["--version"],
  "foretell --help": ["--help"],
  "foretell forecast --help": ["forecast", "--help"],
  "foretell air-passengers -m naive": ["air-passengers", "-m", "naive"],
  "foretell air-passengers -m theta": ["air-passengers", "-m", "theta"],
  "foretell air-passengers -m lstm:epochs=1": ["air-passengers", "-m", "lstm:epochs=1"],
};

/** Whole processes beyond an empty one, run in turn with it, and what they load. */
export async function processes(print: (line: string) => void): Promise<void> {
  const entries = Object.entries(COMMANDS);
  const used = entries.map(() => ({ beyond: [] as number[], memory: [] as number[] }));
  for (let pair = -1; pair < PAIRS; pair++) {
    const empty = usageOf("-e", "0");
    for (const [i, [, args]] of entries.entries()) {
      const { processorSeconds, mebibytes } = usageOf(program, ...args);
      if (pair < 0) continue;
      used[i]!.beyond.push(1000 * (processorSeconds - empty.processorSeconds));
      used[i]!.memory.push(mebibytes - empty.mebibytes);
    }
  }
  const rows: Record<string, number[]> = {};
  for (const [i, [name, args]] of entries.entries()) {
    const files = await loaded(program, ...args);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const { beyond, memory } = used[i]!;
    rows[name] = [median(beyond), median(memory), files.length, bytes / 1000];
  }
  record(
    "processes",
    {
      title: "Start",
      what: `Whole processes beyond \`node -e 0\`, which runs in turn with them: medians of ${PAIRS} rounds. Files and bytes are those of foretell that are loaded.`,
      bench: "processes",
      columns: ["processor ms", "MiB", "files", "kB"],
      rows,
    },
    print,
  );
}
