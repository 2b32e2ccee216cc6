import { bytesOfBase64 } from "../../numeric/base64.js";
import { fromHalves } from "./half-precision.js";
import type { ZeroShape } from "./network.js";

/** A network that was trained on synthetic series. */
export interface PretrainedNetwork {
  readonly shape: ZeroShape;
  readonly weights: Float32Array;
}

let loaded: Promise<PretrainedNetwork> | undefined;

/**
 * Loads the weights that come with the package, once; they are a file of their own, read when it is needed.
 * All fits share them: they are not to be written to.
 */
export function loadPretrained(): Promise<PretrainedNetwork> {
  loaded ??= import("./weights.js").then(({ hidden, blocks, weightsBase64 }) => ({
    shape: { hidden, blocks },
    weights: fromHalves(bytesOfBase64(weightsBase64)),
  }));
  return loaded;
}
