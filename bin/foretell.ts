#!/usr/bin/env node
import nodeModule from "node:module";
import { setFlagsFromString } from "node:v8";

// Node 22 and later keep what they compiled for the next start, as NODE_DISABLE_COMPILE_CACHE=1 forbids.
const { enableCompileCache } = nodeModule as { enableCompileCache?: () => unknown };
enableCompileCache?.();

// Node 20 optimises functions so early that up to a third of a short forecast is compiling. Four
// times its budget was best of those measured; later versions decide otherwise and gain nothing.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--interrupt-budget=264000");

const { run } = await import("../src/cli/program.js");

process.exitCode = await run(process.argv.slice(2));
