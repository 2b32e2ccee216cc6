import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { milliseconds, race } from "./measure.js";

const program = fileURLToPath(new URL("../dist/foretell.js", import.meta.url));

/** Whole processes, from start to exit. */
export async function processes(print: (line: string) => void): Promise<void> {
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")} exited with ${status}: ${stderr}`);
  };
  const timings = await race(
    [
      { name: "node -e 0", run: () => run("-e", "0") },
      { name: "foretell --help", run: () => run(program, "--help") },
      {
        name: "foretell air-passengers -m naive",
        run: () => run(program, "air-passengers", "-m", "naive"),
      },
      { name: "foretell air-passengers (LSTM)", run: () => run(program, "air-passengers") },
    ],
    11,
  );
  const base = timings[0].median;
  print("whole process");
  for (const { name, median } of timings) {
    print(
      `${name.padEnd(34)} ${milliseconds(median).padStart(9)}  ${(median / base).toFixed(2)}×  +${milliseconds(median - base)}`,
    );
  }
}
