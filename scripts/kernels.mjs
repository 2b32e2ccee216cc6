// Compiles the AssemblyScript kernels to one WebAssembly module, and the recursion of ARIMA to a small one
// of its own, and writes them as base64 into src/engine/kernels/binary.ts and innovations.ts, so that bundles
// and tests need no file at run time, and ARIMA not the kernels of networks. The kernels' types are
// written beside them, to signatures.ts, so that a call that forgets an argument does not compile.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../src/engine/kernels/", import.meta.url));
const target = `${folder}binary.ts`;
const small = `${folder}innovations.ts`;
const signatures = `${folder}signatures.ts`;
const sources = [
  `${folder}codes.ts`,
  ...readdirSync(`${folder}assembly`).map((name) => `${folder}assembly/${name}`),
];
const newest = Math.max(
  ...[...sources, fileURLToPath(import.meta.url)].map((path) => statSync(path).mtimeMs),
);

if (
  ![target, small, signatures].every((path) => existsSync(path) && statSync(path).mtimeMs >= newest)
) {
  const shared = ["--importMemory", "--sharedMemory", "--maximumMemory", "65536"];
  const { binary, declarations } = await compiled("index.ts", shared);
  const recursions = await compiled("innovations.ts", []);
  const constant = (name, bytes) =>
    `export const ${name} =\n  "${Buffer.from(bytes).toString("base64")}";\n`;
  const pairs = productsInSums(Buffer.from(binary));
  writeFileSync(
    target,
    `${constant("kernelsBase64", binary)}export const FUSIBLE: readonly number[] = [${pairs.join(", ")}];\n`,
  );
  writeFileSync(small, constant("innovationsBase64", recursions.binary));
  writeFileSync(signatures, interfaceOf(declarations));
}

/**
 * Where f32x4.mul is followed by a sum and f32x4.add, as in sums of gemm.ts and rows.ts alone: of each pair the place
 * of the product, and the bytes from there to the addition.
 *
 * @throws Error where there are fewer than the tiles of gemm.ts have
 */
function productsInSums(bytes) {
  const starts = (at, code) => code.every((byte, i) => bytes[at + i] === byte);
  const found = [];
  for (let at = bytes.indexOf(0xfd); at >= 0; at = bytes.indexOf(0xfd, at + 1)) {
    if (!starts(at, [0xfd, 0xe6, 0x01, 0x20])) continue;
    let end = at + 4;
    while (bytes[end] & 0x80) end++;
    if (starts(end + 1, [0xfd, 0xe4, 0x01])) found.push(at, end + 1 - at);
  }
  if (found.length < 2 * (8 + 8 + 4))
    throw new Error("gemm.ts has lost products that can be fused");
  return found;
}

async function compiled(entry, options) {
  const { error, stderr, ...result } = await compile(entry, options);
  if (!error) return result;
  process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
  process.exit(1);
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

async function compile(entry, options) {
  let binary;
  let declarations;
  const result = await asc.main(
    [
      `assembly/${entry}`,
      "--outFile",
      "kernels.wasm",
      "--runtime",
      "stub",
      ...options,
      "--initialMemory",
      "1",
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
