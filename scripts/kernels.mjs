// Compiles the AssemblyScript kernels to one WebAssembly module and writes it as base64 into
// src/engine/kernels/binary.ts, so that bundles and tests need no file at run time. The kernels' types are
// written beside it, to signatures.ts, so that a call that forgets an argument does not compile.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../src/engine/kernels/", import.meta.url));
const target = `${folder}binary.ts`;
const signatures = `${folder}signatures.ts`;
const sources = [
  `${folder}codes.ts`,
  ...readdirSync(`${folder}assembly`).map((name) => `${folder}assembly/${name}`),
];
const newest = Math.max(
  ...[...sources, fileURLToPath(import.meta.url)].map((path) => statSync(path).mtimeMs),
);

if (![target, signatures].every((path) => existsSync(path) && statSync(path).mtimeMs >= newest)) {
  const { error, stderr, binary, declarations } = await compile();
  if (error) {
    process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
    process.exit(1);
  }
  const base64 = Buffer.from(binary).toString("base64");
  writeFileSync(target, `export const kernelsBase64 =\n  "${base64}";\n`);
  writeFileSync(signatures, interfaceOf(declarations));
}

/** @param declarations the compiler's own, a namespace of exported functions */
function interfaceOf(declarations) {
  const methods = Array.from(
    declarations.matchAll(/^ {2}export function (.*);$/gm),
    ([, signature]) => `  ${signature};\n`,
  );
  return [
    "/** The kernels as their AssemblyScript declares them: addresses in bytes, sizes in elements. */\n",
    `export interface Kernels {\n${methods.join("")}}\n`,
  ].join("");
}

async function compile() {
  let binary;
  let declarations;
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
      "--bindings",
      "raw",
    ],
    {
      readFile: (name, base) => {
        const path = `${base && base !== "." ? `${base}/` : ""}${name}`;
        const file = path.startsWith("/") ? path : `${folder}${path}`;
        return existsSync(file) ? readFileSync(file, "utf8") : null;
      },
      writeFile: (name, contents) => {
        if (name.endsWith(".wasm")) binary = contents;
        if (name.endsWith(".d.ts")) declarations = contents;
      },
      listFiles: () => [],
    },
  );
  return { ...result, binary, declarations };
}
