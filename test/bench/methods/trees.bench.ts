import { boost } from "../../../src/models/trees/boosting.js";
import { Random } from "../../../src/numeric/random.js";
import { record } from "../figures.js";
import { outputOf, PYTHON } from "../programs/process-usage.js";

const ROWS = 100_000;
const FEATURES = 20;
const TREES = 40;

/** The same by a package in Python that `fit` calls; prints milliseconds a tree. */
const peer = (fit: string) => `
import time, numpy as np
r = np.random.RandomState(1)
x = r.randn(${ROWS}, ${FEATURES}).astype(np.float32)
y = 2 * x[:, 0] + np.sin(3 * x[:, 1]) + x[:, 2] * x[:, 3] + abs(x[:, 4]) + r.randn(${ROWS}) / 2
${fit}
def seconds(trees):
    start = time.process_time()
    fit(trees)
    return time.process_time() - start
seconds(1)
print(1000 * (seconds(${TREES + 1}) - seconds(1)) / ${TREES})`;

/** Trees that follow LightGBM's. */
const scikit = (loss: string) => `
from sklearn.ensemble import HistGradientBoostingRegressor
def fit(trees):
    HistGradientBoostingRegressor(loss="${loss}", max_iter=trees, max_leaf_nodes=31, l2_regularization=1, early_stopping=False).fit(x, y)`;

/** Trees that grow leaf by leaf, too. */
const xgboost = `
import xgboost
data = xgboost.DMatrix(x, y)
how = dict(tree_method="hist", grow_policy="lossguide", max_leaves=31, max_depth=0, max_bin=255, eta=0.1, min_child_weight=20, nthread=1)
def fit(trees):
    xgboost.train(how, data, num_boost_round=trees)`;

const losses = [
  ["squared errors", { kind: "squared" }, { "scikit-learn": scikit("squared_error"), xgboost }],
  ["absolute errors", { kind: "quantile", q: 0.5 }, { "scikit-learn": scikit("absolute_error") }],
] as const;

/** Boosted trees of 31 leaves on a table of numbers, one thread, beside others. */
export async function trees(print: (line: string) => void): Promise<void> {
  const { values, targets } = table();
  const rows: Record<string, (number | null)[]> = {};
  for (const [name, loss, peers] of losses) {
    const seconds = async (count: number) => {
      const options = { trees: count, rate: 0.1, bins: 255, seed: 1, leaves: 31, least: 20 };
      const before = process.cpuUsage();
      await boost(
        { features: FEATURES, values, targets },
        { ...options, loss, penalty: 1, share: 1 },
      );
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    await seconds(1);
    const one = await seconds(1);
    const own = (1000 * ((await seconds(TREES + 1)) - one)) / TREES;
    rows[`foretell, ${name}`] = [own, null];
    for (const [rival, fit] of Object.entries(peers)) {
      // Threads that wait for each other take processor time too.
      const found = outputOf(PYTHON, ["-c", peer(fit)], { OMP_NUM_THREADS: "1" });
      if (found.output === undefined) {
        print(`${rival} is skipped: ${found.reason}`);
        continue;
      }
      const ms = Number(found.output);
      rows[`${rival}, ${name}`] = [ms, ms / own];
    }
  }
  record(
    "trees",
    {
      title: "Trees",
      what: `One boosted tree of 31 leaves on ${ROWS.toLocaleString("en")} rows of ${FEATURES} numbers, one thread, without the time that values take to be binned; scikit-learn's HistGradientBoostingRegressor and XGBoost's histograms where they are installed. [LightGBM's own comparison](https://github.com/microsoft/LightGBM/blob/01a8c0a983b96bb5ec7223bff99730df0f147404/docs/Experiments.rst) has 238.5 seconds for 500 trees of 255 leaves on 10.5 million rows of 28 numbers, and 551.9 for XGBoost's histograms: .43 of these.`,
      bench: "trees",
      columns: ["processor ms", "as a multiple of ours"],
      rows,
    },
    print,
  );
}

function table(): { values: Float32Array; targets: Float64Array } {
  const random = new Random(1);
  const values = Float32Array.from({ length: ROWS * FEATURES }, () => random.normal());
  const targets = Float64Array.from({ length: ROWS }, (_, row) => {
    const x = (f: number) => values[row * FEATURES + f]!;
    const known = 2 * x(0) + Math.sin(3 * x(1)) + x(2) * x(3) + Math.abs(x(4));
    return known + random.normal() / 2;
  });
  return { values, targets };
}
