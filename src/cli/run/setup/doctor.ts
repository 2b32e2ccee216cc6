import { accessSync, constants, existsSync, readFileSync, statfsSync } from "node:fs";
import { freemem, tmpdir, totalmem } from "node:os";
import { version } from "../../../../package.json";
import { datasetPath, datasets } from "../../../data/source/catalog.js";
import { describeBytes } from "../../../data/source/size-limits.js";
import { availableCores } from "../../../engine/cores.js";
import { ExitCode } from "../../../errors.js";
import { paint } from "../../../report/text/appearance.js";
import { printable } from "../../../report/text/printable.js";
import { wrap } from "../../../report/text/wrap.js";
import { appearanceOf } from "../../shared/appearance.js";
import { CONFIG_NAME, findConfig } from "../../shared/config/find.js";
import { writeListing } from "../../shared/listing.js";
import type { Format, GlobalOptions } from "../../shared/options.js";
import { writeStdout } from "../../shared/terminal.js";
import { manualFolder } from "./topics.js";

export interface DoctorOptions extends GlobalOptions {
  readonly format?: Format;
}

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  readonly verdict: "ok" | "note" | "fault";
  readonly found: string;
  /** What to do, where it is not as it should be. */
  readonly advice?: string;
}

const MIN_NODE = 20;
/** Memory below which large tables and networks may not fit, and room that copies of packed tables take. */
const LITTLE_MEMORY = 2 ** 30;
const LITTLE_ROOM = 2 ** 30;
const COMFORTABLE_WIDTH = 80;

/**
 * `foretell doctor`.
 *
 * @returns the exit code
 */
export async function doctor(options: DoctorOptions): Promise<number> {
  const findings = examine(options);
  const faults = findings.filter(({ verdict }) => verdict === "fault").length;
  if ((options.format ?? "table") === "table") {
    const appearance = appearanceOf(process.stdout, options);
    const chalk = paint(appearance);
    const marks = {
      ok: chalk.green(appearance.plain ? "ok  " : "✓"),
      note: chalk.yellow(appearance.plain ? "note" : "!"),
      fault: chalk.red(appearance.plain ? "BAD " : "✗"),
    };
    const lines = findings.flatMap(({ what, verdict, found, advice }) => [
      wrap(`${marks[verdict]} ${what}: ${printable(found)}`, appearance.width),
      ...(advice ? [wrap(`  ${advice}`, appearance.width)] : []),
    ]);
    const sum = faults === 0 ? "foretell has all it needs." : `${faults} of these need fixing.`;
    await writeStdout(`${[...lines, "", sum].join("\n")}\n`, true);
  } else {
    const keys = ["what", "verdict", "found", "advice"] as const;
    const rows = findings.map((one) => ({ advice: "", ...one }));
    await writeListing("doctor", keys, rows, options);
  }
  return faults === 0 ? ExitCode.done : ExitCode.regression;
}

function examine(options: DoctorOptions): Finding[] {
  return [
    { what: "foretell", verdict: "ok", found: version },
    node(),
    cores(),
    simd(),
    memory(),
    terminal(options),
    ...writable(),
    settings(),
    installation(),
  ];
}

function node(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  const found = `${process.version} on ${process.platform} ${process.arch}`;
  if (major >= MIN_NODE) return { what: "Node.js", verdict: "ok", found };
  return {
    ...{ what: "Node.js", verdict: "fault", found },
    advice: `Install Node.js ${MIN_NODE} or later.`,
  };
}

function cores(): Finding {
  const count = availableCores();
  return {
    what: "processor",
    verdict: "ok",
    found: `${count} ${count === 1 ? "core" : "cores"} for --threads`,
  };
}

/** (module (func (result v128) i32.const 0 i8x16.splat)): it compiles where SIMD is known. */
const SIMD_MODULE = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3],
  ...[2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
];

function simd(): Finding {
  if (WebAssembly.validate(Uint8Array.from(SIMD_MODULE))) {
    return {
      what: "WebAssembly",
      verdict: "ok",
      found: "with SIMD, which networks are trained with",
    };
  }
  return {
    ...{ what: "WebAssembly", verdict: "fault", found: "without SIMD: networks cannot be trained" },
    advice: "Use Node.js from nodejs.org, without --jitless, on a processor of the last ten years.",
  };
}

function memory(): Finding {
  const limit = process.constrainedMemory?.() ?? 0;
  const total = limit > 0 && limit < totalmem() ? limit : totalmem();
  const found = `${describeBytes(total)}${total === limit ? " by the container's limit" : ""}, ${describeBytes(Math.min(freemem(), total))} free`;
  if (total >= LITTLE_MEMORY) return { what: "memory", verdict: "ok", found };
  return {
    ...{ what: "memory", verdict: "note", found },
    advice: "Enough for single series; large tables and networks may need a gigabyte.",
  };
}

function terminal(options: DoctorOptions): Finding {
  const { width, rows, color, plain } = appearanceOf(process.stdout, options);
  if (!process.stdout.isTTY)
    return { what: "terminal", verdict: "ok", found: "none, output goes to a pipe or file" };
  const found = `${width} columns × ${rows ?? "?"} rows, ${color ? "with" : "without"} colour, ${plain ? "ASCII only" : "Unicode"}`;
  if (width >= COMFORTABLE_WIDTH) return { what: "terminal", verdict: "ok", found };
  return {
    ...{ what: "terminal", verdict: "note", found },
    advice: `Charts and tables are easier to read from ${COMFORTABLE_WIDTH} columns on.`,
  };
}

function writable(): Finding[] {
  const places = [
    ["this folder", ".", "Outputs need -o with a path elsewhere, or write access here."],
    ["temporary files", tmpdir(), "Set TMPDIR to a folder that you may write to."],
  ] as const;
  return places.map(([what, folder, advice]): Finding => {
    const shown = folder === "." ? process.cwd() : folder;
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      const verdict = folder === "." ? "note" : "fault";
      return { what, verdict, found: `${shown} cannot be written to`, advice };
    }
    const { bavail, bsize } = statfsSync(folder);
    const room = bavail * bsize;
    const found = `${shown} can be written to, ${describeBytes(room)} free`;
    if (room >= LITTLE_ROOM) return { what, verdict: "ok", found };
    return {
      ...{ what, verdict: "note", found },
      advice:
        "Packed tables and stdin of more than 64 MiB are copied to TMPDIR while they are read.",
    };
  });
}

function settings(): Finding {
  const path = findConfig(process.argv.slice(2));
  if (path === undefined) return { what: "settings", verdict: "ok", found: `no ${CONFIG_NAME}` };
  try {
    JSON.parse(readFileSync(path, "utf8"));
    return { what: "settings", verdict: "ok", found: `${path}; foretell config shows them` };
  } catch {
    return {
      ...{ what: "settings", verdict: "fault", found: `${path} is not JSON` },
      advice: "foretell config says where it is wrong; --no-config leaves it out.",
    };
  }
}

function installation(): Finding {
  const lost = datasets().filter(({ name }) => datasetPath(name) === undefined);
  const manual = manualFolder();
  if (lost.length === 0 && manual !== undefined && existsSync(manual)) {
    return { what: "installation", verdict: "ok", found: "bundled datasets and manual are there" };
  }
  return {
    ...{
      what: "installation",
      verdict: "fault",
      found: "bundled datasets or the manual are missing",
    },
    advice: "Install foretell again.",
  };
}
