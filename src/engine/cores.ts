import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Files that tell a Linux control group how much processor time it may use. */
const CGROUP_V2 = "/sys/fs/cgroup/cpu.max";
const CGROUP_V1 = ["/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_period_us"];

/**
 * Threads that can compute at once, at least 1: the processors that this process may run on, or fewer
 * where a container's quota of processor time is smaller. Node counts processors only, so that a
 * container of two cores on a machine of 64 would start 64 threads.
 *
 * @param read the text of a system file; throws where there is none
 */
export function availableCores(
  read = (path: string) => readFileSync(path, "utf8"),
  processors = availableParallelism(),
): number {
  return Math.max(1, Math.min(processors, Math.floor(quotaOf(read))));
}

/** Processors' worth of time that the control group allows; infinite where it sets no limit. */
function quotaOf(read: (path: string) => string): number {
  for (const paths of [[CGROUP_V2], CGROUP_V1]) {
    try {
      const [quota, period] = paths.flatMap((path) => read(path).trim().split(/\s+/)).map(Number);
      if (quota > 0 && period > 0) return quota / period;
    } catch {
      // Another version of control groups, or another operating system.
    }
  }
  return Number.POSITIVE_INFINITY;
}
