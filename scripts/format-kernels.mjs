// Formats the AssemblyScript kernels as Biome formats TypeScript. Biome does not parse decorators of
// functions, so they pass through it as comments. With --check nothing is written, and the exit code is 1
// when a file is not formatted.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../src/engine/kernels/assembly/", import.meta.url));
const biome = fileURLToPath(import.meta.resolve("@biomejs/biome/bin/biome"));
const check = process.argv.includes("--check");

for (const name of readdirSync(folder)) {
  const source = readFileSync(folder + name, "utf8");
  const formatted = format(source);
  if (formatted === source) continue;
  if (check) {
    process.stderr.write(`${folder}${name} is not formatted: run npm run format\n`);
    process.exitCode = 1;
  } else writeFileSync(folder + name, formatted);
}

function format(source) {
  const commented = source.replace(/^@(\w+)$/gm, "// @$1");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, "format", "--stdin-file-path=kernel.ts"],
    { input: commented, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout.replace(/^\/\/ @(\w+)$/gm, "@$1");
}
