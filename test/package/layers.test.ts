import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../../src/", import.meta.url));

/**
 * The floors of the house, from the roof down. A room imports from its own and from lower floors, never
 * from a room on the same floor and never upwards. The longest matching name decides where a file lives.
 */
const FLOORS: readonly (readonly string[])[] = [
  ["index.ts", "cli/program.ts", "browser"],
  ["library", "cli/commands"],
  ["cli/run", "pretrain"],
  ["cli/shared"],
  ["queue"],
  ["bulk"],
  ["bulk/table"],
  ["tasks"],
  ["report"],
  ["report/whole"],
  [
    "report/forecast",
    "report/backtest",
    "report/benchmark",
    "report/check",
    "report/gradients",
    "report/inspect",
    "report/decompose",
    "report/anomalies",
    "report/clean",
    "report/features",
    "report/score",
    "report/models",
  ],
  ["report/page"],
  ["report/charts", "report/pictures", "report/tables", "report/raster"],
  ["report/text"],
  ["evaluation/check", "evaluation/benchmark"],
  ["evaluation", "parallel", "streaming"],
  [
    "models/file",
    "models/traits.ts",
    "models/registry/load.ts",
    "models/registry/give-features.ts",
  ],
  ["models/index.ts"],
  ["models/auto"],
  ["models/registry/definitions.ts"],
  ["models/registry"],
  ["models/hierarchy"],
  ["models/composite"],
  ["models/theta"],
  [
    "models/arima",
    "models/ets",
    "models/ces",
    "models/baseline",
    "models/hmm",
    "models/regression",
  ],
  ["models/esrnn"],
  [
    "models/recurrent",
    "models/transformer",
    "models/convolutional",
    "models/continuous",
    "models/linear",
    "models/zero",
    "models/trees",
  ],
  ["models/neural"],
  ["models/intervals"],
  ["models/transforms"],
  ["models"],
  ["features"],
  ["data/frame"],
  ["data/read"],
  ["analysis"],
  ["data/wide"],
  ["data/panel", "data/stream"],
  ["data/rows"],
  ["data/roles"],
  ["data/format"],
  ["data/table"],
  ["data/time"],
  ["data/source"],
  ["dtw", "lab"],
  ["engine/online"],
  ["engine/trainer.ts", "engine/recurrent"],
  ["engine/ops"],
  ["engine"],
  ["engine/kernels"],
  ["numeric", "spec"],
  ["suggest.ts", "wording.ts"],
  ["errors.ts"],
];

/** Houses that share a street but no door: neither imports the other, whichever floor is higher. */
const APART: readonly (readonly [string, string])[] = [
  ["data", "engine"],
  ["data", "dtw"],
  ["data", "lab"],
  ["features", "data/frame"],
  ["models", "data/frame"],
  ["models", "data/read"],
  ["models/hmm", "models/neural"],
  ["models/arima", "models/neural"],
];

interface Import {
  readonly from: string;
  readonly to: string;
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "assembly" ? [] : files(path);
    return /(?<!\.d)\.ts$/.test(entry.name) ? [relative(source, path).split(sep).join("/")] : [];
  });
}

function imports(file: string): Import[] {
  const text = readFileSync(join(source, file), "utf8");
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)\.js"/g)].map(([, path]) => ({
    from: file,
    to: posix.join(dirname(file), `${path}.ts`),
  }));
}

const within = (file: string, room: string) => file === room || file.startsWith(`${room}/`);
const ROOMS = FLOORS.flat().sort((a, b) => b.length - a.length);
const roomOf = (file: string) => ROOMS.find((room) => within(file, room));
const floorOf = (room: string) => FLOORS.findIndex((rooms) => rooms.includes(room));

/** What is wrong with an import, or nothing. */
function fault({ from, to }: Import): string | undefined {
  const [room, other] = [roomOf(from), roomOf(to)];
  const arrow = `${from} imports ${to}`;
  if (room === undefined || other === undefined) {
    return `${room === undefined ? from : to} has no room: name its folder in FLOORS`;
  }
  if (APART.some(([a, b]) => within(from, a) && within(to, b))) return `${arrow}: kept apart`;
  if (APART.some(([a, b]) => within(from, b) && within(to, a))) return `${arrow}: kept apart`;
  if (room === other) return undefined;
  const [floor, below] = [floorOf(room), floorOf(other)];
  if (floor === below) return `${arrow}: next door, on the same floor`;
  return floor < below ? undefined : `${arrow}: upwards`;
}

/** The first circle of imports that is found, as the files it goes through. */
function circle(arrows: readonly Import[]): string[] | undefined {
  const targets = groupBy(arrows, ({ from }) => from);
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | undefined => {
    const start = path.indexOf(file);
    if (start >= 0) return [...path.slice(start), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const { to } of targets.get(file) ?? []) {
      const found = visit(to);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return undefined;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

const all = files(source).flatMap(imports);

describe("the import graph of src", () => {
  it("has arrows that only point to lower floors", () => {
    expect(all.length).toBeGreaterThan(1000);
    expect(all.map(fault).filter((found) => found !== undefined)).toEqual([]);
  });

  it("has no circle of files", () => {
    expect(circle(all)).toBeUndefined();
  });

  it("has no folder of more than 25 files", () => {
    const crowded = [...groupBy(files(source), dirname)]
      .filter(([, entries]) => entries.length > 25)
      .map(([name]) => name);
    expect(crowded).toEqual([]);
  });
});

describe("the rule", () => {
  it("refuses an arrow upwards, next door, between houses kept apart, and a file without a room", () => {
    const wrong = [
      { from: "models/model.ts", to: "models/neural/network.ts" },
      { from: "report/check/text.ts", to: "report/inspect/report.ts" },
      { from: "data/panel/clean.ts", to: "engine/tape.ts" },
      { from: "newcomer/file.ts", to: "errors.ts" },
    ];
    expect(wrong.map(fault).every((found) => found !== undefined)).toBe(true);
    expect(fault({ from: "models/theta/fit.ts", to: "models/ets/fit.ts" })).toBeUndefined();
  });

  it("finds a circle", () => {
    const arrows = [
      { from: "a.ts", to: "b.ts" },
      { from: "b.ts", to: "c.ts" },
      { from: "c.ts", to: "b.ts" },
    ];
    expect(circle(arrows)).toEqual(["b.ts", "c.ts", "b.ts"]);
  });
});
