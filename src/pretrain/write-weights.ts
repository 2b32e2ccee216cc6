import { writeFileSync } from "node:fs";
import { toHalves } from "../models/zero/half-precision.js";
import type { ZeroShape } from "../models/zero/network.js";

/** Writes weights in half precision as the source file that the package loads them from. */
export function writeWeights(
  path: string,
  { hidden, blocks }: ZeroShape,
  weights: Float32Array,
): void {
  const base64 = Buffer.from(toHalves(weights)).toString("base64");
  writeFileSync(
    path,
    [
      "// Written by `npm run pretrain`: weights in half precision.\n",
      `export const hidden = ${hidden};\nexport const blocks = ${blocks};\n`,
      `export const weightsBase64 =\n  "${base64}";\n`,
    ].join(""),
  );
}
