import { boost } from "../../../src/models/trees/boosting.js";
import { Random } from "../../../src/numeric/random.js";
import { record } from "../figures.js";
import { outputOf, PYTHON } from "../programs/process-usage.js";

const ROWS = 100_000;
const FEATURES = 20;
const TREES = 40;

/** The same of scikit-learn, whose trees follow LightGBM's; prints milliseconds a tree. */
const peer = (loss: string) => `
import time, numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
r = np.random.RandomState(1)
x = r.randn(${ROWS}, ${FEATURES}).astype(np.float32)
y = 2 * x[:, 0] + np.sin(3 * x[:, 1]) + x[:, 2] * x[:, 3] + abs(x[:, 4]) + r.randn(${ROWS}) / 2
def seconds(trees):
    start = time.process_time()
    HistGradientBoostingRegressor(loss="${loss}", max_iter=trees, max_leaf_nodes=31, l2_regularization=1, early_stopping=False).fit(x, y)
    return time.process_time() - start
seconds(1)
print(1000 * (seconds(${TREES + 1}) - seconds(1)) / ${TREES})`;

const losses = [
  ["squared errors", { kind: "squared" }, "squared_error"],
  ["absolute errors", { kind: "quantile", q: 0.5 }, "absolute_error"],
] as const;

/** Boosted trees of 31 leaves on a table of numbers, one thread, beside scikit-learn. */
export async function trees(print: (line: string) => void): Promise<void> {
  const { values, targets } = table();
  const rows: Record<string, (number | null)[]> = {};
  for (const [name, loss, theirs] of losses) {
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
    // Threads that wait for each other take processor time too.
    const found = outputOf(PYTHON, ["-c", peer(theirs)], { OMP_NUM_THREADS: "1" });
    if (found.output === undefined) print(`scikit-learn is skipped: ${found.reason}`);
    else {
      const ms = Number(found.output);
      rows[`scikit-learn, ${name}`] = [ms, ms / own];
    }
  }
  record(
    "trees",
    {
      title: "Trees",
      what: `One boosted tree of 31 leaves on ${ROWS.toLocaleString("en")} rows of ${FEATURES} numbers, one thread, without the time that values take to be binned; scikit-learn's HistGradientBoostingRegressor where it is installed.`,
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
