#!/usr/bin/env node
// Node 22 and later keep what they compiled for the next start, as NODE_DISABLE_COMPILE_CACHE=1 forbids.
if (!process.versions.node.startsWith("20.")) {
  const { enableCompileCache } = (await import("node:module")) as {
    enableCompileCache?: () => unknown;
  };
  enableCompileCache?.();
}
const { run } = await import("../src/cli/program.js");

process.exitCode = await run(process.argv.slice(2));

export {};
