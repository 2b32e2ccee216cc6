import { bytesOfBase64 } from "../../numeric/base64.js";
import { fromHalves } from "./half-precision.js";
import type { ZeroShape } from "./network.js";

/** A network that was trained on synthetic series. */
export interface PretrainedNetwork {
  readonly shape: ZeroShape;
  readonly weights: Float32Array;
}

/** Loads the weights that come with the package; they are a file of their own, read when it is needed. */
export async function loadPretrained(): Promise<PretrainedNetwork> {
  const { hidden, blocks, weightsBase64 } = await import("./weights.js");
  return {
    shape: { hidden, blocks },
    weights: fromHalves(bytesOfBase64(weightsBase64)),
  };
}
