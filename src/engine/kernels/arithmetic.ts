import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

const KEY = "foretell: fused arithmetic";

/** How this thread and those that it starts multiply matrices. */
export const arithmetic = {
  /** Whether products and sums are rounded once, not twice, which not every processor does. */
  get fused(): boolean {
    // Browsers know no such data.
    return getEnvironmentData?.(KEY) === true;
  },
  set fused(value: boolean) {
    setEnvironmentData(KEY, value);
  },
};
