import { UsageError } from "../../errors.js";
import type { FeatureFamily } from "../../features/feature.js";

/** In place of features that need the engine's kernels, until those are there. */
export const analogue: FeatureFamily = {
  name: "dtw",
  summary: "needs the engine",
  options: {},
  create() {
    throw new UsageError(
      "dtw features need the engine, which is not part of this bundle",
      "Import foretell/browser instead of foretell/browser/statistical.",
    );
  },
};
