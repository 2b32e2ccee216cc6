import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { panelFromArrays } from "../../src/data/read/from-arrays.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { onlineCells, onlineRules } from "../../src/engine/online/learner.js";
import { parseBaseline } from "../../src/evaluation/check/read-baseline.js";
import { formatBaseline } from "../../src/evaluation/check/write-baseline.js";
import { decodeContainer, encodeContainer } from "../../src/models/file/container.js";
import { encodeModel, restoreModel, type SavedModel } from "../../src/models/file/model-file.js";
import { decodeModels, encodeModels } from "../../src/models/file/several.js";
import { createModel, models as families } from "../../src/models/index.js";
import type { State } from "../../src/models/model.js";
import type { Random } from "../../src/numeric/random.js";
import { streamSession } from "../../src/streaming/session.js";
import { decodeStream, encodeStream } from "../../src/streaming/stream-file.js";
import { mutate, whole } from "./mutate.js";

/** What is fuzzed: how a case is made, and what is done with it. */
export interface Target {
  /** Whole and right inputs, which are mutated. */
  corpus(fixtures: string): Promise<Uint8Array[]>;
  mutate(corpus: readonly Uint8Array[], random: Random): Uint8Array;
  /** @param path a file that may be overwritten */
  run(bytes: Uint8Array, path: string): Promise<unknown>;
}

/** Tables are read from a file, as bytes of a name that tells nothing. */
function table(pattern: RegExp, more: () => Uint8Array[] = () => []): Target {
  return {
    corpus: async (fixtures) => [
      ...["messy", "hostile", "reading"].flatMap((folder) =>
        files(join(fixtures, folder), pattern),
      ),
      ...more(),
    ],
    mutate: (corpus, random) =>
      mutate(corpus[whole(random, corpus.length)], corpus[whole(random, corpus.length)], random),
    run: async (bytes, path) => {
      writeFileSync(path, bytes);
      return readPanel(path, {}, () => {});
    },
  };
}

function files(folder: string, pattern: RegExp): Uint8Array[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // A folder that is not there yet adds nothing.
  }
  const found = names.sort().filter((name) => pattern.test(name));
  return found.map((name) => readFileSync(join(folder, name))).filter(({ length }) => length < 1e6);
}

const days = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)));
const y = days.map((_, i) => (i % 9 === 4 ? null : 100 + 10 * Math.sin(i / 3) + i));

function parquetFiles(): Uint8Array[] {
  const columns = [
    { name: "ds", data: days },
    { name: "id", data: days.map((_, i) => `store-${i % 2}`) },
    { name: "n", data: days.map((_, i) => BigInt(i)) },
    { name: "y", data: y },
  ];
  return (["UNCOMPRESSED", "SNAPPY"] as const).flatMap((codec) =>
    [1000, 20].map(
      (rowGroupSize) =>
        new Uint8Array(
          parquetWriteBuffer({ columnData: columns, codec, rowGroupSize, pageSize: 64 }),
        ),
    ),
  );
}

/** A model of every family, fitted to little; what is mutated is one leaf of its document. */
const models: Target = {
  corpus: async () => {
    const monthly = Array.from(
      { length: 60 },
      (_, i) => 100 + i + 20 * Math.sin((i * Math.PI) / 6),
    );
    const panel = panelFromArrays({ y: monthly }, { season: 12 });
    const context = { horizon: 3, seed: 1, levels: [80], warn: () => {} };
    const fitted: SavedModel[] = [];
    for (const { name, options } of families) {
      const spec = "epochs" in options ? `${name}:epochs=2` : name;
      const { state } = await createModel(spec).fit(panel, context);
      fitted.push({ ...context, version: "0.1.0", spec, panel, state });
    }
    return [...fitted.map(encodeModel), encodeModels(fitted.slice(-3))];
  },
  mutate: (corpus, random) => {
    const { document, metadata } = decodeContainer(corpus[whole(random, corpus.length)], "corpus");
    return encodeContainer({ document: withLeafChanged(document, random), metadata });
  },
  run: async (bytes) => {
    for (const saved of decodeModels(bytes)) {
      (await restoreModel(saved)).forecast(saved.horizon, saved.levels);
    }
  },
};

/** A stream of every cell and rule, amid its work. */
const streams: Target = {
  corpus: async () =>
    onlineCells.flatMap((cell) =>
      onlineRules.map((rule) => {
        const session = streamSession({
          ...{ cell, rule, hidden: 4, rate: 0.01, lags: 3, season: 7, seed: 3, window: 20 },
          ...(rule === "tbptt" && { steps: 6 }),
        });
        for (const value of y) session.observe(value ?? Number.NaN);
        return encodeStream({ session, horizon: 3 }, "0.1.0");
      }),
    ),
  mutate: models.mutate,
  run: async (bytes) => {
    const { session, horizon } = decodeStream(bytes, "state");
    const ahead = new Float64Array(horizon);
    for (const value of [100, 120]) session.observe(value);
    session.forecaster.forecast(ahead);
    if (!ahead.every(Number.isFinite)) throw new Error(`forecasts ${ahead.slice(0, 5)}`);
  },
};

const baselines: Target = {
  corpus: async (fixtures) => files(join(fixtures, "baselines"), /\.json$/),
  mutate: (corpus, random) => {
    const bytes = corpus[whole(random, corpus.length)];
    if (random.uniform() < 0.5) return mutate(bytes, bytes, random);
    const json: State = JSON.parse(new TextDecoder().decode(bytes));
    const plain = (_: string, value: unknown) =>
      ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
    return new TextEncoder().encode(JSON.stringify(withLeafChanged(json, random), plain));
  },
  run: async (bytes) => formatBaseline(parseBaseline(new TextDecoder().decode(bytes), "baseline")),
};

const ODD: readonly State[] = [
  ...[0, -1, 0.5, 1e9, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "", "x", null, true],
  ...[[], {}, { length: 1e9 }, new Float64Array(0), new Float64Array([Number.NaN, 1e300])],
];

function withLeafChanged(value: State, random: Random): State {
  if (value instanceof Float64Array && value.length > 0 && random.uniform() < 0.5) {
    const odd = ODD[whole(random, ODD.length)];
    return value.with(whole(random, value.length), typeof odd === "number" ? odd : 0);
  }
  const entries = Array.isArray(value)
    ? value.map((item, i): [string, State] => [String(i), item])
    : typeof value === "object" && value !== null && !ArrayBuffer.isView(value)
      ? Object.entries(value as Record<string, State>)
      : [];
  if (entries.length === 0 || random.uniform() < 0.1) return ODD[whole(random, ODD.length)];
  const [key, item] = entries[whole(random, entries.length)];
  if (random.uniform() < 0.05) {
    const rest = entries.filter(([other]) => other !== key);
    return Array.isArray(value) ? rest.map(([, item]) => item) : Object.fromEntries(rest);
  }
  const next = withLeafChanged(item, random);
  if (Array.isArray(value)) return value.map((other, i) => (String(i) === key ? next : other));
  return { ...(value as Record<string, State>), [key]: next };
}

export const TARGETS: Readonly<Record<string, Target>> = {
  csv: table(/\.(csv|txt|tsv|dat|out|log)$/),
  json: table(/\.(json|ndjson|jsonl)$/),
  xlsx: table(/\.xls[xm]$/),
  parquet: table(/\.parquet$/, parquetFiles),
  model: models,
  stream: streams,
  baseline: baselines,
};
