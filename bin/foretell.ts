#!/usr/bin/env node
import nodeModule from "node:module";

// Node 22 and later keep what they compiled for the next start, as NODE_DISABLE_COMPILE_CACHE=1 forbids.
const { enableCompileCache } = nodeModule as { enableCompileCache?: () => unknown };
enableCompileCache?.();
const { run } = await import("../src/cli/program.js");

process.exitCode = await run(process.argv.slice(2));
