// Packs what pictures are made with into modules, so that bundles and tests need no file at run time: the
// rasterizer and its font, compressed, into src/report/raster/binary.ts, and the chart library of pages, with our
// script that uses it, into src/report/page/uplot.ts.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));

write(
  "src/report/raster/binary.ts",
  ["node_modules/@resvg/resvg-wasm/index_bg.wasm", "src/report/raster/dejavu-sans.ttf"],
  ([wasm, font]) =>
    `export const rasterizerBase64 =\n  "${packed(wasm)}";\nexport const fontBase64 =\n  "${packed(font)}";\n`,
);
write(
  "src/report/page/uplot.ts",
  [
    "node_modules/uplot/dist/uPlot.iife.min.js",
    "node_modules/uplot/dist/uPlot.min.css",
    "src/report/page/charts.client.js",
  ],
  ([script, style, client]) =>
    [
      ["uplotScript", script],
      ["uplotStyle", style],
      ["clientScript", client],
    ]
      .map(([name, text]) => `export const ${name} =\n  ${JSON.stringify(text.toString())};\n`)
      .join(""),
);

/** Writes a module unless it is newer than all that it is made of. */
function write(target, sources, text) {
  const path = join(root, target);
  const inputs = [...sources.map((source) => join(root, source)), fileURLToPath(import.meta.url)];
  const newest = Math.max(...inputs.map((input) => statSync(input).mtimeMs));
  if (existsSync(path) && statSync(path).mtimeMs >= newest) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text(inputs.slice(0, -1).map((input) => readFileSync(input))));
}

/** Base64 of Brotli: a third of what the module itself is. */
function packed(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).toString("base64");
}
