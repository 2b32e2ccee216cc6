import { expect, it } from "vitest";
import { availableCores } from "../../src/engine/cores.js";

/** System files by path; those that are not named do not exist. */
function system(files: Readonly<Record<string, string>>): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  };
}

// https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files: "$MAX $PERIOD" in microseconds.
it.each([
  ["a quota of two cores", { "/sys/fs/cgroup/cpu.max": "200000 100000\n" }, 2],
  ["a quota of two and a half cores", { "/sys/fs/cgroup/cpu.max": "250000 100000\n" }, 2],
  ["a quota of half a core", { "/sys/fs/cgroup/cpu.max": "50000 100000\n" }, 1],
  ["a quota above the processors", { "/sys/fs/cgroup/cpu.max": "6400000 100000\n" }, 16],
  ["no quota", { "/sys/fs/cgroup/cpu.max": "max 100000\n" }, 16],
  [
    "a quota of version 1",
    {
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "300000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    },
    3,
  ],
  [
    "no quota of version 1",
    {
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    },
    16,
  ],
  ["no control groups", {}, 16],
])("of 16 processors, a container with %s may use its share", (_, files, cores) => {
  expect(availableCores(system(files as Record<string, string>), 16)).toBe(cores);
});
