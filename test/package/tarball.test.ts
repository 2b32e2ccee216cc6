import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execute } from "./execute.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
// On Windows npm is a script that only a shell runs.
const shell = process.platform === "win32";

interface Pack {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let folder: string;
let pack: Pack;
let paths: string[];

const npm = (args: string[], cwd: string) => execute("npm", args, { cwd, shell });
const foretell = (...args: string[]) =>
  execute("npx", ["--offline", "foretell", ...args], { cwd: join(folder, "user"), shell });

/** Installed as a user would: into an empty folder, with an empty cache and without scripts. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "foretell-package-"));
  // dist/ was built just before the tests, and other tests run it now.
  const { stdout } = await npm(
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    root,
  );
  // npm 12 answers with an object by package name.
  [pack] = Object.values(JSON.parse(stdout)) as [Pack];
  paths = pack.files.map(({ path }) => path);
  mkdirSync(join(folder, "user"));
  writeFileSync(join(folder, "user/package.json"), '{ "private": true, "type": "module" }');
  await npm(
    [
      ...["install", join(folder, pack.filename)],
      ...["--offline", "--ignore-scripts", "--no-audit", "--cache", join(folder, "cache")],
    ],
    join(folder, "user"),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed tarball", () => {
  it("is at most 3.2 MB", () => {
    expect(pack.size).toBeLessThanOrEqual(3_200_000);
  });

  it("holds the bundle, its types, the manual, the datasets and the licences, and nothing else", () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        ...["LICENSE", "README.md", "CHANGELOG.md", "package.json", "fixtures/air-passengers.csv"],
        ...[
          "dist/foretell.js",
          "dist/index.js",
          "dist/types/index.d.ts",
          "dist/schemas/forecast.json",
        ],
        ...["dist/THIRD-PARTY-LICENSES.txt", "docs/library.md"],
      ]),
    );
    const allowed =
      /^(dist\/[\w-]+\.js|dist\/types\/.*(\.d\.ts|package\.json)|dist\/THIRD-PARTY-LICENSES\.txt|dist\/config\.schema\.json|dist\/foretell\.1|dist\/schemas\/[\w-]+\.json|fixtures\/[\w-]+\.(csv|md)|docs\/\w+\.md|(LICENSE|(README|CHANGELOG)\.md|package\.json))$/;
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
  });

  it("has no dependencies at run time", () => {
    expect(readdirSync(join(folder, "user/node_modules")).sort()).toEqual([
      ".bin",
      ".package-lock.json",
      "foretell",
    ]);
  });

  it("runs no script when it is installed", () => {
    const { scripts } = JSON.parse(
      readFileSync(join(folder, "user/node_modules/foretell/package.json"), "utf8"),
    );
    const atInstall = ["preinstall", "install", "postinstall", "prepare", "prepublish"];
    expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  });

  it("carries the notices of code by others inside the packages, and the licence that they name", () => {
    const text = readFileSync(join(root, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    expect(text).toContain("Copyright 2013 Google Inc. All Rights Reserved.");
    expect(text).toContain("Copyright (c) 2016 Zhipeng Jia");
    expect(text).toContain("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
  });

  it("attributes the holidays as their licence asks", () => {
    const text = readFileSync(join(root, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    const [, holidays] = text.split(/^date-holidays [\d.]+ \(ISC AND CC-BY-3\.0\)$/m);
    expect(holidays).toContain("CC BY-SA 3.0 Attributions");
    expect(holidays).toContain("https://de.wikipedia.org/wiki/Feiertage_in_Deutschland");
  });

  it("names the licence of every package that is bundled", () => {
    const text = readFileSync(join(root, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const name of ["commander", "chalk", "ora", "cli-table3", "asciichart", "danfojs-node"]) {
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, "m"));
    }
  });
});

describe("installed without scripts", () => {
  it("npx foretell --help works", async () => {
    expect((await foretell("--help")).stdout).toMatch(/^Usage: foretell /);
  });

  it("npx foretell --version is that of package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect((await foretell("--version")).stdout).toBe(`${version}\n`);
  });

  it("npx foretell nottem -H 12 forecasts the bundled dataset", async () => {
    const { stdout } = await foretell("nottem", "-H", "12");
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header).toMatch(/^unique_id,ds,auto(,|$)/);
    expect(rows.map((row) => row.split(",").slice(0, 2).join())).toEqual(
      Array.from({ length: 12 }, (_, m) => `nottem,1940-${String(m + 1).padStart(2, "0")}-01`),
    );
  });

  it("datasets --describe works", async () => {
    const { stdout } = await foretell("datasets", "presidents", "--describe", "--format", "csv");
    expect(stdout.split("\n")[0]).toBe("column,count,mean,std,min,median,max,variance");
    expect(stdout).toMatch(/^y,114,56\.3/m);
  });

  it("the library is imported as an ES module", async () => {
    const script = `
      import { createModel, readPanel } from "foretell";
      const panel = await readPanel("air-passengers", {}, () => {});
      const fitted = await createModel("naive").fit(panel, { horizon: 2, seed: 1, warn: () => {} });
      console.log(fitted.forecast(2)[0].mean.join());`;
    const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", script], {
      cwd: join(folder, "user"),
    });
    expect(stdout).toBe("432,432\n");
  });

  it("each subpath gives functions of the root, the same ones", async () => {
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const subpaths = Object.keys(exports).filter((name) => !/^\.$|json$|browser/.test(name));
    expect(subpaths.map((name) => name.slice(2)).sort()).toEqual(
      readdirSync(join(root, "src/library")).map((file) => file.replace(/\.ts$/, "")),
    );
    const script = `
      import * as root from "foretell";
      for (const name of ${JSON.stringify(subpaths)}) {
        const part = await import(name.replace(".", "foretell"));
        const names = Object.keys(part);
        console.log(name, names.length > 0 && names.every((each) => part[each] === root[each]));
      }`;
    const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", script], {
      cwd: join(folder, "user"),
    });
    expect(stdout).toBe(subpaths.map((name) => `${name} true\n`).join(""));
  });

  it("the manual's programs run, and TypeScript understands them", async () => {
    const pages = ["README.md", "docs/library.md"].map((path) =>
      readFileSync(join(root, path), "utf8"),
    );
    const programs = pages.flatMap((text) =>
      [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program]) => program),
    );
    expect(programs.length).toBeGreaterThan(3);
    const months = Array.from({ length: 48 }, (_, t) => `${Date.UTC(2020, t, 1)},${t % 12}`);
    writeFileSync(join(folder, "user/sales.csv"), `ds,y\n${months.join("\n")}\n`);
    await foretell(...["train", "sales.csv", "-m", "naive", "-H", "12", "-o", "sales.foretell"]);
    await foretell(...["sales.csv", "-m", "naive", "-H", "1", "-o", "forecast.csv"]);
    writeFileSync(join(folder, "user/actuals.csv"), "ds,y\n2024-01-01,3\n");
    const files = programs.map((_, i) => `program-${i}.mts`);
    for (const [i, program] of programs.entries()) {
      writeFileSync(join(folder, "user", files[i]), program);
      const { code } = await transform(program, { loader: "ts" });
      await execute(process.execPath, ["--input-type=module", "-e", code], {
        cwd: join(folder, "user"),
      });
    }
    await typecheck(files);
  });

  it("TypeScript finds the library's types, those of DataFrames too", async () => {
    writeFileSync(
      join(folder, "user/main.ts"),
      `import {
         type BacktestContext, createModel, danfojs, type DataFrame, fft, type FileOptions, type Missing,
         panelFromArrays,
         periodogram, readPanel, type SavedModel, type Spectrum, toDataFrame, version,
       } from "foretell";
       import { type Match, nearestSubsequences } from "foretell/dtw";
       import { type Fold, lastFold } from "foretell/evaluation";
       import { describeBy, type Description } from "foretell/frame";
       import { type HiddenMarkov, viterbi } from "foretell/hmm";
       import { type Complex, inverseFft } from "foretell/spectrum";
       const missing: Missing = "zero";
       const options: FileOptions = { join: "weather.csv" };
       const panel = await readPanel("nottem", { ...options, missing }, () => {});
       const context: BacktestContext = { seed: 1, warn: () => {} };
       const { state } = await createModel("theta").fit(panel, { ...context, horizon: 12 });
       const saved: Omit<SavedModel, "levels"> = { version, spec: "theta", horizon: 12, seed: 1, panel, state };
       panelFromArrays({ ds: [new Date()], y: Float64Array.of(1) });
       const spectrum: Spectrum = periodogram(saved.panel.series[0]!.y);
       fft({ re: spectrum.power, im: spectrum.frequency });
       const frame: DataFrame = await toDataFrame(panel);
       const fold: Fold = lastFold(panel, 12);
       const described: Description[] = await describeBy(frame);
       const parts: [(...args: never) => unknown, (...args: never) => unknown] = [viterbi, inverseFft];
       const named: [Match?, HiddenMarkov?, Complex?] = [nearestSubsequences(fold.test[0]!, fold.test[0]!)[0]];
       const { concat } = await danfojs();
       const rows: number = concat({ dfList: [frame, frame], axis: 0 }).shape[0]!;
       // @ts-expect-error a model is named by text
       createModel(rows);
       // @ts-expect-error head takes a number
       frame.head("many");`,
    );
    await typecheck(["main.ts"]);
  });
});

/** Expects TypeScript to find no fault in files of the user, however their modules are resolved. */
async function typecheck(files: readonly string[]): Promise<void> {
  const compilerOptions = {
    ...{ strict: true, noEmit: true, module: "nodenext", target: "es2022", skipLibCheck: false },
    ...{ types: ["node"], typeRoots: [join(root, "node_modules/@types")] },
  };
  const project = join(folder, "user/tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions, files }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  for (const bundled of [[], ["--module", "esnext", "--moduleResolution", "bundler"]]) {
    const { stdout } = await execute(process.execPath, [
      tsc,
      "--project",
      project,
      ...bundled,
    ]).catch((failed: { stdout: string }) => failed);
    expect(stdout).toBe("");
  }
}
