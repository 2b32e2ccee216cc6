// The actions of all commands but forecast, loaded together when one of them runs. Node takes a
// millisecond to find and link each file: were each its own, all that they share would be scattered
// over twice as many, also for forecast.
export { anomalies } from "./analyses/anomalies.js";
export { clean } from "./analyses/clean.js";
export { decompose } from "./analyses/decompose.js";
export { backtest } from "./backtest.js";
export { benchmark } from "./benchmark.js";
export { benchmarkLongHorizon } from "./benchmark-ltsf.js";
export { check } from "./check.js";
export { listDatasets } from "./datasets.js";
export { writeFeatures } from "./features.js";
export { forecastFrom } from "./forecast-from.js";
export { gradients } from "./gradients.js";
export { inspect } from "./inspect.js";
export { lab } from "./lab.js";
export { listModels } from "./models.js";
export { merge } from "./parts/merge.js";
export { report } from "./report.js";
export { forecastScenarios } from "./scenarios.js";
export { score } from "./score.js";
export { complete, printCompletion } from "./setup/complete.js";
export { showConfig } from "./setup/config.js";
export { doctor } from "./setup/doctor.js";
export { init } from "./setup/init.js";
export { printManPage } from "./setup/man-page.js";
export { showTopic } from "./setup/manual.js";
export { topicNames } from "./setup/topics.js";
export { train } from "./train.js";
export { worker } from "./worker.js";
