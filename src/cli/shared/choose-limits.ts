import { UsageError } from "../../errors.js";
import type { Limits } from "../../models/limits.js";

/**
 * What `--min`, `--max` and `--integer` say.
 *
 * @throws UsageError where no value is within them
 */
export function chooseLimits({ min, max, integer }: Limits): Limits {
  if (min !== undefined && max !== undefined) {
    if (min > max) {
      throw new UsageError(`--min ${min} is above --max ${max}`, "Swap them.");
    }
    if (integer && Math.ceil(min) > Math.floor(max)) {
      throw new UsageError(
        `there is no whole number from --min ${min} to --max ${max}`,
        "Leave --integer out, or move the limits apart.",
      );
    }
  }
  return { min, max, integer };
}
