import { brotliDecompressSync } from "node:zlib";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { fontBase64, rasterizerBase64 } from "./binary.js";

/** Pixels a unit of the picture: sharp on screens of twice the density, and on paper. */
const SCALE = 2;

let ready: Promise<void> | undefined;
let font: Uint8Array;

/** Unpacks the rasterizer, once. */
function start(): Promise<void> {
  font = unpacked(fontBase64);
  return initWasm(unpacked(rasterizerBase64));
}

function unpacked(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(brotliDecompressSync(Buffer.from(base64, "base64")));
}

/**
 * A picture as PNG, at twice its size, with the font that is bundled: the same bytes everywhere.
 *
 * @param svg as `figureSvg` draws it, in colours that do not depend on the reader
 */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  ready ??= start();
  await ready;
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: SCALE },
    font: { fontBuffers: [font], defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" },
  });
  try {
    const image = picture.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    picture.free();
  }
}
