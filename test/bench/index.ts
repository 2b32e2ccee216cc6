import { csvReaders } from "./csv.bench.js";
import { transforms } from "./fft.bench.js";
import { writeFigures } from "./figures.js";
import { matrixKernel } from "./gemm.bench.js";
import { growth } from "./growth.bench.js";
import { baumWelchUpdates } from "./hmm.bench.js";
import { solvers } from "./integrate.bench.js";
import { memory } from "./memory.bench.js";
import { modelsOnOneThread } from "./models.bench.js";
import { networks } from "./networks.bench.js";
import { onlineSteps } from "./online.bench.js";
import { largePanels } from "./panel.bench.js";
import { peers } from "./peers.bench.js";
import { recurrentSteps } from "./recurrent.bench.js";
import { seasons } from "./seasons.bench.js";
import { processes } from "./start-up.bench.js";
import { taps } from "./taps.bench.js";
import { trees } from "./trees.bench.js";
import { warping } from "./warp.bench.js";

const benches: Record<string, (print: (line: string) => void) => Promise<void>> = {
  processes,
  memory,
  peers,
  csv: csvReaders,
  gemm: matrixKernel,
  recurrent: recurrentSteps,
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
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length === 0 || chosen.includes(name)) {
    await bench(console.log);
    writeFigures();
    console.log();
  }
}
