import type { Command } from "commander";
import type { CommandName } from "../shared/command-names.js";
import { anomaliesCommand } from "./anomalies.js";
import { backtestCommand } from "./backtest.js";
import { benchmarkCommand } from "./benchmark.js";
import { checkCommand } from "./check.js";
import { cleanCommand } from "./clean.js";
import { completionCommand } from "./completion.js";
import { configCommand } from "./config.js";
import { datasetsCommand } from "./datasets.js";
import { decomposeCommand } from "./decompose.js";
import { doctorCommand } from "./doctor.js";
import { featuresCommand } from "./features.js";
import { gradientsCommand } from "./gradients.js";
import { initCommand } from "./init.js";
import { inspectCommand } from "./inspect.js";
import { labCommand } from "./lab.js";
import { mcpCommand } from "./mcp.js";
import { mergeCommand } from "./merge.js";
import { modelsCommand } from "./models.js";
import { reportCommand } from "./report.js";
import { scoreCommand } from "./score.js";
import { streamCommand } from "./stream.js";
import { trainCommand } from "./train.js";
import { workerCommand } from "./worker.js";

/** Declares a command, which tells its exit code when it is done. */
export type Declare = (done: (code: number) => void) => Command;

/** All commands but `forecast`, which waits for none of them. */
export const otherCommands: Readonly<Record<Exclude<CommandName, "forecast">, Declare>> = {
  backtest: backtestCommand,
  inspect: inspectCommand,
  report: reportCommand,
  decompose: decomposeCommand,
  anomalies: anomaliesCommand,
  clean: cleanCommand,
  score: scoreCommand,
  benchmark: benchmarkCommand,
  check: checkCommand,
  train: trainCommand,
  stream: streamCommand,
  merge: mergeCommand,
  features: featuresCommand,
  gradients: gradientsCommand,
  lab: labCommand,
  models: modelsCommand,
  mcp: mcpCommand,
  datasets: datasetsCommand,
  worker: workerCommand,
  init: initCommand,
  config: configCommand,
  completion: completionCommand,
  doctor: doctorCommand,
};
