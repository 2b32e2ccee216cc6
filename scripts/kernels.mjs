// Compiles the AssemblyScript kernels to one WebAssembly module and writes it as base64 into
// src/engine/kernels/binary.ts, so that bundles and tests need no file at run time.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../src/engine/kernels/", import.meta.url));
const target = `${folder}binary.ts`;
const sources = readdirSync(`${folder}assembly`).map((name) => `${folder}assembly/${name}`);
const newest = Math.max(
  ...[...sources, fileURLToPath(import.meta.url)].map((path) => statSync(path).mtimeMs),
);

if (!existsSync(target) || statSync(target).mtimeMs < newest) {
  const { error, stderr, binary } = await compile();
  if (error) {
    process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
    process.exit(1);
  }
  const base64 = Buffer.from(binary).toString("base64");
  writeFileSync(target, `export const kernelsBase64 =\n  "${base64}";\n`);
}

async function compile() {
  let binary;
  const result = await asc.main(
    [
      "assembly/index.ts",
      "--outFile",
      "kernels.wasm",
      "--runtime",
      "stub",
      "--importMemory",
      "--sharedMemory",
      "--initialMemory",
      "1",
      "--maximumMemory",
      "65536",
      "--enable",
      "simd,threads,bulk-memory",
      "-O3",
      "--noAssert",
      "--converge",
    ],
    {
      readFile: (name, base) => {
        const path = `${base && base !== "." ? `${base}/` : ""}${name}`;
        const file = path.startsWith("/") ? path : `${folder}${path}`;
        return existsSync(file) ? readFileSync(file, "utf8") : null;
      },
      writeFile: (name, contents) => {
        if (name.endsWith(".wasm")) binary = contents;
      },
      listFiles: () => [],
    },
  );
  return { ...result, binary };
}
