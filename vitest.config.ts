import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Every core: many tests wait for a process of the built program.
    maxWorkers: "100%",
    // Some of those processes train a network, on machines slower than ours.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
