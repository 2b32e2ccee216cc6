import { expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { DataError } from "../../../src/errors.js";
import { decodeContainer, encodeContainer } from "../../../src/models/file/container.js";
import { decodeModel, encodeModel, restoreModel } from "../../../src/models/file/model-file.js";
import { createModel, models } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import type { Intervals } from "../../../src/models/intervals/kinds.js";
import type { State } from "../../../src/models/model.js";
import { withFeatures } from "../../../src/models/with-features.js";

/** No altered file may make this process larger. */
const MAX_MEMORY_KB = 2 ** 20;

const bombs: State[] = [null, "", "../../etc/passwd", -1, { length: 1e9 }, [], {}, true];
const numbers = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0,
  0.5,
  100,
  1e9,
  2 ** 53,
  -1e308,
  1e308,
];

/** Every value in place of which something else stands, at any depth of plain data. */
function* altered(value: State): Generator<State> {
  yield* bombs;
  if (typeof value === "number") yield* numbers;
  else if (value instanceof Float64Array || value instanceof Float32Array) {
    yield new Float64Array(0);
    yield value.slice(1);
    for (const odd of numbers) yield value.map(() => odd);
  } else if (Array.isArray(value)) {
    yield value.slice(1);
    yield [...value, ...value];
    for (const [i, item] of value.entries()) {
      if (i > 2) break;
      for (const other of altered(item)) yield value.with(i, other);
    }
  } else if (typeof value === "object" && value !== null) {
    const fields = value as { readonly [key: string]: State };
    for (const [name, field] of Object.entries(fields)) {
      const { [name]: _, ...without } = fields;
      yield without;
      for (const other of altered(field)) yield { ...fields, [name]: other };
    }
  }
}

const quick = { horizon: 2, seed: 7, levels: [80], warn: () => {} };

async function saved(spec: string, features: string[], intervals: Intervals) {
  const panel = await readPanel("johnson-johnson", {}, () => {});
  const short = {
    ...panel,
    series: panel.series.map((one) => ({
      ...one,
      ds: one.ds.subarray(-44),
      y: one.y.subarray(-44),
    })),
  };
  const model = withIntervals(withFeatures(createModel(spec), features), intervals);
  const { state } = await model.fit(short, quick);
  return encodeModel({
    ...quick,
    version: "0.1.0",
    spec,
    features,
    intervals,
    panel: short,
    state,
  });
}

const specs = models.map(({ name, options }) => ("epochs" in options ? `${name}:epochs=1` : name));

it.each([
  ...specs.map((spec) => [spec, [] as string[], "native"] as const),
  ["arima:order=1-0-0,season=1-0-1", [], "native"],
  ["lstm:epochs=1,hidden=4,learn=snap1", [], "native"],
  ["theta", [], "conformal"],
  ["naive", [], "adaptive"],
  ["drift", [], "bootstrap"],
  ["lag-regression", ["lag:4"], "native"],
] as const)(
  "a file of %s with features [%s] and %s intervals, one value of which is altered, is forecast from or refused as data",
  async (spec, features, intervals) => {
    const { document, metadata } = decodeContainer(
      await saved(spec, [...features], intervals),
      "m",
    );
    let [refused, accepted] = [0, 0];
    for (const other of altered(document)) {
      try {
        const model = decodeModel(encodeContainer({ document: other, metadata }), "m");
        (await restoreModel({ ...model, horizon: Math.min(model.horizon, 2) })).forecast(2, [80]);
        accepted++;
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(accepted);
    expect(process.resourceUsage().maxRSS).toBeLessThan(MAX_MEMORY_KB);
  },
  300_000,
);
