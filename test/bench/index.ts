import { writeFigures } from "./figures.js";
import { likelihoods } from "./likelihoods/likelihoods.bench.js";
import { csvReaders } from "./methods/csv.bench.js";
import { transforms } from "./methods/fft.bench.js";
import { fitsBesideR } from "./methods/fits.bench.js";
import { baumWelchUpdates } from "./methods/hmm.bench.js";
import { modelsOnOneThread } from "./methods/models.bench.js";
import { seasons } from "./methods/seasons.bench.js";
import { trees } from "./methods/trees.bench.js";
import { warping } from "./methods/warp.bench.js";
import { matrixKernel } from "./networks/gemm.bench.js";
import { solvers } from "./networks/integrate.bench.js";
import { networks } from "./networks/networks.bench.js";
import { onlineSteps } from "./networks/online.bench.js";
import { recurrentSteps, stepsBesidePytorch } from "./networks/recurrent.bench.js";
import { taps } from "./networks/taps.bench.js";
import { growth } from "./programs/growth.bench.js";
import { memory } from "./programs/memory.bench.js";
import { largePanels } from "./programs/panel.bench.js";
import { peers } from "./programs/peers.bench.js";
import { processes } from "./programs/start-up.bench.js";
import { scenarioTable } from "./scenarios/scenarios.bench.js";

const benches: Record<string, (print: (line: string) => void) => Promise<void>> = {
  processes,
  memory,
  peers,
  fits: fitsBesideR,
  csv: csvReaders,
  gemm: matrixKernel,
  recurrent: recurrentSteps,
  steps: stepsBesidePytorch,
  online: onlineSteps,
  taps,
  hmm: baumWelchUpdates,
  networks,
  trees,
  warp: warping,
  fft: transforms,
  solver: solvers,
  seasons,
  panel: largePanels,
  growth,
  models: modelsOnOneThread,
  scenarios: scenarioTable,
  likelihoods,
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length === 0 || chosen.includes(name)) {
    await bench(console.log);
    writeFigures();
    console.log();
  }
}
